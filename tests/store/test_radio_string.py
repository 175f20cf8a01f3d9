"""The radio string: over every room of the demo district, in one breath, and different for each."""

from collections import Counter
from dataclasses import replace

import pytest

from smartclient.domain.devices import DeviceKind
from smartclient.domain.site import Site, UnitKind
from smartclient.plans.importing.tracing import Traced, TracedDoor
from smartclient.store.places import Places
from smartclient.store.radio_string import RadioStrings
from smartclient.store.radio_wording import LONGEST
from smartclient.store.routes import Standpoint
from smartclient.store.walking import Walkable
from tests.builders.maple_grove import maple_grove
from tests.builders.maple_grove_places import maple_grove_places, room
from tests.builders.traced_school import box, traced_school

PLACES = maple_grove_places()


def strings(site: Site) -> RadioStrings:
    places = Places(site)
    return RadioStrings(places, Walkable(places))


@pytest.fixture(scope="module")
def radio() -> RadioStrings:
    return RadioStrings(PLACES, Walkable(PLACES))


def test_every_room_has_one_of_its_own_in_one_breath(radio: RadioStrings) -> None:
    not_rooms = (UnitKind.WALL, UnitKind.WINDOW)
    rooms = [unit for unit in maple_grove().units if unit.kind not in not_rooms and (unit.name or unit.number)]
    said = Counter(radio.of_unit(unit) for unit in rooms)
    assert len(rooms) > 500
    assert [text for text, count in said.items() if count > 1] == []
    assert max(map(len, said)) <= LONGEST


def test_every_device_has_one(radio: RadioStrings) -> None:
    said = [radio.of_device(device) for device in maple_grove().devices if device.placement]
    assert all(0 < len(text) <= LONGEST for text in said)


def test_a_room_upstairs(radio: RadioStrings) -> None:
    assert (
        radio.of_unit(room("Middle", "214"))
        == "Maple Grove Middle, grid N23, second floor, room 214, nearest door 4, stair 1"
    )


def test_a_room_of_one_building_among_several(radio: RadioStrings) -> None:
    said = radio.of_unit(room("High", "319"))
    assert said.startswith("Maple Grove High, Main, grid ")
    assert ", third floor, room 319, nearest door " in said


def test_doors_say_their_own_number(radio: RadioStrings) -> None:
    doors = {device.name: radio.of_device(device) for device in maple_grove().devices if device.kind is DeviceKind.DOOR}
    assert ", first floor, door 11" in doors["MS · Door 11"]
    assert "nearest" not in doors["MS · Door 11"]
    assert ", door of room 319, nearest door " in doors["HS Main · 319 Chemistry lab"]


def test_a_stair_is_a_stair(radio: RadioStrings) -> None:
    stair = next(unit for unit in maple_grove().units if unit.kind is UnitKind.STAIRS and unit.name == "Stair 2")
    parts = radio.of_unit(stair).split(", ")
    assert "stair 2" in parts
    assert not any(part.startswith("room") for part in parts)


def test_outdoors_a_door_belongs_to_a_building(radio: RadioStrings) -> None:
    unit = next(unit for unit in maple_grove().units if unit.name == "Dugout")
    said = radio.of_unit(unit)
    assert ", outdoors, Dugout, nearest door " in said
    assert " of Athletics" in said


def test_off_campus_the_square_and_how_far(radio: RadioStrings) -> None:
    said = radio.of_point(Standpoint(5000, 300))
    assert said == "16T CN 0144 7493, 2.7 km east of Heron Lake Elementary"


def test_a_device_on_no_plan_has_none(radio: RadioStrings) -> None:
    device = replace(maple_grove().devices[0], placement=None)
    assert radio.of_device(device) == ""


def test_long_names_are_cut_and_the_rest_stays() -> None:
    site = maple_grove()
    long = tuple(
        replace(venue, name=f"{venue.name} of the Consolidated Unified District " * 3) for venue in site.venues
    )
    unit = room("Middle", "214")
    said = strings(replace(site, venues=long)).of_unit(unit)
    assert len(said) <= LONGEST
    assert said.startswith("Maple Grove")
    assert "room 214" in said
    assert "N23" in said


def test_without_openings_the_nearest_stair_as_the_crow_flies() -> None:
    said = strings(replace(maple_grove(), openings=())).of_unit(room("Middle", "214"))
    assert said == "Maple Grove Middle, grid N23, second floor, room 214, stair 1"


def test_without_a_grid_the_national_one() -> None:
    said = strings(replace(maple_grove(), grids=(), openings=())).of_unit(room("Middle", "214"))
    assert said == "Maple Grove Middle, USNG 9734 7582, second floor, room 214, stair 1"


def test_campuses_of_one_name_keep_their_school() -> None:
    site = maple_grove()
    names = iter(("Oak School", "Oak", "Elm School", "Ash", "Fir"))
    named = tuple(replace(venue, name=next(names)) for venue in site.venues)
    radio = strings(replace(site, venues=named))
    said = {
        radio.of_point(Standpoint(*PLACES.frame.point_to_local(*venue.display_point))).split(",")[0] for venue in named
    }
    assert said == {"Oak School", "Oak", "Elm", "Ash", "Fir"}


def test_stairs_without_names_are_said_by_the_side_they_are_on() -> None:
    rooms = (
        box(0, 0, 4, 6, "stairs"),
        box(4, 0, 40, 6, "walkway"),
        box(44, 0, 4, 6, "stairs"),
        box(8, 6, 8, 8, "classroom", number="11"),
        box(30, 6, 8, 8, "classroom", number="12"),
    )
    floor = Traced(rooms, (TracedDoor((11.0, 6.0), (12.0, 6.0)), TracedDoor((33.0, 6.0), (34.0, 6.0))))
    site = traced_school(floor, floor)
    site = replace(site, units=tuple(replace(u, name="") if u.category == "stairs" else u for u in site.units))
    said = strings(site)
    ground = next(level.id for level in site.levels if level.ordinal == 0 and not level.outdoor)
    by_number = {unit.number: said.of_unit(unit) for unit in site.units if unit.level_id == ground and unit.number}
    assert by_number["11"].endswith("west stair")
    assert by_number["12"].endswith("east stair")
    numbered = replace(site, units=tuple(replace(u, number="3") if u.category == "stairs" else u for u in site.units))
    room_11 = next(unit for unit in numbered.units if unit.number == "11")
    assert strings(numbered).of_unit(room_11).endswith("stair 3")
