"""Alarms by polling: only what changed is told, in the order it changed, however poorly the server dates it."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from smartclient.adapters.xprotect import alarm_feed as feed_module
from smartclient.adapters.xprotect.alarms import Alarms
from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys
from smartclient.domain.alarms import AlarmState
from smartclient.domain.commands import MoveAlarm
from smartclient.domain.errors import Refused, Unsupported
from smartclient.domain.ids import AlarmId
from smartclient.runtime.clock import ManualClock
from tests.builders.running import run

NONE: Mapping[str, str] = {}
START = datetime(2026, 1, 31, 12, tzinfo=UTC)
STATES = {1: "New", 4: "In progress", 11: "Closed"}


def key(number: int) -> str:
    return f"11111111-2222-3333-4444-{number:012}"


class FewAlarms:
    """The alarms REST of a server: dated or not, with a filter that works or not."""

    def __init__(self) -> None:
        self.items: dict[int, dict[str, Any]] = {}
        self.is_filtering = True
        self.looked_up: list[str] = []
        self.sent: list[tuple[str, str, object]] = []

    def put(self, number: int, level: int = 1, minute: int = 0, **more: Any) -> None:
        state = {"name": STATES[level], "level": level}
        time = f"2026-01-31T11:{minute:02}:00Z"
        self.items[number] = {
            "id": key(number),
            "localId": number,
            "name": "Forced",
            "time": time,
            "state": state,
            **more,
        }

    async def items_of(self, page: int, size: int) -> list[dict[str, Any]]:
        found = [item for item in self.items.values() if not self.is_filtering or item["state"]["level"] != 11]
        found.sort(key=lambda item: str(item["time"]), reverse=True)
        return found[page * size : (page + 1) * size]


class FakeRest:
    """The three requests the alarms need."""

    def __init__(self, few: FewAlarms) -> None:
        self._few = few

    async def items(self, path: str, about: str, params: Mapping[str, str] = NONE) -> list[dict[str, Any]]:
        if path.endswith("/history"):
            raise Unsupported("This server cannot show an alarm's history.")
        assert (path, about) == ("alarms", "list its alarms")
        if "lastUpdatedTime" in params:
            raise Refused("Unknown property lastUpdatedTime.")
        return await self._few.items_of(int(params["page"]), int(params["size"]))

    async def item(self, path: str, _about: str) -> dict[str, Any]:
        self._few.looked_up.append(path)
        for item in self._few.items.values():
            if path == f"alarms/{item['id']}":
                return item
        raise Refused("Alarm not found.")

    async def ask(self, method: str, path: str, _about: str, *, body: object) -> None:
        self._few.sent.append((method, path, body))


def made(few: FewAlarms) -> Alarms:
    keys = AlarmKeys(states={AlarmState.IN_PROGRESS: key(104)})
    return Alarms(FakeRest(few), keys, {}, ManualClock(START))  # type: ignore[arg-type]


async def told(alarms: Alarms) -> list[tuple[int, AlarmState]]:
    return [(changed.alarm.number, changed.alarm.state) for changed in await alarms.poll()]


def test_only_changes_are_told_in_the_order_they_happened() -> None:
    async def play() -> None:
        few = FewAlarms()
        alarms = made(few)
        few.put(2, minute=2)
        few.put(1, minute=1)
        assert await told(alarms) == [(1, AlarmState.NEW), (2, AlarmState.NEW)]
        assert await told(alarms) == []
        few.put(1, level=4, minute=1, lastUpdatedTime="2026-01-31T11:30:00Z")
        few.put(3, minute=3)
        assert await told(alarms) == [(3, AlarmState.NEW), (1, AlarmState.IN_PROGRESS)]
        assert {alarm.number for alarm in alarms.open} == {1, 2, 3}

    run(play())


def test_a_change_the_server_did_not_date_is_newer_than_what_was_known() -> None:
    async def play() -> None:
        few = FewAlarms()
        alarms = made(few)
        few.put(1)
        (first,) = await alarms.poll()
        few.put(1, level=4)
        (second,) = await alarms.poll()
        few.put(1, level=4, assignedTo="Ann")
        (third,) = await alarms.poll()
        assert first.alarm.changed_at < second.alarm.changed_at < third.alarm.changed_at
        assert third.alarm.owner == "Ann"
        assert await told(alarms) == []

    run(play())


@pytest.mark.parametrize("is_filtering", [True, False])
def test_an_alarm_somebody_else_closed_is_told_once(is_filtering: bool) -> None:
    async def play() -> None:
        few = FewAlarms()
        few.is_filtering = is_filtering
        alarms = made(few)
        few.put(1)
        await alarms.poll()
        few.put(1, level=11, lastUpdatedTime="2026-01-31T11:30:00Z")
        assert await told(alarms) == [(1, AlarmState.CLOSED)]
        assert await told(alarms) == []
        assert alarms.open == ()

    run(play())


def test_an_alarm_the_server_forgot_counts_as_closed() -> None:
    async def play() -> None:
        few = FewAlarms()
        alarms = made(few)
        few.put(1)
        await alarms.poll()
        few.items.clear()
        assert await told(alarms) == [(1, AlarmState.CLOSED)]
        assert few.looked_up == [f"alarms/{key(1)}"]

    run(play())


def test_more_alarms_than_are_read_are_not_taken_for_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "PAGE", 5)
    monkeypatch.setattr(feed_module, "MOST_PAGES", 2)

    async def play() -> None:
        few = FewAlarms()
        alarms = made(few)
        for number in range(10):
            few.put(number, minute=number)
        assert len(await alarms.poll()) == 10
        for number in range(10, 16):
            few.put(number, minute=number)
        assert [number for number, _ in await told(alarms)] == list(range(10, 16))
        assert few.looked_up == []

    run(play())


def test_moving_asks_for_the_state_by_its_id_and_polls_at_once() -> None:
    async def play() -> None:
        few = FewAlarms()
        alarms = made(few)
        await alarms.change(MoveAlarm(AlarmId(key(1)), AlarmState.IN_PROGRESS, "On it"))
        body = {
            "state": key(104),
            "priority": None,
            "comment": "On it",
            "assignedTo.displayName": None,
            "reasonForClosing": None,
        }
        assert few.sent == [("PATCH", f"alarms/{key(1)}", body)]
        async with asyncio.timeout(5):
            await alarms.next_turn(every_s=60)
        with pytest.raises(Unsupported, match="on hold"):
            await alarms.change(MoveAlarm(AlarmId(key(1)), AlarmState.ON_HOLD))

    run(play())
