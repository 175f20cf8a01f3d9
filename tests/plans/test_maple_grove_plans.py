"""The district that travels with the program is without a problem, and as large as a real one."""

from collections import Counter

import pytest

from smartclient import plans
from smartclient.domain.devices import DeviceKind
from smartclient.domain.site import Site, UnitKind
from smartclient.plans.problems import Problem
from smartclient.runtime import paths

ROOMS = (UnitKind.ROOM, UnitKind.SERVICE, UnitKind.RESTROOM)


@pytest.fixture(scope="module")
def read() -> tuple[Site, tuple[Problem, ...]]:
    return plans.read(paths.floorplans() / "maple-grove")


@pytest.fixture(scope="module")
def site(read: tuple[Site, tuple[Problem, ...]]) -> Site:
    return read[0]


def test_it_has_no_problem(read: tuple[Site, tuple[Problem, ...]]) -> None:
    assert [str(problem) for problem in read[1]] == []


def test_it_is_as_large_as_a_real_district(site: Site) -> None:
    kinds = Counter(device.kind for device in site.devices)
    assert len(site.venues) >= 5
    assert len(site.buildings) >= 9
    assert sum(not level.outdoor for level in site.levels) >= 14
    assert sum(unit.kind in ROOMS for unit in site.units) >= 350
    assert kinds[DeviceKind.CAMERA] >= 400
    assert kinds[DeviceKind.DOOR] >= 160
    assert len(site.grids) == len(site.venues)


def test_no_camera_looks_at_a_restroom_from_inside(site: Site) -> None:
    restrooms = {unit.id for unit in site.units if unit.kind is UnitKind.RESTROOM}
    cameras = [device for device in site.devices if device.kind is DeviceKind.CAMERA]
    assert restrooms
    assert not [camera.name for camera in cameras if camera.placement and camera.placement.unit_id in restrooms]


def test_every_placed_camera_looks_somewhere_and_every_door_has_its_opening(site: Site) -> None:
    openings = {opening.id for opening in site.openings}
    for device in site.devices:
        if device.placement and device.kind is DeviceKind.CAMERA:
            assert device.view
        if device.placement and device.kind is DeviceKind.DOOR:
            assert device.placement.opening_id in openings
