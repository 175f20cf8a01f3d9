"""The adapter against every fault of the demo server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.watch import FAILED_POLLS
from smartclient.demo.catalogue import MOTION_STARTED
from smartclient.demo.faults import FaultOrder
from smartclient.demo.server import DemoServer
from smartclient.domain.commands import UnlockDoor
from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.events import AlarmChanged, Event, EventKind, EventsMissing, Happened
from tests.builders.demo_district import camera, client, demo_server, door, guid_of
from tests.builders.running import run, until

BACK = 20.0


class Heard:
    """Everything a watching client was told, in order; comes back after every cut, as the session does."""

    def __init__(self, server: XProtectServer) -> None:
        self._server = server
        self.events: list[Event] = []
        self.cuts: list[str] = []
        self.batches = 0

    async def listen(self) -> None:
        """Until cancelled."""
        while True:
            batches = self._server.events()
            try:
                async for batch in batches:
                    self.batches += 1
                    self.events += batch
            except ServerUnreachable as error:
                self.cuts.append(str(error))
                await asyncio.sleep(0.02)
            finally:
                await batches.aclose()

    @property
    def motions(self) -> list[str]:
        """The ids of motion events, in the order told."""
        return [e.id for e in self.events if isinstance(e, Happened) and e.kind is EventKind.MOTION_STARTED]

    @property
    def missing(self) -> list[EventsMissing]:
        """The gaps told."""
        return [event for event in self.events if isinstance(event, EventsMissing)]


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[tuple[DemoServer, XProtectServer, Heard]]:
    async with demo_server(folder) as demo:
        server = client(demo)
        await server.connect()
        heard = Heard(server)
        task = asyncio.create_task(heard.listen())
        await until(lambda: heard.batches)
        try:
            yield demo, server, heard
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await server.close()


def move(demo: DemoServer, count: int = 1) -> list[str]:
    """Motion on the first camera; the ids of the events."""
    return [demo.stream.publish(MOTION_STARTED, f"cameras/{guid_of('camera 1')}").id for _ in range(count)]


def scene(folder: Path, play: Callable[[DemoServer, XProtectServer, Heard], object]) -> None:
    async def whole() -> None:
        async with watching(folder) as (demo, server, heard):
            result = play(demo, server, heard)
            assert asyncio.iscoroutine(result)
            await result

    run(whole())


def test_drop(tmp_path: Path) -> None:
    async def play(demo: DemoServer, _: XProtectServer, heard: Heard) -> None:
        sent = move(demo, 3)
        await until(lambda: heard.motions == sent)
        demo.faults.drop_connections()
        sent += move(demo, 3)
        await until(lambda: heard.motions == sent)
        assert heard.cuts
        assert heard.missing == []

    scene(tmp_path, play)


def test_refuse(tmp_path: Path) -> None:
    async def play(demo: DemoServer, _: XProtectServer, heard: Heard) -> None:
        demo.control  # noqa: B018
        demo._control.order(FaultOrder(refuse_s=0.5))
        await until(lambda: len(heard.cuts) >= 2)
        sent = move(demo, 5)
        await until(lambda: heard.motions == sent)
        assert heard.missing == []

    scene(tmp_path, play)


def test_repeat_and_reorder_lose_nothing(tmp_path: Path) -> None:
    async def play(demo: DemoServer, _: XProtectServer, heard: Heard) -> None:
        demo._control.order(FaultOrder(repeat=True, reorder=True))
        sent = move(demo, 200)
        await until(lambda: len(heard.motions) >= 2 * len(sent))
        assert set(heard.motions) == set(sent)

    scene(tmp_path, play)


def test_half_open_is_noticed_and_the_events_follow(tmp_path: Path) -> None:
    async def play(demo: DemoServer, _: XProtectServer, heard: Heard) -> None:
        demo._control.order(FaultOrder(half_open=True))
        sent = move(demo, 3)
        await until(lambda: any("silent" in cut for cut in heard.cuts))
        demo.faults.clear()
        await until(lambda: heard.motions == sent)
        assert heard.missing == []

    scene(tmp_path, play)


def test_delay_slows_commands_but_not_events(tmp_path: Path) -> None:
    async def play(demo: DemoServer, server: XProtectServer, heard: Heard) -> None:
        demo._control.order(FaultOrder(delay_s=0.5))
        command = asyncio.create_task(server.execute(UnlockDoor(door(1))))
        sent = move(demo, 2)
        await until(lambda: heard.motions == sent)
        assert not command.done()
        await command
        kinds = (EventKind.DOOR_UNLOCKED,)
        await until(lambda: any(isinstance(e, Happened) and e.kind in kinds for e in heard.events))
        assert heard.cuts == []

    scene(tmp_path, play)


def test_a_few_server_errors_do_not_cut_the_events(tmp_path: Path) -> None:
    async def play(demo: DemoServer, _: XProtectServer, heard: Heard) -> None:
        demo._control.order(FaultOrder(server_errors=FAILED_POLLS - 1))
        await until(lambda: demo.faults.server_errors == 0)
        demo.stage._force(demo.site.by_guid[guid_of("door 1")])
        await until(lambda: any(isinstance(event, AlarmChanged) for event in heard.events))
        assert heard.cuts == []

    scene(tmp_path, play)


def test_alarms_that_stay_unreadable_cut_the_line_in_words(tmp_path: Path) -> None:
    async def play(demo: DemoServer, _: XProtectServer, heard: Heard) -> None:
        demo._control.order(FaultOrder(server_errors=FAILED_POLLS))
        await until(lambda: heard.cuts)
        assert heard.cuts[0].startswith("The alarms cannot be read.")
        assert "503" in heard.cuts[0]
        sent = move(demo)
        await until(lambda: heard.motions == sent)

    scene(tmp_path, play)


def test_expired_tokens_are_renewed_without_a_word(tmp_path: Path) -> None:
    async def play(demo: DemoServer, server: XProtectServer, heard: Heard) -> None:
        demo._control.order(FaultOrder(expire_tokens=True))
        await server.execute(UnlockDoor(door(1)))
        demo._control.order(FaultOrder(expire_tokens=True))
        demo.faults.drop_connections()
        sent = move(demo, 2)
        await until(lambda: heard.motions == sent)
        assert all("cut" in cut for cut in heard.cuts)
        assert heard.missing == []

    scene(tmp_path, play)


def test_short_lived_tokens_are_renewed_before_they_end(tmp_path: Path) -> None:
    async def whole() -> None:
        async with demo_server(tmp_path, token_lifetime_s=1.2) as demo:
            server = client(demo)
            await server.connect()
            refused: list[str] = []
            user_of = demo.tokens.user_of

            def counted(token: str) -> str:
                try:
                    return user_of(token)
                except Exception as error:
                    refused.append(str(error))
                    raise

            demo.tokens.user_of = counted  # type: ignore[method-assign]
            batches = server.events()
            seen = 0
            async for _ in batches:
                seen += 1
                await server.execute(UnlockDoor(door(1)))
                if seen == 5:
                    break
            await batches.aclose()
            await server.close()
            assert refused == []

    run(whole())


def test_a_dead_camera_is_an_event(tmp_path: Path) -> None:
    async def play(demo: DemoServer, _: XProtectServer, heard: Heard) -> None:
        demo._control.order(FaultOrder(dead_cameras=[guid_of("camera 2")]))
        demo.faults.clear()
        wanted = [(EventKind.DEVICE_FAILED, camera(2)), (EventKind.DEVICE_RECOVERED, camera(2))]

        def told() -> bool:
            return [(e.kind, e.device) for e in heard.events if isinstance(e, Happened)] == wanted

        await until(told)

    scene(tmp_path, play)


def test_a_session_the_server_forgot_is_a_visible_gap_and_the_present_follows(tmp_path: Path) -> None:
    async def play(demo: DemoServer, _: XProtectServer, heard: Heard) -> None:
        sent = move(demo)
        await until(lambda: heard.motions == sent)
        demo._sessions._sessions.clear()
        demo.stage.set_lock(demo.site.by_guid[guid_of("door 3")], locked=False)
        await until(lambda: any(isinstance(e, Happened) and e.device == door(3) for e in heard.events))
        heard.events.clear()
        demo.faults.refusing = True
        demo.faults.drop_connections()
        await until(lambda: heard.cuts)
        demo.stage.set_lock(demo.site.by_guid[guid_of("door 2")], locked=False)
        demo._sessions._sessions.clear()
        demo.faults.refusing = False
        await until(lambda: heard.missing)
        after = [(e.kind, e.device) for e in heard.events if isinstance(e, Happened)]
        assert after == [(EventKind.DOOR_UNLOCKED, door(2))]
        assert heard.missing[0].since < heard.missing[0].until
        heard.events.clear()
        sent = move(demo)
        await until(lambda: heard.motions == sent)

    scene(tmp_path, play)


def test_a_restarted_server_is_a_gap_too(tmp_path: Path) -> None:
    async def whole() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            port = int(demo.url.rpartition(":")[2])
        with pytest.raises(ServerUnreachable):
            async for _ in server.events():
                pass
        with pytest.raises(ServerUnreachable):
            await anext(server.events())
        async with demo_server(tmp_path, port=port) as again:
            batches = server.events()
            first = await anext(batches)
            assert isinstance(first[0], EventsMissing)
            assert {e.kind for e in first[1:] if isinstance(e, Happened)} >= {EventKind.DOOR_LOCKED}
            sent = move(again)
            told: list[str] = []
            while told != sent:
                told += [
                    e.id for e in await anext(batches) if isinstance(e, Happened) and e.kind is EventKind.MOTION_STARTED
                ]
            await batches.aclose()
        await server.close()

    run(whole())
