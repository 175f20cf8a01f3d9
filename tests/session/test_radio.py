"""Radio strings for the window: in plain words at first, worked out in a thread, forgotten when the plan changes."""

from dataclasses import replace

from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Placement
from smartclient.domain.ids import DeviceId
from smartclient.domain.snapshot import Snapshot
from smartclient.session.radio import Lasting, Radio, Subject
from smartclient.store.places import Places
from smartclient.store.routes import Standpoint
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_opening, spot_of_unit
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Spot
from tests.builders.later import Later
from tests.builders.maple_grove import maple_grove
from tests.builders.maple_grove_places import room
from tests.builders.running import run, until
from tests.builders.watch import START

BUTTON = next(device for device in maple_grove().devices if device.name.startswith("MS · 214 Classroom"))
SAID = "Maple Grove Middle, grid N22, second floor, room 214, nearest door 4, stair 1"
ROOM_SAID = SAID.replace("N22", "N23")


def new_radio(later: Later) -> tuple[Radio, SiteStore]:
    site = maple_grove()
    store = SiteStore(site, Connection(Line.LIVE, START, START), later)
    store.take_snapshot(Snapshot(START, "demo", "dispatcher", site.devices))
    later.run()
    places = Places(site)
    return Radio(store, places, Walkable(places)), store


def test_plain_words_until_the_radio_string_is_worked_out() -> None:
    async def body() -> None:
        radio, _ = new_radio(Later())
        assert radio.where(BUTTON.id) == "Middle School, second floor, grid N22, room 214"
        await until(lambda: radio.where(BUTTON.id) == SAID)
        await radio.stop()

    run(body())


def test_many_are_said_in_batches_and_told_of() -> None:
    async def body() -> None:
        radio, store = new_radio(Later())
        told: list[frozenset[Lasting]] = []
        radio.changed.connect(told.append)
        placed = [device.id for device in store.devices.values() if device.placement][:80]
        for device in placed:
            radio.where(device)
        await until(lambda: all(", grid " in radio.where(d) and len(radio.where(d)) <= 90 for d in placed))
        await until(lambda: len(told) == 3)
        await radio.stop()

    run(body())


def test_nobody_knows_it_and_it_is_on_no_plan() -> None:
    async def body() -> None:
        radio, store = new_radio(Later())
        unplaced = next(device for device in store.devices.values() if device.placement is None)
        assert radio.where(DeviceId("cameras/gone")) == "cameras/gone"
        assert radio.where(unplaced.id) == "Not placed on the plan"
        await radio.stop()

    run(body())


def test_another_snapshot_is_said_anew() -> None:
    async def body() -> None:
        later = Later()
        radio, store = new_radio(later)
        radio.where(BUTTON.id)
        await until(lambda: radio.where(BUTTON.id) == SAID)
        elsewhere = room("Middle", "101")
        moved = replace(BUTTON, placement=Placement(elsewhere.display_point, elsewhere.level_id))
        store.take_snapshot(Snapshot(START, "demo", "dispatcher", (moved,)))
        later.run()
        device = store.devices[BUTTON.id]
        await until(lambda: "nearest door" in radio.where(device.id))
        assert ("room 101" in radio.where(device.id)) == (device.placement == moved.placement)
        await radio.stop()

    run(body())


def test_points_keep_their_words_through_a_snapshot_and_lose_them_with_the_plan() -> None:
    async def body() -> None:
        later = Later()
        radio, store = new_radio(later)
        unit = room("Middle", "214")
        point = Standpoint(*Places(maple_grove()).frame.point_to_local(*unit.display_point), unit.level_id)
        told: list[frozenset[Lasting]] = []
        radio.changed.connect(told.append)
        assert radio.where(point) == "Middle School, second floor, grid N23, room 214"
        await until(lambda: bool(told))
        assert told == [frozenset({point})]
        assert radio.where(point) == ROOM_SAID
        store.take_snapshot(Snapshot(START, "demo", "dispatcher", (BUTTON,)))
        later.run()
        assert radio.where(point) == ROOM_SAID
        store.adopt(replace(store.site, name="Elsewhere"))
        later.run()
        assert radio.where(point) == "Middle School, second floor, grid N23, room 214"
        await radio.stop()

    run(body())


def test_any_place_can_be_told() -> None:
    async def body() -> None:
        radio, _ = new_radio(Later())
        unit = room("Middle", "214")
        door = next(one for one in maple_grove().openings if one.name == "Door 11" and one.line[0][0] > -89.5)
        x, y = Places(maple_grove()).frame.point_to_local(*unit.display_point)
        subjects: list[Subject] = [
            BUTTON.id,
            spot_of_unit(unit),
            Standpoint(x, y, unit.level_id),
            Spot(unit.display_point, unit.level_id),
            spot_of_opening(door),
            DeviceId("cameras/gone"),
        ]
        said: dict[int, str] = {}
        for number, subject in enumerate(subjects):
            radio.tell(subject, lambda text, number=number: said.update({number: text}))  # type: ignore[misc]
        await until(lambda: len(said) == len(subjects))
        assert [said[number] for number in range(4)] == [SAID, ROOM_SAID, ROOM_SAID, ROOM_SAID]
        assert said[4].startswith("Maple Grove Middle, grid ")
        assert ", first floor, door 11" in said[4]
        assert said[5] == ""
        await radio.stop()

    run(body())
