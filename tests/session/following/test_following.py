"""Who sees a walker when, tiles that hand over with the clock, and hits that move the subject."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import pairwise

import pytest

from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.dori import Dori, class_at
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.runtime.clock import ManualClock
from smartclient.session.following.follower import Follower, seat
from smartclient.session.following.hits import KINDS, HitFilter, choices, suggested
from smartclient.session.following.legs import Leg, legs
from smartclient.session.following.path_subject import PathSubject
from smartclient.session.following.sketch import PathSketch
from smartclient.session.following.subject import Glimpse
from smartclient.session.following.timed_walk import TimedWalk, timed
from smartclient.session.following.trail import Trail
from smartclient.session.sight import Sight
from smartclient.store.layouts import LAYOUTS
from smartclient.store.places import Places
from smartclient.store.playback import Playback
from smartclient.store.routes import Standpoint
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable
from smartclient.store.wall_tiles import WallTiles
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.seen_building import DOOR_A, DOOR_D, FLOOR, NOW, at, building, camera, store_of

WEST, EAST = camera("west", 0.2, 1.9, 90, range_m=12), camera("east", 19.8, 1.9, 270, range_m=12)
IN_A = camera("in a", 0.2, 9.8, 135, range_m=15)
OUTSIDE = Device(DeviceId("doors/x"), DeviceKind.DOOR, "Door far away", Placement(at(60, 60), FLOOR))


class Ground:
    """A building to walk in."""

    def __init__(self, *devices: Device) -> None:
        self.site: Site = building(*devices)
        self.later = Later()
        self.store: SiteStore = store_of(self.site, self.later)
        self.places = Places(self.site)
        self.sight = Sight(self.store, self.places)
        self.walkable = Walkable(self.places)

    def stand(self, x: float, y: float) -> Standpoint:
        return self.walkable.standpoint(at(x, y), FLOOR)

    def walk(self, *spots: tuple[float, float], pace: float = 1.0) -> TimedWalk:
        stands = [self.stand(*spot) for spot in spots]
        routes = [self.walkable.route(a, b) for a, b in pairwise(stands)]
        assert None not in routes
        return timed([route for route in routes if route is not None], pace)

    def legs(self, walk: TimedWalk, *cameras: Device) -> tuple[Leg, ...]:
        return legs(walk, cameras, self.sight.area, self.places.frame)


def test_along_a_hall_the_camera_ahead_takes_over_where_it_shows_the_walker_longer() -> None:
    ground = Ground(WEST, EAST)
    walk = ground.walk((1, 1.9), (19, 1.9))
    found = ground.legs(walk, WEST, EAST)
    assert [leg.camera for leg in found] == [WEST.id, EAST.id]
    assert found[0].end_s == pytest.approx(found[1].begin_s, abs=0.5)
    assert found[1].end_s == pytest.approx(18, abs=1)
    assert found[0].best is Dori.IDENTIFY
    for leg in found:
        device = WEST if leg.camera == WEST.id else EAST
        middle = walk.at((leg.begin_s + leg.end_s) / 2)
        ring = ground.sight.area(leg.camera)
        assert ring is not None
        assert device.view is not None
        assert device.placement is not None
        x, y = ground.places.frame.point_to_local(*device.placement.position)
        assert class_at(device.view, ((middle.x - x) ** 2 + (middle.y - y) ** 2) ** 0.5) is not None


def test_where_no_camera_looks_there_is_no_leg() -> None:
    ground = Ground(IN_A)
    assert ground.legs(ground.walk((1, 1.9), (19, 1.9)), IN_A) == ()
    into_a = ground.legs(ground.walk((1, 1.9), (4.5, 1.9), (4.5, 7)), IN_A)
    assert [leg.camera for leg in into_a] == [IN_A.id]
    assert into_a[0].begin_s > 3.5


def test_a_glance_between_two_good_views_is_no_leg() -> None:
    from smartclient.session.following.legs import _steady

    good, glance, again = (
        Leg(WEST.id, 0, 10, Dori.OBSERVE),
        Leg(EAST.id, 10, 10.5, Dori.DETECT),
        Leg(WEST.id, 10.5, 20, Dori.IDENTIFY),
    )
    assert _steady([good, glance, again]) == (Leg(WEST.id, 0, 20, Dori.IDENTIFY),)
    assert _steady([glance]) == (glance,)


def test_tiles_hand_over_as_the_clock_goes_on_and_back() -> None:
    ground, clock, later = Ground(WEST, EAST), ManualClock(NOW), Later()
    walk = ground.walk((1, 1.9), (19, 1.9))
    found = ground.legs(walk, WEST, EAST)
    playback, wall = Playback(clock), WallTiles(LAYOUTS["1"])
    follower = Follower(playback, lambda: wall, later)
    follower.follow(PathSubject(walk, found, NOW, str))
    assert wall.tiles == (WEST.id,)
    assert f"{EAST.id} in {found[1].begin_s:.0f} s" in follower.glimpse.words
    clock.advance(found[1].begin_s + 0.5)
    later.run()
    assert wall.tiles == (EAST.id,)
    playback.run_from(NOW + timedelta(seconds=1), 1.0)
    assert wall.tiles == (WEST.id,), "the recorded past hands over by its own clock"
    clock.advance(60)
    playback.go_live()
    assert follower.glimpse.is_over
    follower.stop()
    playback.run_from(NOW, 1.0)
    later.run()
    later.run()
    assert wall.tiles == (EAST.id,), "nothing is handed over any more"


def test_two_tiles_show_who_sees_and_who_will_see_and_pictures_stay_where_they_are() -> None:
    wall = WallTiles(LAYOUTS["4"])
    one, two, three, four, five = (DeviceId(f"cameras/{n}") for n in range(5))
    seat(wall, [one], [two, three, four, five])
    assert (wall.tiles, wall.tile) == ((one, two, three, four), 0)
    seat(wall, [two], [three, four, five])
    assert (wall.tiles, wall.tile) == ((five, two, three, four), 1)
    seat(wall, [], [four])
    assert (wall.tiles, wall.tile) == ((five, two, three, four), 3)
    seat(wall, [], [])
    assert wall.tile == 3
    seat(wall, [one, two, three, four], [five])
    assert set(wall.tiles) == {one, two, five, three}, "who will see has a tile although four see now"


def test_a_faster_subject_is_moved_to_the_next_camera() -> None:
    ground = Ground(WEST, EAST)
    walk = ground.walk((1, 1.9), (19, 1.9))
    subject = PathSubject(walk, ground.legs(walk, WEST, EAST), NOW, str)
    soon = NOW + timedelta(seconds=2)
    assert subject.leg_at(soon) == 0
    faster = subject.moved(1, soon)
    assert faster.at(soon).now == (EAST.id,)
    assert faster.begin_of(1) == soon
    assert subject.at(NOW - timedelta(seconds=5)).words == "Sets out in 5 s."


def test_a_drawn_path_follows_the_doors_between_its_points() -> None:
    async def body() -> None:
        ground = Ground(WEST)
        sketch = PathSketch(ground.walkable)
        inside, hall, other = ground.stand(2, 8), ground.stand(18, 2), Standpoint(5000.0, 5000.0, FLOOR)
        for point in (inside, hall, hall):
            sketch.add(point)
        await until(lambda: sketch.is_ready)
        (route,) = sketch.routes
        assert route.length_m > 16
        assert len(route.points) > 2
        sketch.add(other)
        await until(lambda: sketch.is_ready)
        assert sketch.routes[1].points == ((hall.x, hall.y), (other.x, other.y))
        sketch.remove_last()
        assert sketch.is_ready
        sketch.clear()
        assert (sketch.points, sketch.routes, sketch.is_ready) == ((), (), False)
        await sketch.stop()

    run(body())


def event(number: int, kind: EventKind, device: DeviceId, after_s: float = 0.0, person: str = "") -> Happened:
    return Happened(EventId(f"e{number}"), NOW + timedelta(seconds=after_s), kind, device, person=person)


def trailing(
    ground: Ground,
    wanted: HitFilter,
    body: Callable[[Trail], Awaitable[None]],
    failed: frozenset[DeviceId] = frozenset(),
    earlier: Sequence[Happened] = (),
) -> None:
    async def whole() -> None:
        trail = Trail(
            wanted,
            ground.store,
            ground.places,
            lambda: ground.sight,
            ground.walkable,
            lambda: failed,
            lambda device: ground.store.devices[device].name,
            lambda kinds, since, until: [e for e in earlier if e.kind in kinds and since <= e.at <= until],
            NOW,
        )
        try:
            await body(trail)
        finally:
            await trail.stop()

    run(whole())


ANN = HitFilter("Ann", frozenset({EventKind.ACCESS_GRANTED}), "Ann")


def test_each_badge_moves_the_subject_to_who_sees_it_and_who_will() -> None:
    ground = Ground(WEST, EAST, IN_A)

    async def body(trail: Trail) -> None:
        assert trail.at(NOW).words == "Waits for a hit: Ann."
        ground.store.apply([event(1, EventKind.ACCESS_GRANTED, DOOR_D, person="Ann")])
        ground.store.apply([event(2, EventKind.ACCESS_GRANTED, DOOR_A, 3, person="Bob")])
        ground.later.run()
        await until(lambda: trail.hits)
        await asyncio.sleep(0)
        glimpse = trail.at(NOW + timedelta(seconds=1))
        assert glimpse.now[0] == WEST.id
        assert set(glimpse.next) <= {EAST.id, IN_A.id}
        assert glimpse.next
        assert glimpse.words.startswith("Ann, access granted at Door d, just now")
        assert len(trail.hits) == 1
        assert trail.at(NOW - timedelta(seconds=1)) == Glimpse(words="Waits for a hit: Ann.")

    trailing(ground, ANN, body)


def test_events_from_before_are_hits_for_the_recorded_past() -> None:
    ground = Ground(WEST, EAST)
    told = [
        event(1, EventKind.ACCESS_GRANTED, DOOR_D, -60, "Ann"),
        event(2, EventKind.ACCESS_GRANTED, DOOR_A, -30, "Ann"),
        event(3, EventKind.ACCESS_GRANTED, DOOR_D, -8 * 3600, "Ann"),
    ]
    ground.store.apply(told[1:])

    async def body(trail: Trail) -> None:
        await until(lambda: len(trail.hits) == 2)
        assert "Door d" in trail.at(NOW - timedelta(seconds=45)).words
        assert "Door a" in trail.at(NOW).words

    trailing(ground, ANN, body, earlier=told)


def test_motion_that_the_subject_could_not_have_walked_to_is_another_ones() -> None:
    ground = Ground(WEST, EAST, IN_A)
    motion = HitFilter("Motion", frozenset({EventKind.MOTION_STARTED}))

    async def body(trail: Trail) -> None:
        ground.store.apply(
            [
                event(1, EventKind.MOTION_STARTED, WEST.id),
                event(2, EventKind.MOTION_STARTED, DOOR_A, 1),
                event(3, EventKind.MOTION_STARTED, EAST.id, 9),
            ]
        )
        ground.store.apply([event(4, EventKind.MOTION_STARTED, OUTSIDE.id, 10)])
        ground.later.run()
        await until(lambda: not trail._is_working)
        assert trail.hits[0].event.id == "e1"
        assert "e4" not in [hit.event.id for hit in trail.hits]
        assert trail.hits[-1].event.id == "e3"

    trailing(ground, motion, body)


def test_a_failed_camera_is_given_no_tile() -> None:
    ground = Ground(WEST, EAST)
    ground.store.apply([event(1, EventKind.ACCESS_GRANTED, DOOR_D, person="Ann")])

    async def body(trail: Trail) -> None:
        await until(lambda: trail.hits)
        glimpse = trail.at(NOW)
        assert WEST.id not in (*glimpse.now, *glimpse.next)

    trailing(ground, ANN, body, failed=frozenset({WEST.id}))


def test_people_are_offered_before_kinds_the_last_seen_first() -> None:
    told = [
        event(1, EventKind.ACCESS_GRANTED, DOOR_D, person="Ann"),
        event(2, EventKind.ACCESS_DENIED, DOOR_A, 1, "Bob"),
        event(3, EventKind.MOTION_STARTED, WEST.id, 2),
    ]
    offered = choices(told, frozenset({FLOOR}))
    assert [one.words for one in offered] == ["Bob", "Ann", *(words for words, _kinds in KINDS)]
    assert offered[suggested(told[0], None, offered)].person == "Ann"
    assert offered[suggested(told[2], WEST, offered)].words == "Motion"
    by_kind = offered[2]
    assert by_kind.takes(told[0], Ground().store.devices[DOOR_D])
    assert not by_kind.takes(told[2], WEST)
    assert not by_kind.takes(told[0], None)
