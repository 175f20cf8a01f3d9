"""A lockdown over the demo server: doors that obey, refuse, hang and lie, a controller that is cut off; and its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.controllers import controller_of
from smartclient.demo.faults import FaultOrder
from smartclient.demo.scenario import Act
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, Lock
from smartclient.domain.ids import BuildingId, DeviceId
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.session.connection import Session
from smartclient.session.door_progress import Standing
from smartclient.session.lockdown import MOST_AT_ONCE, DoorOrder, Lockdown
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.places import Places
from smartclient.store.site_doors import SiteDoors
from smartclient.store.site_store import SiteStore
from tests.builders.demo_client import plain_video
from tests.builders.maple_grove import maple_grove
from tests.builders.running import run, until

LIMIT_S, TURN_S = 1.5, 0.2


@dataclass
class Post:
    demo: DemoServer
    server: XProtectServer
    store: SiteStore
    journal: Journal
    notices: Notices
    building: BuildingId
    doors: list[Device]

    def order(self, wanted: Lock = Lock.LOCKED, doors: list[Device] | None = None) -> Lockdown:
        """An order to the building's doors."""
        order = DoorOrder("Middle School", tuple(doors or self.doors), wanted, "man with a knife", self.building)
        clock = SystemClock()
        return Lockdown(
            order, self.server, self.store, Record(self.journal, self.notices, clock), clock, LIMIT_S, TURN_S
        )

    def acts(self, verb: str) -> list[dict[str, object]]:
        """What the journal has of an act."""
        bodies = [msgspec.json.decode(each.body) for each in self.journal.entries(limit=5_000) if each.kind == "act"]
        return [body for body in bodies if body["act"] == verb]

    def truth(self, door: Device) -> bool:
        """Whether the demo's bolt is thrown."""
        return self.demo.world.doors[_guid(door.id)].locked


def _guid(door: DeviceId) -> str:
    return door.partition("/")[2]


@asynccontextmanager
async def on_post(folder: Path, user: str = "dispatcher") -> AsyncIterator[Post]:
    site, clock = maple_grove(), SystemClock()
    async with DemoServer(DemoOptions(password="Maple-1"), plain_video) as demo:
        server = XProtectServer(demo.url, user, Secret("Maple-1"), clock=clock)
        loop = asyncio.get_running_loop()
        store = SiteStore(site, Connection(Line.CONNECTING, clock.now()), loop.call_later)
        journal, notices = Journal(folder / "journal.db"), Notices(clock)
        session = Session(server, store, journal, notices, clock)
        session.start()
        await until(lambda: store.connection.line is Line.LIVE)
        (building,) = [each.id for each in site.buildings if each.name == "Middle School"]
        doors = SiteDoors(store, Places(site)).of_building(building)
        for door in doors:
            demo.stage.perform(Act(0, "door.unlocked", _guid(door.id)))
        await until(lambda: all(_lock(store, door) is Lock.UNLOCKED for door in doors))
        try:
            yield Post(demo, server, store, journal, notices, building, doors)
        finally:
            await session.stop()
            journal.close()


def _lock(store: SiteStore, door: Device) -> Lock | None:
    fact = store.state(door.id).lock
    return fact.value if fact else None


def test_doors_that_obey_refuse_hang_and_lie_each_stand_where_their_own_event_says(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            failing, hanging, lying, *obeying = post.doors
            post.demo.faults.obey(
                FaultOrder(
                    failing_doors=[_guid(failing.id)], hanging_doors=[_guid(hanging.id)], lying_doors=[_guid(lying.id)]
                ),
                post.demo.site,
            )
            lockdown = post.order()
            lockdown.begin()
            assert {each.standing for each in lockdown.doors} == {Standing.QUEUED}
            await until(lambda: lockdown.is_settled)
            by_door = {each.door: each for each in lockdown.doors}
            assert by_door[failing.id].standing is Standing.REFUSED
            assert "switched to its key" in by_door[failing.id].reason
            assert by_door[hanging.id].standing is by_door[lying.id].standing is Standing.UNKNOWN
            assert all(by_door[door.id].standing is Standing.CONFIRMED for door in obeying)
            assert [post.truth(door) for door in post.doors] == [False] * 3 + [True] * len(obeying), "never a lie"
            assert not post.notices.standing, "the list tells it, not thirty notices"
            await until(lambda: post.acts("lock doors: outcome"))
            (outcome,) = post.acts("lock doors: outcome")
            assert outcome["actor"] == "dispatcher"
            detail = outcome["detail"]
            assert isinstance(detail, dict)
            assert (detail["why"], detail["confirmed"]) == ("man with a knife", len(obeying))
            assert set(detail["failed"]) == {failing.id, hanging.id, lying.id}

            post.demo.faults.clear()
            lockdown.retry()
            await until(lambda: lockdown.is_settled)
            assert lockdown.counts == {Standing.CONFIRMED: len(post.doors)}
            assert len(post.acts("lock door")) == len(post.doors) + 3, "only those that failed are asked again"
            await lockdown.stop()

    run(scene())


def test_a_door_that_is_unlocked_again_and_one_that_stands_open_are_told(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            first, second = post.doors[:2]
            post.demo.stage.perform(Act(0, "door.opened", _guid(second.id)))
            lockdown = post.order(doors=[first, second])
            lockdown.begin()
            await until(lambda: lockdown.counts[Standing.CONFIRMED] == 2)
            assert [each.stands_open for each in lockdown.doors] == [False, True], "locked is not shut"
            post.demo.stage.perform(Act(0, "door.unlocked", _guid(first.id)))
            await until(lambda: lockdown.doors[0].standing is Standing.UNDONE)
            await lockdown.stop()

    run(scene())


def test_the_end_unlocks_what_was_unlocked_before_and_nothing_else(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            kept = post.doors[0]
            post.demo.stage.perform(Act(0, "door.locked", _guid(kept.id)))
            await until(lambda: _lock(post.store, kept) is Lock.LOCKED)
            lockdown = post.order()
            lockdown.begin()
            await until(lambda: lockdown.is_settled)
            assert kept.id not in lockdown.unlocked_before
            back = [door for door in post.doors if door.id in lockdown.unlocked_before]
            end = post.order(Lock.UNLOCKED, back)
            end.begin()
            await until(lambda: end.is_settled)
            assert [post.truth(door) for door in post.doors] == [True] + [False] * len(back)
            await lockdown.stop()
            await end.stop()

    run(scene())


def test_doors_of_a_controller_that_is_cut_off_are_unknown_and_say_why(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            demo, door = post.demo, post.doors[0]
            controller = controller_of(demo.site, demo.site.by_guid[_guid(door.id)])
            demo.stage.perform(Act(0, "controller.lost", controller.guid))
            await until(lambda: post.store.silent_since(door.id))
            assert (post.store.state(door.id).lock, post.store.state(door.id).leaf) == (None, None)
            assert post.store.last_state(door.id).lock is not None, "what was last heard is still told as such"
            lockdown = post.order(doors=[door])
            lockdown.begin()
            await until(lambda: lockdown.is_settled)
            (told,) = lockdown.doors
            assert (told.standing, told.reason) == (Standing.UNKNOWN, "Its controller does not answer.")
            demo.stage.perform(Act(0, "controller.back", controller.guid))
            await until(lambda: post.store.silent_since(door.id) is None)
            assert _lock(post.store, door) is Lock.UNLOCKED
            await lockdown.stop()

    run(scene())


def test_requests_go_out_a_few_at_a_time_and_hanging_ones_do_not_hold_the_rest(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path) as post:
            hanging = post.doors[:MOST_AT_ONCE]
            order = FaultOrder(hanging_doors=[_guid(door.id) for door in hanging])
            post.demo.faults.obey(order, post.demo.site)
            lockdown = post.order()
            asked: list[int] = []
            lockdown.changed.connect(lambda _: asked.append(lockdown.counts[Standing.QUEUED]))
            lockdown.begin()
            await until(lambda: lockdown.counts[Standing.CONFIRMED] == len(post.doors) - len(hanging))
            assert lockdown.counts[Standing.WAITING] == len(hanging), "they gave their turns to the next"
            await until(lambda: lockdown.is_settled)
            assert lockdown.counts == {
                Standing.UNKNOWN: len(hanging),
                Standing.CONFIRMED: len(post.doors) - len(hanging),
            }
            assert max(asked[1:]) > 0, "not all were asked together"
            await lockdown.stop()

    run(scene())


def test_who_may_not_is_told_for_every_door_and_nothing_is_sent(tmp_path: Path) -> None:
    async def scene() -> None:
        async with on_post(tmp_path, "responder") as post:
            lockdown = post.order()
            lockdown.begin()
            await until(lambda: lockdown.is_settled)
            assert lockdown.counts == {Standing.REFUSED: len(post.doors)}
            assert all("cannot command doors" in each.reason for each in lockdown.doors)
            assert not post.acts("lock door")
            await lockdown.stop()

    run(scene())
