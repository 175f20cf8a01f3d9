"""The coverage of a small building as cameras fail, doors open and the plan changes; what is lost, in words and as a table."""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from smartclient.domain.devices import Device, DeviceState, Fact, Leaf
from smartclient.domain.dori import Dori
from smartclient.domain.events import EventKind
from smartclient.domain.ids import DeviceId, EventId, LevelId
from smartclient.domain.site import UnitKind
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import SystemClock
from smartclient.session.coverage import Coverage
from smartclient.session.coverage_table import HEAD, table
from smartclient.session.coverage_words import failure_words, floor_name, loss_words, percent
from smartclient.session.failed_cameras import NOTICE, FailedCameras
from smartclient.session.floor_coverage import FloorCoverage
from smartclient.session.sight import Sight
from smartclient.session.ways_out import WaysOut
from smartclient.store.notices import Grade, Notices
from smartclient.store.places import Places
from smartclient.store.walking import Walkable
from tests.builders.running import run, until
from tests.builders.seen_building import (
    DOOR_A,
    FLOOR,
    GROUNDS,
    HALL,
    NOW,
    ROOM_A,
    UPSTAIRS,
    box,
    building,
    camera,
    happen,
    store_of,
    unit,
)

WEST, EAST = camera("west", 0.2, 1.9, 90), camera("east", 19.8, 1.9, 270)
TWIN = replace(WEST, id=DeviceId("cameras/twin"))
AT_DOOR = camera("at the door", 4.5, 0.5, 0, range_m=9.0)


class Scene:
    """A building with its present and its coverage."""

    def __init__(self, *cameras: Device) -> None:
        loop = asyncio.get_running_loop()
        self.store = store_of(building(*cameras), later=None)
        self.store._teller._later = lambda _seconds, call: loop.call_soon(call)
        self.places = Places(self.store.site)
        self.sight = Sight(self.store, self.places)
        self.coverage = Coverage(self.store, self.places, lambda: self.sight)
        self.told: list[LevelId] = []
        self.coverage.changed.connect(self.told.append)

    async def of(self, level: LevelId = FLOOR) -> FloorCoverage:
        self.coverage.want([level])
        await self.coverage.settled()
        known = self.coverage.of(level)
        assert known is not None
        return known

    async def after(self, kind: EventKind, device: DeviceId) -> FloorCoverage:
        """The floor once it has been worked out again."""
        count = len(self.told)
        happen(self.store, kind, device)
        await until(lambda: len(self.told) > count)
        return await self.of()


def with_scene(*cameras: Device, body: Callable[[Scene], Awaitable[None]]) -> None:
    async def whole() -> None:
        scene = Scene(*cameras)
        try:
            await body(scene)
        finally:
            await scene.coverage.stop()

    run(whole())


def share(coverage: FloorCoverage, name: str, dori: Dori = Dori.DETECT) -> float:
    return next(p.shares[dori - 1] for p in coverage.places if p.place.name == name)


def test_a_floor_is_covered_by_all_its_cameras_together() -> None:
    async def body(scene: Scene) -> None:
        both = await scene.of()
        assert share(both, "hall") > 0.95
        assert share(both, "hall", Dori.IDENTIFY) < share(both, "hall", Dori.RECOGNISE) < share(both, "hall")
        assert share(both, "room A") == share(both, "room B") == 0.0 or share(both, "room B") < 0.1
        assert both.shares[0] == pytest.approx(
            both.seen.detect.intersection(both.floor.whole).area / both.floor.whole.area
        )
        assert both.unseen.area + both.seen.detect.intersection(both.floor.whole).area == pytest.approx(
            both.floor.whole.area, rel=1e-3
        )

    with_scene(WEST, EAST, body=body)


def test_a_failed_camera_covers_nothing_until_it_answers_again() -> None:
    async def body(scene: Scene) -> None:
        whole = await scene.of()
        failed = await scene.after(EventKind.DEVICE_FAILED, WEST.id)
        assert failed.failed == {WEST.id}
        assert failed.views[EAST.id] is whole.views[EAST.id]
        assert share(failed, "hall", Dori.RECOGNISE) < share(whole, "hall", Dori.RECOGNISE)
        again = await scene.after(EventKind.DEVICE_RECOVERED, WEST.id)
        assert again.shares == whole.shares

    with_scene(WEST, EAST, body=body)


def test_an_opened_door_lets_the_camera_before_it_cover_the_room() -> None:
    async def body(scene: Scene) -> None:
        shut = await scene.of()
        assert share(shut, "room A") < 0.01
        opened = await scene.after(EventKind.DOOR_OPENED, DOOR_A)
        assert share(opened, "room A") > 0.05
        assert opened.floor is shut.floor

    with_scene(AT_DOOR, body=body)


def test_cameras_are_ranked_by_what_dies_with_them() -> None:
    async def body(scene: Scene) -> None:
        known = await scene.of()
        assert list(known.alone_m2) == [AT_DOOR.id, WEST.id, TWIN.id]
        assert known.alone_m2[WEST.id] == known.alone_m2[TWIN.id] == pytest.approx(0, abs=0.01)
        loss = await scene.coverage.loss(FLOOR, frozenset({AT_DOOR.id}))
        assert loss is not None
        assert known.alone_m2[AT_DOOR.id] == pytest.approx(loss.area_m2, abs=0.1)

    with_scene(replace(AT_DOOR, placement=camera("", 10, 9, 0).placement), WEST, TWIN, body=body)


def test_what_is_known_is_not_worked_out_again() -> None:
    async def body(scene: Scene) -> None:
        first = await scene.of()
        scene.coverage.want([FLOOR])
        await scene.coverage.settled()
        happen(scene.store, EventKind.MOTION_STARTED, WEST.id)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await scene.coverage.settled()
        assert scene.coverage.of(FLOOR) is first
        assert scene.told == [FLOOR]

    with_scene(WEST, body=body)


def test_a_changed_plan_is_covered_anew_and_restrooms_are_nobodys_blind_spot() -> None:
    async def body(scene: Scene) -> None:
        before = await scene.of()
        site = scene.store.site
        restroom = replace(ROOM_A, kind=UnitKind.RESTROOM)
        scene.store.adopt(replace(site, units=tuple(restroom if u is ROOM_A else u for u in site.units)))
        await until(lambda: len(scene.told) == 2)
        after = await scene.of()
        assert {p.place.name for p in before.places} - {p.place.name for p in after.places} == {"room A"}
        assert after.floor.whole.area < before.floor.whole.area

    with_scene(WEST, body=body)


def test_blind_spots_of_ways_are_told_with_their_size_and_place() -> None:
    async def body(scene: Scene) -> None:
        known = await scene.of()
        assert known.blind
        assert {spot.place.name for spot in known.blind} == {"hall"}
        sizes = [spot.area_m2 for spot in known.blind]
        assert sizes == sorted(sizes, reverse=True)
        hall = next(p for p in known.places if p.place.name == "hall")
        unseen_m2 = (1 - hall.shares[0]) * hall.place.shape.area
        assert sum(sizes) == pytest.approx(unseen_m2, rel=0.25)

    with_scene(AT_DOOR, body=body)


def test_a_floor_without_rooms_or_cameras_is_covered_by_nothing() -> None:
    async def body(scene: Scene) -> None:
        upstairs = await scene.of(UPSTAIRS)
        assert upstairs.shares == (0.0, 0.0, 0.0, 0.0)
        assert upstairs.places == ()
        assert await scene.coverage.loss(UPSTAIRS, frozenset({WEST.id})) is not None
        assert await scene.coverage.loss(GROUNDS, frozenset()) is None

    with_scene(WEST, body=body)


def test_what_would_be_lost_without_a_camera_is_said_in_words() -> None:
    async def body(scene: Scene) -> None:
        await scene.of()
        floor = floor_name(scene.places, FLOOR)
        assert floor == "Main, first floor"
        alone = await scene.coverage.loss(FLOOR, frozenset({WEST.id, EAST.id}))
        assert alone is not None
        assert alone.area_m2 > 60
        assert "hall not at all" in loss_words(alone, floor)
        one = await scene.coverage.loss(FLOOR, frozenset({WEST.id}))
        assert one is not None
        assert one.area_m2 < 5
        assert "recognised less: hall" in loss_words(one, floor)

    with_scene(WEST, EAST, body=body)


def test_a_camera_that_others_make_up_for_loses_nothing() -> None:
    async def body(scene: Scene) -> None:
        await scene.of()
        loss = await scene.coverage.loss(FLOOR, frozenset({WEST.id}))
        assert loss is not None
        assert loss.places == ()
        assert loss_words(loss, "the floor") == "Whatever is seen there other cameras see too."
        assert failure_words([WEST.id], [(loss, "the floor")], str).endswith("other cameras see what is seen there.")

    with_scene(WEST, TWIN, body=body)


def test_a_failing_camera_is_told_with_what_nobody_sees_any_more_until_it_answers() -> None:
    async def body(scene: Scene) -> None:
        notices = Notices(SystemClock())
        names = {WEST.id: "West", EAST.id: "East"}
        watch = FailedCameras(
            scene.store, scene.coverage, notices, names.__getitem__, lambda level: floor_name(scene.places, level)
        )

        def said() -> str:
            return next((n.text for n in notices.standing if n.key == NOTICE), "")

        happen(scene.store, EventKind.DEVICE_FAILED, WEST.id)
        happen(scene.store, EventKind.DEVICE_FAILED, EAST.id)
        await until(lambda: said().startswith("2 cameras"))
        assert said() == "2 cameras do not answer. No longer seen as before: hall, Main, first floor."
        assert notices.standing[-1].grade is Grade.WARNING
        assert watch.losses[FLOOR].area_m2 > 60
        happen(scene.store, EventKind.DEVICE_RECOVERED, WEST.id)
        await until(lambda: said().startswith("East does not answer"))
        happen(scene.store, EventKind.DEVICE_RECOVERED, EAST.id)
        await until(lambda: not said())
        assert watch.losses == {}
        await watch.stop()

    with_scene(WEST, EAST, body=body)


def test_the_way_out_of_a_room_begins_at_its_door_and_is_as_covered_as_the_hall() -> None:
    async def body(scene: Scene) -> None:
        ways = WaysOut(scene.places, Walkable(scene.places), scene.coverage)
        ways.want(FLOOR)
        await until(lambda: len(ways.of(FLOOR)) == 2)
        by_room = {way.way.room: way for way in ways.of(FLOOR)}
        assert set(by_room) == {"room A", "room B"}
        assert by_room["room A"].way.exit.name == "Door d"
        assert 3 < by_room["room A"].way.length_m < 8
        assert by_room["room A"].shares[0] > 0.8
        happen(scene.store, EventKind.DEVICE_FAILED, WEST.id)
        happen(scene.store, EventKind.DEVICE_FAILED, EAST.id)
        await until(lambda: all(way.shares[0] == 0 for way in ways.of(FLOOR)))
        unseen = ways.of(FLOOR)[0].unseen
        assert unseen is not None
        assert unseen.level == FLOOR
        await ways.stop()

    with_scene(WEST, EAST, body=body)


def test_the_table_has_a_line_for_everything_and_no_formula_from_outside() -> None:
    async def body(scene: Scene) -> None:
        site = scene.store.site
        odd = unit("=HYPERLINK(1)", UnitKind.ROOM, box(0, 4, 9.9, 10))
        scene.store.adopt(replace(site, units=tuple(odd if u is ROOM_A else u for u in site.units)))
        scene.places.adopt(scene.store.site)
        known = await scene.of()
        said = table(scene.places, [(known, ())], lambda spot: f"at {spot.x:.0f}, {spot.y:.0f}")
        rows = list(csv.DictReader(io.StringIO(said)))
        assert tuple(rows[0]) == HEAD
        assert {row["what"] for row in rows} == {"floor", "way", "place", "blind spot", "camera alone"}
        hall = next(row for row in rows if row["what"] == "way")
        assert (hall["building"], hall["floor"], hall["name"]) == ("Main", "first floor", HALL.name)
        assert float(hall["detect %"]) == pytest.approx(100 * share(known, "hall"), abs=0.1)
        assert "'=HYPERLINK(1)" in [row["name"] for row in rows]
        assert not [row for row in rows if None in row or row["place"].startswith("=")]

    with_scene(AT_DOOR, body=body)


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0 %"), (0.004, "<1 %"), (0.474, "47 %"), (0.993, "99 %"), (0.9996, "100 %"), (1, "100 %")]
)
def test_percents_never_round_to_none_or_all(value: float, words: str) -> None:
    assert percent(value) == words


def test_doors_that_a_new_snapshot_tells_open_are_seen_through() -> None:
    async def body(scene: Scene) -> None:
        await scene.of()
        opened = DeviceState(leaf=Fact(Leaf.OPEN, NOW, EventId("s")))
        devices = tuple(scene.store.devices.values())
        scene.store.take_snapshot(Snapshot(NOW, "demo", "dispatcher", devices, {DOOR_A: opened}))
        await until(lambda: len(scene.told) > 1)
        assert share(await scene.of(), "room A") > 0.05

    with_scene(AT_DOOR, body=body)
