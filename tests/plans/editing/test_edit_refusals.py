"""No camera into a restroom, and the other things that no edit may do."""

from dataclasses import replace

import pytest

from smartclient.domain.devices import Device, DeviceKind, Placement, View
from smartclient.domain.edits import Edit
from smartclient.domain.ids import LevelId
from smartclient.domain.site import GridSpec, Site, Unit, UnitKind
from smartclient.plans.editing import devices, grids, rooms
from smartclient.plans.editing.refusals import why_not
from tests.builders.maple_grove import maple_grove


@pytest.fixture(scope="module")
def site() -> Site:
    return maple_grove()


def _restroom(site: Site) -> Unit:
    return next(unit for unit in site.units if unit.kind is UnitKind.RESTROOM and unit.name)


def _camera(site: Site, level: LevelId) -> Device:
    found = (d for d in site.devices if d.kind is DeviceKind.CAMERA and d.placement and d.placement.level_id == level)
    return next(found)


def test_every_camera_of_the_demo_district_may_hang_where_it_does(site: Site) -> None:
    placed = [d for d in site.devices if d.kind is DeviceKind.CAMERA and d.placement is not None]
    refused = [d.name for d in placed if d.placement and why_not(devices.move(d, d.placement), site)]
    assert len(placed) >= 400
    assert refused == []


def test_a_camera_may_not_hang_in_a_restroom(site: Site) -> None:
    room = _restroom(site)
    camera = _camera(site, room.level_id)
    reason = why_not(devices.move(camera, Placement(room.display_point, room.level_id, room.id)), site)
    assert reason.startswith("A camera may not hang in the ")
    assert f"{room.name} {room.number}".lower() in reason


def test_a_camera_may_not_look_into_a_restroom_without_walls_between(site: Site) -> None:
    room = _restroom(site)
    south = min(lat for _, lat in room.area[0])
    below = Placement((room.display_point[0], south - 0.00003), room.level_id)
    camera = replace(_camera(site, room.level_id), placement=below, view=View(0.0, 80.0, 20.0))
    open_plan = replace(site, units=tuple(unit for unit in site.units if unit.kind is not UnitKind.WALL))
    assert why_not(Edit("x", (camera,)), open_plan).startswith("A camera may not look into the ")
    away = replace(camera, view=View(180.0, 80.0, 20.0))
    assert why_not(Edit("x", (away,)), open_plan) == ""


def test_a_sensor_may_hang_in_a_restroom(site: Site) -> None:
    room = _restroom(site)
    sensor = next(device for device in site.devices if device.kind is DeviceKind.VAPE_SENSOR)
    assert why_not(devices.move(sensor, Placement(room.display_point, room.level_id, room.id)), site) == ""


def test_nothing_is_placed_far_from_every_campus(site: Site) -> None:
    sensor = next(device for device in site.devices if device.kind is DeviceKind.VAPE_SENSOR)
    assert "10 km" in why_not(devices.move(sensor, Placement((43.1, -89.5))), site)
    grid = GridSpec(site.venues[0].id, (0.0, 0.0), 10, 4, 4)
    assert "10 km" in why_not(grids.set_grid(site.venues[0], grid), site)


def test_a_room_whose_outline_crosses_itself_is_refused(site: Site) -> None:
    unit = _restroom(site)
    (a, b, c, d, *_), *_ = unit.area
    reason = why_not(rooms.draw("Draw", replace(unit, area=((a, c, b, d, a),))), site)
    assert "crosses itself" in reason


def test_a_room_with_a_camera_in_it_becomes_no_restroom(site: Site) -> None:
    camera = next(d for d in site.devices if d.kind is DeviceKind.CAMERA and d.placement and d.placement.unit_id)
    assert camera.placement is not None
    room = next(unit for unit in site.units if unit.id == camera.placement.unit_id)
    reason = why_not(rooms.change_unit(site, room, room.name, room.number, "restroom.male"), site)
    assert reason.endswith("no camera may hang in a restroom. Take it away first.")
