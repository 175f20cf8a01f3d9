"""Positions as they are read out."""

from smartclient.store.position import position_at
from tests.builders.maple_grove_places import maple_grove_places, room

PLACES = maple_grove_places()


def test_in_a_room_upstairs() -> None:
    unit = room("Middle", "214")
    position = position_at(PLACES, *PLACES.frame.point_to_local(*unit.display_point), unit.level_id)
    square, letters, east, north = position.exact_square.split()
    assert position.line == f"{square} {letters} {east[:4]} {north[:4]} · N23 · Middle School 2F · room 214"
    lat, lon = position.degrees.split(", ")
    assert (round(float(lon), 4), round(float(lat), 4)) == tuple(round(part, 4) for part in unit.display_point)


def test_a_building_is_said_without_the_word() -> None:
    unit = room("High", "319")
    position = position_at(PLACES, *PLACES.frame.point_to_local(*unit.display_point), unit.level_id)
    assert "· Main 3F · room 319" in position.line


def test_off_campus_only_the_square() -> None:
    position = position_at(PLACES, 5000.0, 300.0, None)
    assert position.line == position.square == "16T CN 0144 7493"
    assert position.cell == position.place == ""
