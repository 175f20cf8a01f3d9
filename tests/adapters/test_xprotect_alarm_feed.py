"""Asking for what changed: nothing is missed or told twice, and a server that cannot tell is read whole."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect import alarm_feed as feed_module
from smartclient.adapters.xprotect.alarm_remarks import AT_ONCE
from smartclient.adapters.xprotect.alarms import WHOLE_S, Alarms
from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys
from smartclient.domain.alarms import AlarmState, Verdict
from smartclient.domain.commands import CommentAlarm, JudgeAlarm
from smartclient.domain.errors import Refused, Unsupported
from smartclient.domain.ids import AlarmId
from smartclient.runtime.clock import ManualClock
from tests.builders.running import run

START = datetime(2026, 3, 2, 14, tzinfo=UTC)
NONE: Mapping[str, str] = {}
STATES = {1: "New", 4: "In progress", 11: "Closed"}


def key(number: int) -> str:
    return f"11111111-2222-3333-4444-{number:012}"


def text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "0Z")


class ChangingRest:
    """An alarms REST that can be asked for what changed; `asked` notes the lists, `histories` is None where there are none."""

    def __init__(self) -> None:
        self.now = START
        self.items_by: dict[int, dict[str, Any]] = {}
        self.histories: dict[int, list[dict[str, Any]]] | None = {}
        self.asked: list[str] = []
        self.refuses_changes = self.ignores_filter = False

    def put(self, number: int, level: int = 1, **more: Any) -> None:
        self.now += timedelta(milliseconds=1)
        before = self.items_by.get(number, {"time": text(self.now)})
        self.items_by[number] = before | {
            "id": key(number),
            "localId": number,
            "name": "Forced",
            "state": {"name": STATES[level], "level": level},
            "lastUpdatedTime": text(self.now),
            **more,
        }

    def say(self, number: int, words: str) -> None:
        assert self.histories is not None
        self.histories.setdefault(number, []).append({"author": "Ann", "time": text(self.now), "text": words})
        self.put(number, 4)

    async def items(self, path: str, _about: str, params: Mapping[str, str] = NONE) -> list[dict[str, Any]]:
        if path.endswith("/history"):
            return self._history(path)
        page, size = int(params["page"]), int(params["size"])
        found = list(self.items_by.values())
        if "lastUpdatedTime" in params:
            self.asked.append("changed")
            if self.refuses_changes:
                raise Refused("Unknown property lastUpdatedTime.")
            after = params["lastUpdatedTime"].removeprefix("gt:'").removesuffix("'")
            if not self.ignores_filter:
                found = [
                    item
                    for item in found
                    if datetime.fromisoformat(item["lastUpdatedTime"]) > datetime.fromisoformat(after)
                ]
            found.sort(key=lambda item: str(item["lastUpdatedTime"]))
        else:
            self.asked.append("open")
            found = sorted(
                (i for i in found if i["state"]["level"] != 11), key=lambda item: str(item["time"]), reverse=True
            )
        return found[page * size : (page + 1) * size]

    async def item(self, path: str, _about: str) -> dict[str, Any]:
        for item in self.items_by.values():
            if path == f"alarms/{item['id']}":
                return item
        raise Refused("Alarm not found.")

    async def ask(self, *_what: object, **_more: object) -> None:
        return None

    def _history(self, path: str) -> list[dict[str, Any]]:
        self.asked.append("history")
        if self.histories is None:
            raise Unsupported("This server cannot show an alarm's history.")
        return self.histories.get(int(path.split("/")[1][-12:]), [])


def made(rest: ChangingRest, clock: ManualClock | None = None) -> Alarms:
    keys = AlarmKeys(states={AlarmState.IN_PROGRESS: key(104)})
    return Alarms(rest, keys, {}, clock or ManualClock(START), "me")  # type: ignore[arg-type]


async def told(alarms: Alarms) -> list[tuple[int, AlarmState]]:
    return [(changed.alarm.number, changed.alarm.state) for changed in await alarms.poll()]


def test_after_the_first_look_only_what_changed_is_asked_for() -> None:
    async def play() -> None:
        rest, clock = ChangingRest(), ManualClock(START)
        alarms = made(rest, clock)
        rest.put(1)
        rest.put(2)
        await alarms.poll()
        rest.put(1, 11)
        rest.put(3)
        assert await told(alarms) == [(1, AlarmState.CLOSED), (3, AlarmState.NEW)]
        assert await told(alarms) == []
        assert rest.asked == ["open", "changed", "changed"]
        clock.advance(WHOLE_S)
        assert await told(alarms) == []
        assert rest.asked[-1] == "open"
        alarms.look_at_all()
        await alarms.poll()
        assert rest.asked[-1] == "open"

    run(play())


@pytest.mark.parametrize("trouble", ["refuses_changes", "ignores_filter"])
def test_a_server_that_cannot_tell_is_read_whole_from_then_on(trouble: str) -> None:
    async def play() -> None:
        rest = ChangingRest()
        alarms = made(rest)
        setattr(rest, trouble, True)
        rest.put(1)
        await alarms.poll()
        rest.now += timedelta(seconds=10)
        rest.put(2)
        assert await told(alarms) == [(2, AlarmState.NEW)]
        rest.now += timedelta(seconds=10)
        rest.put(3)
        await alarms.poll()
        rest.put(1, 11)
        assert (1, AlarmState.CLOSED) in await told(alarms)
        assert rest.asked.count("changed") <= 2
        assert rest.asked[-1] == "open"

    run(play())


def test_a_storm_of_changes_comes_in_pages_and_an_endless_one_is_looked_at_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed_module, "CHANGED_PAGE", 10)
    monkeypatch.setattr(feed_module, "MOST_CHANGED_PAGES", 3)

    async def play() -> None:
        rest = ChangingRest()
        alarms = made(rest)
        rest.put(0)
        await alarms.poll()
        for number in range(1, 26):
            rest.put(number)
        assert [number for number, _ in await told(alarms)] == list(range(1, 26))
        for number in range(26, 66):
            rest.put(number)
        assert [number for number, _ in await told(alarms)] == list(range(26, 66))
        assert rest.asked[-1] == "open"

    run(play())


_acts = st.lists(st.tuples(st.integers(1, 6), st.sampled_from([1, 4, 11]), st.booleans()), max_size=30)


@given(_acts)
def test_whatever_happens_the_last_state_of_each_is_told_and_nothing_twice(
    acts: list[tuple[int, int, bool]],
) -> None:
    async def play() -> None:
        rest = ChangingRest()
        alarms, known = made(rest), dict[int, AlarmState]()
        rest.put(0)
        await alarms.poll()
        for number, level, is_looked_at in acts:
            rest.put(number, level)
            if is_looked_at:
                for changed in await alarms.poll():
                    assert known.get(changed.alarm.number) is not changed.alarm.state
                    known[changed.alarm.number] = changed.alarm.state
        known |= dict(await told(alarms))
        assert known == {n: AlarmState(item["state"]["level"]) for n, item in rest.items_by.items() if n}

    run(play())


def test_histories_are_read_a_few_at_a_time_and_told_as_news() -> None:
    async def play() -> None:
        rest = ChangingRest()
        alarms = made(rest)
        for number in range(20):
            rest.put(number)
        await alarms.poll()
        assert not alarms.has_unread
        for number in range(20):
            rest.say(number, "Verified: real")
        news = await alarms.poll()
        assert all(changed.alarm.judgement is None for changed in news)
        seen = 0
        while alarms.has_unread:
            judged = await alarms.read_remarks()
            assert len(judged) <= AT_ONCE
            assert all(changed.alarm.judgement and changed.alarm.judgement.by == "Ann" for changed in judged)
            seen += len(judged)
        assert seen == 20
        assert await told(alarms) == []
        async with asyncio.timeout(5):
            await alarms.next_turn(every_s=0.01)

    run(play())


def test_a_server_without_histories_is_believed_when_it_accepts() -> None:
    async def play() -> None:
        rest = ChangingRest()
        rest.histories = None
        alarms = made(rest)
        rest.put(1)
        await alarms.poll()
        await alarms.change(CommentAlarm(AlarmId(key(1)), "Hello"))
        (changed,) = await alarms.read_remarks()
        assert changed.alarm.comment is not None
        assert (changed.alarm.comment.text, changed.alarm.comment.by) == ("Hello", "me")
        await alarms.change(JudgeAlarm(AlarmId(key(1)), Verdict.DRILL))
        rest.put(1, 4)
        (moved,) = await alarms.poll()
        assert moved.alarm.is_drill
        assert rest.asked.count("history") == 1

    run(play())
