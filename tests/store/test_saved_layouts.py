"""Saved layouts come back from the settings file as they were, whatever else the file holds."""

from pathlib import Path

import msgspec

from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Dewarp, Mount
from smartclient.runtime.settings import KeptDewarp, KeptTile, KeptWall, Settings, SettingsFile
from smartclient.store.layouts import LAYOUTS
from smartclient.store.saved_layouts import LONGEST_NAME, SavedLayouts, show_kept
from smartclient.store.wall_tiles import Content, WallTiles

A, B = DeviceId("cameras/a"), DeviceId("cameras/b")


def wall() -> WallTiles:
    made = WallTiles()
    made.load(LAYOUTS["1+5"], [Content((A,), dewarp=Dewarp(Mount.WALL, 12, 30, 60)), Content((A, B), 20)])
    return made


def test_a_layout_survives_the_settings_file(tmp_path: Path) -> None:
    saved = SavedLayouts({})
    saved.save("  Morning \n rounds ", wall())
    SettingsFile(tmp_path).write(Settings(saved_layouts=saved.kept))
    again = SavedLayouts(SettingsFile(tmp_path).read().saved_layouts)
    assert again.names == ["Morning rounds"]
    shown = WallTiles()
    again.open("Morning rounds", shown)
    assert (shown.layout.name, shown.contents) == ("1+5", wall().contents)


def test_rename_delete_and_their_edges() -> None:
    saved = SavedLayouts({})
    told: list[None] = []
    saved.changed.connect(told.append)
    assert saved.save(" ", wall()) == ""
    name = saved.save("x" * 200, wall())
    assert len(name) == LONGEST_NAME
    assert saved.rename(name, "Doors") == "Doors"
    assert saved.rename("Doors", "  ") == "Doors"
    saved.save("arrivals", wall())
    assert saved.names == ["arrivals", "Doors"]
    saved.delete("Doors")
    saved.delete("Doors")
    assert saved.names == ["arrivals"]
    assert len(told) == 4
    before = WallTiles()
    saved.open("Doors", before)
    assert before.tiles == (None,) * 4


def test_a_strange_file_shows_a_usual_wall() -> None:
    tile = KeptTile(
        cameras=["cameras/a", "cameras/a"], dwell_s=-3, dewarp=KeptDewarp(mount="?", tilt_deg=1e9, width_deg=0)
    )
    shown = WallTiles()
    show_kept(KeptWall(layout="7x9", tiles=[tile] * 200), shown)
    assert shown.layout is LAYOUTS["4"]
    content = shown.contents[0]
    assert (content.cameras, content.dwell_s) == ((A,), 10)
    assert content.dewarp is not None
    assert 0 <= content.dewarp.tilt_deg <= 90
    assert 10 < content.dewarp.field_of_view_deg < 120


def test_settings_of_an_earlier_version_are_read() -> None:
    assert msgspec.json.decode(b'{"layout": 9}', type=Settings).layout == 9
