"""Which door an intercom belongs to: its own doorway's, else the nearest within reach on its storey, never a guess between two."""

from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.ids import DeviceId, LevelId, OpeningId, VenueId
from smartclient.domain.site import Level, Site
from smartclient.store.intercom_door import REACH_M, door_of
from smartclient.store.places import Places

WEST, SOUTH = -89.5, 43.1
METRE = 1 / 111_320
GROUND, UPPER, YARD = LevelId("ground"), LevelId("upper"), LevelId("yard")
AREA = (((WEST - 0.01, SOUTH - 0.01), (WEST + 0.01, SOUTH - 0.01), (WEST, SOUTH + 0.01), (WEST - 0.01, SOUTH - 0.01)),)
LEVELS = tuple(
    Level(key, VenueId("v"), (), key, key, ordinal, outdoor, AREA)
    for key, ordinal, outdoor in ((GROUND, 0, False), (UPPER, 1, False), (YARD, 0, True))
)
PLACES = Places(Site("Test", levels=LEVELS))


def at(key: str, kind: DeviceKind, north_m: float, level: LevelId = GROUND, opening: str = "") -> Device:
    place = Placement((WEST, SOUTH + north_m * METRE), level, opening_id=OpeningId(opening) if opening else None)
    return Device(DeviceId(key), kind, key, place)


def door_for(intercom: Device, *doors: Device) -> str | None:
    found = door_of(intercom, {door.id: door for door in (intercom, *doors)}, PLACES)
    return found.id if found is not None else None


def test_the_nearest_within_reach_on_the_same_storey() -> None:
    intercom = at("intercom", DeviceKind.INTERCOM, 0, YARD)
    near, far = at("near", DeviceKind.DOOR, 1.5), at("far", DeviceKind.DOOR, 3.5)
    above, camera = at("above", DeviceKind.DOOR, 0.2, UPPER), at("camera", DeviceKind.CAMERA, 0.1)
    assert door_for(intercom, far, above, camera, near) == "near"
    assert door_for(intercom, at("beyond", DeviceKind.DOOR, REACH_M + 0.5)) is None


def test_of_two_as_near_none_is_guessed_unless_it_stands_in_the_doorway() -> None:
    one, other = at("one", DeviceKind.DOOR, 1.5, opening="o1"), at("other", DeviceKind.DOOR, -1.6, opening="o2")
    assert door_for(at("intercom", DeviceKind.INTERCOM, 0), one, other) is None
    assert door_for(at("intercom", DeviceKind.INTERCOM, 0, opening="o2"), one, other) == "other"


def test_an_intercom_on_no_map_has_no_door() -> None:
    intercom = Device(DeviceId("intercom"), DeviceKind.INTERCOM, "Intercom")
    assert door_for(intercom, at("near", DeviceKind.DOOR, 1)) is None
