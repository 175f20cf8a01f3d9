"""The running present takes a changed plan: places, devices and what the server said stay together."""

from dataclasses import replace

from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import ManualClock
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from tests.ui.map.district import CAMERA, GROUND, START, store, world

NEW = DeviceId("cameras/new")


def test_what_the_server_told_stays_when_the_plan_changes() -> None:
    present = store(ManualClock(START))
    told = Device(NEW, DeviceKind.CAMERA, "Spare camera")
    present.take_snapshot(
        Snapshot(START, "server", "me", (told, Device(CAMERA, DeviceKind.CAMERA, "The server's name")))
    )
    heard: list[Changes] = []
    present.changed.connect(heard.append)
    place = Placement(world(3, 3), GROUND)
    present.adopt(replace(present.site, devices=(*present.site.devices, Device(NEW, DeviceKind.CAMERA, "x", place))))
    assert present.devices[NEW] == replace(told, placement=place, is_on_server=True)
    assert present.devices[CAMERA].name == "The server's name"
    present.adopt(replace(present.site, devices=()))
    assert present.devices[NEW].placement is None
    assert set(present.devices) == {NEW, CAMERA}


def test_places_that_are_shared_follow_the_plan_and_keep_their_metres() -> None:
    site = store(ManualClock(START)).site
    places = Places(site)
    frame, spot = places.frame, world(-25, 0)
    assert places.at(spot, GROUND).words == "Main, first floor, grid H7, room 101"
    renamed = tuple(replace(unit, number="199") if unit.number == "101" else unit for unit in site.units)
    places.adopt(replace(site, units=renamed))
    assert places.at(spot, GROUND).words == "Main, first floor, grid H7, room 199"
    assert places.frame is frame


def test_what_is_the_same_is_not_worked_out_again() -> None:
    site = store(ManualClock(START)).site
    places = Places(site)
    floors, grids = places.floors, places.grids
    places.at(world(0, 0), GROUND)
    places.adopt(replace(site, devices=()))
    assert places.floors is floors
    assert places.grids is grids


def test_local_metres_stay_when_a_campus_comes() -> None:
    site = store(ManualClock(START)).site
    places = Places(site)
    frame = places.frame
    lon, lat = world(2_000, 1_000)
    ring = ((lon, lat), (lon + 0.01, lat), (lon + 0.01, lat + 0.01), (lon, lat))
    second = replace(site.venues[0], id=VenueId("second"), area=(ring,), display_point=(lon + 0.008, lat + 0.004))
    places.adopt(replace(site, venues=(*site.venues, second)))
    assert places.frame is frame
    assert places.at(second.display_point).venue == second
