"""The drawing of the floors: every placed camera is on its floor with its number and view; no text from outside is markup."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from smartclient import plans
from smartclient.domain.devices import Device, DeviceKind, View
from smartclient.domain.site import Site
from smartclient.evidence.map_snapshot import map_snapshots
from smartclient.runtime import paths

_SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(drawing).iter(f"{_SVG}text")]  # noqa: S314  our own


def cameras() -> tuple[list[Device], Site]:
    site, _ = plans.read(paths.floorplans() / "maple-grove" / "elm-street")
    return [device for device in site.devices if device.kind is DeviceKind.CAMERA and device.placement], site


def test_every_camera_is_on_the_drawing_of_its_floor() -> None:
    found, site = cameras()
    drawings = map_snapshots(site, found)
    levels = {device.placement.level_id for device in found if device.placement}
    assert len(drawings) == len(levels)
    shown = [text for drawing in drawings.values() for text in texts(drawing)]
    for number, camera in enumerate(found, start=1):
        assert str(number) in shown
        assert f"{number}  {camera.name}" in shown
    wedges = sum(drawing.count(b'fill-opacity="0.25"') for drawing in drawings.values())
    assert wedges == sum(device.view is not None for device in found)


def test_names_are_text_and_not_markup() -> None:
    found, site = cameras()
    name = '<script>alert("x")</script>&\x00\x1b'
    (drawing,) = map_snapshots(site, [replace(found[0], name=name)]).values()
    assert b"<script" not in drawing
    assert any(text.startswith('1  <script>alert("x")</script>&') for text in texts(drawing))


def test_a_camera_that_sees_all_around_has_a_circle_and_an_unplaced_one_none() -> None:
    found, site = cameras()
    around = replace(found[0], view=View(0, 360, 8))
    (drawing,) = map_snapshots(site, [around, replace(found[1], placement=None)]).values()
    assert drawing.count(b'fill-opacity="0.25"') == 1
    assert b" a8.00 8.00 0 1 0" in drawing


def test_the_drawings_of_a_drill_are_framed_and_say_so() -> None:
    found, site = cameras()
    (plain,), (drill,) = (map_snapshots(site, found[:1], is_drill=each).values() for each in (False, True))
    assert b"stroke-dasharray" in drill
    assert "DRILL" in texts(drill)
    assert "DRILL" not in texts(plain)
