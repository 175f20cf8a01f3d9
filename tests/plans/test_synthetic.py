"""Invented sites: as large as asked, whole, and the same every time."""

from collections import Counter

import pytest

from smartclient.domain.site import Site
from smartclient.plans.synthetic import large_district, rooms_and_pins


@pytest.mark.parametrize("site", [large_district(45, 1001), rooms_and_pins(60, 100)])
def test_everything_belongs_to_something(site: Site) -> None:
    venues, buildings = {v.id for v in site.venues}, {b.id for b in site.buildings}
    levels = {level.id for level in site.levels}
    assert {building.venue_id for building in site.buildings} <= venues
    assert {owner for level in site.levels for owner in level.building_ids} == buildings
    assert {unit.level_id for unit in site.units} == levels
    assert {device.placement.level_id for device in site.devices if device.placement} == levels
    for things in (site.units, site.devices):
        assert len({thing.id for thing in things}) == len(things)


def test_sizes() -> None:
    site = large_district(45, 1001)
    assert (len(site.venues), len(site.buildings), len(site.levels), len(site.devices)) == (3, 45, 135, 1001)
    assert sum(unit.category == "classroom" for unit in site.units) == 45 * 3 * 10
    floors = rooms_and_pins(60, 100)
    assert Counter(unit.level_id for unit in floors.units if unit.category == "classroom") == dict.fromkeys(
        (level.id for level in floors.levels), 60
    )
    assert len(floors.devices) == 2 * 100


def test_the_same_every_time() -> None:
    assert large_district(3, 50) == large_district(3, 50)
    assert large_district(0, 0).buildings == ()


def test_devices_and_rooms_lie_within_their_level() -> None:
    site = rooms_and_pins(60, 100)
    (west, south), _, (east, north), *_ = site.levels[0].area[0]
    places = [device.placement.position for device in site.devices if device.placement]
    places += [point for unit in site.units for point in unit.area[0]]
    assert all(west - 1e-6 <= lon <= east + 1e-6 and south - 1e-6 <= lat <= north + 1e-6 for lon, lat in places)
