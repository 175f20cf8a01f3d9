"""What sight needs of a plan is read: doors in openings, and how high, how steep and how finely cameras look."""

import json
from pathlib import Path
from typing import Any

import pytest

from smartclient.domain.devices import DeviceKind, View
from smartclient.domain.site import Opening
from smartclient.plans.district import read
from tests.builders.tiny_site import write_tiny_archive


def changed(folder: Path, file: str, **properties: Any) -> list[str]:
    """Writes the small archive with these properties in every feature of a file; what `read` finds wrong with them."""
    write_tiny_archive(folder)
    path = folder / file
    content = json.loads(path.read_text(encoding="utf-8"))
    for feature in content["features"]:
        feature["properties"] |= properties
    path.write_text(json.dumps(content), encoding="utf-8")
    return [problem.what for problem in read(folder)[1] if problem.file == file]


def openings(folder: Path) -> tuple[Opening, ...]:
    return read(folder)[0].openings


@pytest.mark.parametrize(
    ("door", "kind", "material"),
    [
        ({"type": "swinging", "automatic": False, "material": "Wood"}, "swinging", "wood"),
        ({"type": "open"}, "open", ""),
        ({"material": "glass"}, "unspecified", "glass"),
        (None, "", ""),
    ],
)
def test_the_door_in_an_opening_is_read(tmp_path: Path, door: Any, kind: str, material: str) -> None:
    assert not changed(tmp_path / "plan", "opening.geojson", door=door)
    assert openings(tmp_path / "plan")
    assert {(o.door_type, o.door_material) for o in openings(tmp_path / "plan")} == {(kind, material)}


@pytest.mark.parametrize("door", ["wooden", ["swinging"], {"type": 3}, 7])
def test_a_door_that_is_none_is_told_and_left_out(tmp_path: Path, door: Any) -> None:
    assert any("door is no door" in problem for problem in changed(tmp_path / "plan", "opening.geojson", door=door))
    assert {o.door_type for o in openings(tmp_path / "plan")} == {""}


def views(folder: Path) -> list[View]:
    cameras = (device for device in read(folder)[0].devices if device.kind is DeviceKind.CAMERA)
    return [camera.view for camera in cameras if camera.view is not None]


def test_how_a_camera_hangs_and_how_wide_its_picture_is_are_read_and_nonsense_is_not(tmp_path: Path) -> None:
    changed(tmp_path / "good", "device.geojson", height=3.1, tilt=20, pixels=2560)
    found = views(tmp_path / "good")
    assert found
    assert {(view.height_m, view.tilt_deg, view.width_px) for view in found} == {(3.1, 20.0, 2560)}
    changed(tmp_path / "bad", "device.geojson", height=-1, tilt=20, pixels=0)
    assert {(view.height_m, view.width_px) for view in views(tmp_path / "bad")} == {(None, None)}
