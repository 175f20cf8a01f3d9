"""Whatever was edited: what is saved reads back as it was shown, and all taken back leaves every feature as it was written."""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from smartclient import plans
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.edits import Edit
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import GridSpec, Site
from smartclient.plans.editing import devices, grids, rooms, safety
from smartclient.plans.editing.refusals import why_not
from smartclient.plans.editing.splices import Splice, edited, spliced, splices_between
from smartclient.plans.revision import revision_of
from smartclient.plans.stamp import stamp_of
from smartclient.plans.writing.history import Entry
from smartclient.plans.writing.saving import Save, save
from tests.builders.hospital import write_hospital
from tests.builders.tiny_site import write_tiny_archive

_NUMBERS = st.integers(0, 30)
_WORDS = st.text(max_size=12)
_STEPS = st.lists(st.tuples(st.integers(0, 10), _NUMBERS, _WORDS), min_size=1, max_size=6)


def _edit(site: Site, kind: int, number: int, words: str) -> Edit | None:
    """One of eleven kinds of edit; None where there is nothing of that kind."""
    unit, level = site.units[number % len(site.units)], site.levels[number % len(site.levels)]
    where = devices.placement((unit.display_point[0] + number * 1e-6, unit.display_point[1]), unit.level_id, unit.id)
    device = site.devices[number % len(site.devices)] if site.devices else None
    match kind:
        case 0 if device is not None:
            return devices.move(device, where)
        case 1 if device is not None:
            return devices.take_off(device)
        case 2:
            return devices.place(Device(DeviceId(f"cameras/{number}"), DeviceKind.CAMERA, "Camera"), where)
        case 3:
            return devices.add(DeviceKind.KEY_BOX, words or "Key box", where)
        case 4:
            return rooms.change_unit(site, unit, words, str(number), ("office", "restroom.male")[number % 2])
        case 5:
            return rooms.move_corner(site, unit, number % (len(unit.area[0]) - 1), where.position)
        case 6:
            return safety.add_amenity("firstaid", words, where.position, level.id)
        case 7 if site.amenities:
            return safety.remove_amenity(site.amenities[number % len(site.amenities)])
        case 8:
            return grids.set_grid(
                site.venues[0], GridSpec(site.venues[0].id, where.position, number + 1.5, 3, number + 1)
            )
        case 9 if site.openings:
            return rooms.change_opening(site, site.openings[number % len(site.openings)], words, "service")
        case 10 if len(site.units) > 1:
            return rooms.remove(site, unit)
    return None


def _save(path: Path, before: Site, after: Site) -> None:
    entry = Entry(datetime.now(UTC), "somebody", revision_of(before), revision_of(after), ())
    save(Save(path, before, after, stamp_of(path), entry))


def _features(path: Path) -> dict[str, str]:
    """Every feature by its id, as the text of its JSON with all its numbers."""
    found = {}
    for file in path.glob("*.geojson"):
        for feature in json.loads(file.read_text(encoding="utf-8"), parse_float=str)["features"]:
            found[feature["id"]] = json.dumps(feature, sort_keys=True)
    return found


def _round(folder: Path, steps: list[tuple[int, int, str]]) -> None:
    first, _ = plans.read(folder)
    features = _features(folder)
    site, undo = first, list[tuple[Splice, ...]]()
    for step in steps:
        edit = _edit(site, *step)
        if edit is not None and not why_not(edit, site):
            after = edited(site, edit)
            undo.append(splices_between(site, after))
            site = after
    _save(folder, first, site)
    again, _ = plans.read(folder)
    assert revision_of(again) == revision_of(site)
    for splices in reversed(undo):
        site = spliced(site, [splice.reverse for splice in splices])
    assert site == first
    _save(folder, again, first)
    back, _ = plans.read(folder)
    assert revision_of(back) == revision_of(first)
    assert _features(folder).keys() == features.keys()


@settings(max_examples=25, deadline=None)
@given(_STEPS)
@example([(5, 0, "")])
@example([(5, 24, "")])
def test_a_plan_of_ours(steps: list[tuple[int, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_tiny_archive(Path(folder))
        _round(Path(folder), steps)


@settings(max_examples=15, deadline=None)
@given(_STEPS)
@example([(5, 0, "")])
@example([(5, 24, "")])
def test_a_plan_of_another_tool(steps: list[tuple[int, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_hospital(Path(folder) / "plan")
        _round(Path(folder) / "plan", steps)
