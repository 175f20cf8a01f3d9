"""Invented sites: as large as asked, whole, and the same every time."""

from smartclient.plans.synthetic import large_district


def test_everything_belongs_to_something() -> None:
    site = large_district(45, 1001)
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


def test_the_same_every_time() -> None:
    assert large_district(3, 50) == large_district(3, 50)
    assert large_district(0, 0).buildings == ()


def test_devices_and_rooms_lie_within_their_level() -> None:
    site = large_district(21, 1000)
    levels = {level.id: level.area[0] for level in site.levels}
    places = [
        (d.placement.position, levels[d.placement.level_id])
        for d in site.devices
        if d.placement and d.placement.level_id
    ]
    places += [(point, levels[unit.level_id]) for unit in site.units for point in unit.area[0]]
    assert len(places) == 1000 + 21 * 3 * 11 * 5
    for (lon, lat), ((west, south), _, (east, north), *_) in places:
        assert west <= lon <= east
        assert south <= lat <= north
