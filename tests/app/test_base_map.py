"""The base map in the window: tiles under the plans, whose they are said, and one sentence when there is none."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.plans.base_maps.tiles import tile_at, tiles_within
from smartclient.runtime.clock import SystemClock
from smartclient.store.workspace import MapLayer
from smartclient.ui.shell.base_map_panel import BaseMapPanel
from tests.builders.running import until
from tests.builders.tile_files import mbtiles
from tests.builders.tiny_site import write_tiny_archive

ORANGE = QColor("#ff8000")


def corner_of(watch: Watch) -> QColor:
    """The map in its upper left corner, which no campus reaches."""
    return watch.map.canvas.grab().toImage().pixelColor(4, 4)


@pytest.mark.usefixtures("qapp")
def test_a_chosen_base_map_lies_under_the_plans(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "site")
    opened = plan(tmp_path / "site")
    lon, lat = opened.site.venues[0].display_point
    around = tiles_within((lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02), 15)
    file = mbtiles(
        tmp_path / "ground.mbtiles",
        dict.fromkeys([*around, *(tile_at((lon, lat), zoom) for zoom in range(15))], ORANGE.name()),
        attribution="© City",
    )

    async def body() -> int:
        watch = Watch(given(opened, FilesServer(opened.site), "", "light", SystemClock(), home("files")))
        watch.furnish()
        watch.start()
        await until(lambda: watch.map.canvas.is_crisp)
        bare = corner_of(watch)
        watch.actions.run("layer-base")
        assert MapLayer.BASE in watch.workspace.layers
        assert any("There is no base map" in notice.text for notice in watch.notices.standing)
        watch.actions.run("base-map")
        panel = watch.window.findChild(BaseMapPanel)
        assert panel is not None
        panel.place.setText(str(tmp_path / "none.mbtiles"))
        panel.place.returnPressed.emit()
        await until(lambda: "cannot be opened" in panel.words.text())
        panel.captured.setText("last summer")
        panel.place.setText(str(file))
        panel.place.returnPressed.emit()
        assert "is no date" in panel.words.text()
        panel.captured.setText("2026-05-01")
        panel.place.returnPressed.emit()
        await until(lambda: corner_of(watch) == ORANGE)
        watch.actions.run("layer-base")
        await until(lambda: corner_of(watch) == bare)
        watch.actions.run("layer-base")
        await until(lambda: corner_of(watch) == ORANGE)
        kept = watch.given.settings.read().base_map
        assert (kept.place, kept.captured) == (str(file), "2026-05-01")
        await watch.shutdown()
        return 0

    assert run(body) == 0
