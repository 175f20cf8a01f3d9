"""The doors to come in by are named with their way on foot, the nearest first."""

from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.ids import DeviceId
from smartclient.session.verifying.nearby import NearKind, nearby
from smartclient.store.places import Places
from smartclient.store.walking import Walkable
from tests.builders.seen_building import FLOOR, at, building


def test_the_nearest_doors_of_the_building_on_foot() -> None:
    sensor = Device(DeviceId("s"), DeviceKind.VAPE_SENSOR, "Sensor", Placement(at(17, 8), FLOOR))
    places = Places(building(sensor))
    found = nearby(places, Walkable(places), sensor)
    assert [(near.kind, near.name) for near in found] == [(NearKind.DOOR, "Door e"), (NearKind.DOOR, "Door d")]
    first, second = found
    assert first.metres is not None
    assert second.metres is not None
    assert 5 < first.metres < second.metres < 30


def test_what_is_on_no_map_is_near_nothing() -> None:
    places = Places(building())
    assert nearby(places, Walkable(places), Device(DeviceId("s"), DeviceKind.OTHER, "Lost")) == ()
