"""Three servers, of which one hangs and one is dead: what the third tells is all there, and its card is as complete as alone."""

from pathlib import Path

import pytest

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.alarms import AlarmState, Verdict
from smartclient.domain.commands import JudgeAlarm, MoveAlarm, UnlockDoor
from smartclient.domain.connection import Line
from smartclient.domain.devices import Lock
from smartclient.domain.events import EventKind
from smartclient.domain.ids import DeviceId, ServerKey, server_of
from smartclient.domain.recordings import Span
from smartclient.video.status import PRESENT, Phase
from tests.builders.demo_district import PASSWORD, door, write_district
from tests.builders.demo_thread import demo_server
from tests.builders.districts_window import NORTH, Servers, alarm_of, force, of, on_several, order
from tests.builders.running import until
from tests.builders.scripted_server import LONG_AGO

HANGING, DEAD = ServerKey("hanging"), ServerKey("dead")
NOBODY = "http://127.0.0.1:9"
_SHOWN = PRESENT | {Phase.STANDING}


@pytest.mark.usefixtures("qapp")
def test_the_third_is_as_complete_as_alone(tmp_path: Path) -> None:
    async def body(watch: Watch, servers: Servers) -> None:
        await events_are_whole(watch, servers)
        await card_is_whole(watch, servers)
        await commands_are_done(watch)
        marks = await watch.given.server.marks(Span(LONG_AGO, LONG_AGO))
        assert marks.bookmarks == ()
        assert watch.store.connections[NORTH].line is Line.LIVE
        assert watch.store.connections[HANGING].line in (Line.CONNECTING, Line.OFFLINE)
        assert watch.store.connections[DEAD].line is Line.OFFLINE

    site = write_district(tmp_path / "hanging")
    with demo_server(DemoOptions(site=site, password=PASSWORD, faults=("hang",))) as hanging:
        on_several(tmp_path, (NORTH,), {HANGING: hanging.url, DEAD: NOBODY}, body)


async def events_are_whole(watch: Watch, servers: Servers) -> None:
    """Every one of fifty acts comes, in its order, and none of another district with them."""
    north = servers[NORTH]
    names = [north.site.by_guid[door(number).rpartition("/")[2]].name for number in (1, 3)]
    for number in range(50):
        await order(north, "acts", {"act": "door.denied", "device": names[number % 2]})
    told = [of(NORTH, door(number)) for number in (1, 3)] * 25

    def heard() -> list[DeviceId | None]:
        return [event.device for event in watch.store.recent if event.kind is EventKind.ACCESS_DENIED]

    await until(lambda: len(heard()) >= 50)
    assert heard() == told


async def card_is_whole(watch: Watch, servers: Servers) -> None:
    """Place, what is near, every camera now and before, each with a picture."""
    await force(servers[NORTH], 2)
    await until(lambda: watch.verifying.verifying.alarm is not None)
    desk = watch.verifying.desk
    assert desk is not None
    await until(lambda: not desk.board.is_looking and not desk.panel.near.text().startswith("Looking"))
    assert watch.store.site.districts[NORTH] in desk.board.radio.text()
    pairs = desk.board.pairs
    assert pairs >= 1
    tiles = desk.board.board.tiles[: 2 * pairs]
    await until(lambda: all(tile.player is not None and tile.player.status.phase in _SHOWN for tile in tiles))
    assert all(server_of(tile.camera or "") == NORTH for tile in tiles)


async def commands_are_done(watch: Watch) -> None:
    """An alarm is taken and judged, a door unlocked."""
    alarm = alarm_of(watch, NORTH)
    assert alarm is not None
    watch.dispatcher.send(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS))
    await until(lambda: watch.store.alarms[alarm.id].state is AlarmState.IN_PROGRESS)
    watch.dispatcher.send(JudgeAlarm(alarm.id, Verdict.REAL))
    await until(lambda: (told := watch.store.alarms[alarm.id].judgement) is not None and told.verdict is Verdict.REAL)
    watch.dispatcher.send(UnlockDoor(of(NORTH, door(1))))
    await until(
        lambda: (lock := watch.store.state(of(NORTH, door(1))).lock) is not None and lock.value is Lock.UNLOCKED
    )
