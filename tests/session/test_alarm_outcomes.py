"""What came of the operator's own acts on alarms: the way back while it is fresh, and who was quicker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from smartclient.domain.alarms import Alarm, AlarmState, Judgement, Verdict
from smartclient.domain.commands import Command, JudgeAlarm, MoveAlarm
from smartclient.domain.errors import Refused
from smartclient.domain.events import AlarmChanged
from smartclient.session.alarm_outcomes import UNDO_S, WHOSE_S, AlarmOutcomes
from smartclient.session.dispatcher import Dispatcher
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.watch import Watch, alarm_of, new_watch


class Post:
    """A watch whose server answers when the test says so."""

    def __init__(self, folder: Path) -> None:
        self.watch: Watch = new_watch()
        self.server, self.later = ScriptedServer(), Later()
        self.journal, self.notices = Journal(folder / "journal.sqlite"), Notices(self.watch.clock)
        store, clock = self.watch.store, self.watch.clock
        self.dispatcher = Dispatcher(self.server, store, self.journal, self.notices, clock, 100)
        self.outcomes = AlarmOutcomes(self.dispatcher, store, self.notices, clock, self.later)

    async def ask(self, command: Command) -> None:
        """Sends it, and waits until the server has it."""
        count = len(self.server.commands)
        self.dispatcher.send(command)
        await until(lambda: len(self.server.commands) > count)

    def told(self, alarm: Alarm, state: AlarmState, owner: str = "dispatcher", verdict: Verdict | None = None) -> Alarm:
        """The server tells that the alarm is so."""
        self.watch.clock.advance(0.1)
        now = self.watch.clock.now()
        judgement = Judgement(verdict, owner, now) if verdict is not None else None
        known = replace(alarm, state=state, owner=owner, changed_at=now, judgement=judgement)
        self.watch.store.apply([AlarmChanged(known)])
        self.watch.tell()
        return known

    @property
    def texts(self) -> list[str]:
        """What stands on the notice line."""
        return [notice.text for notice in self.notices.standing]


@asynccontextmanager
async def post(folder: Path) -> AsyncIterator[Post]:
    made = Post(folder)
    try:
        yield made
    finally:
        await made.dispatcher.stop()
        made.journal.close()


def test_the_way_back_stands_while_it_is_fresh(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            forced = alarm_of("Door 7 forced")
            at.watch.raise_alarms(forced)
            await at.ask(MoveAlarm(forced.id, AlarmState.IN_PROGRESS))
            assert at.texts == []
            at.told(forced, AlarmState.IN_PROGRESS)
            assert at.texts == ["Door 7 forced (alarm 1) is yours. Shift K puts it back to new."]
            assert at.outcomes.why_no_undo(None) is None
            at.watch.clock.advance(UNDO_S + 1)
            at.later.run()
            assert at.texts == []
            assert at.outcomes.why_no_undo(None) == "No alarm was taken; choose one that was."
            assert at.outcomes.why_no_undo(forced.id) is None

    run(play())


def test_repeats_taken_together_are_put_back_together(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            repeats = [alarm_of(f"Denied {n}") for n in range(3)]
            at.watch.raise_alarms(*repeats)
            for alarm in repeats:
                await at.ask(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS))
                at.told(alarm, AlarmState.IN_PROGRESS)
            assert at.texts == ["3 alarms are yours. Shift K puts them back to new."]
            at.outcomes.undo(repeats[1].id)
            await until(lambda: len(at.server.commands) == 6)
            assert set(at.server.commands[3:]) == {MoveAlarm(alarm.id, AlarmState.NEW) for alarm in repeats}
            assert at.texts == []

    run(play())


def test_another_chosen_alarm_is_put_back_alone(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            fresh, other = alarm_of("Fresh"), alarm_of("Other", state=AlarmState.ON_HOLD)
            at.watch.raise_alarms(fresh, other)
            await at.ask(MoveAlarm(fresh.id, AlarmState.IN_PROGRESS))
            at.told(fresh, AlarmState.IN_PROGRESS)
            at.outcomes.undo(other.id)
            await until(lambda: len(at.server.commands) == 2)
            assert at.server.commands[1] == MoveAlarm(other.id, AlarmState.NEW)

    run(play())


def test_a_verdict_has_a_way_back_too(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            forced = alarm_of("Forced")
            at.watch.raise_alarms(forced)
            await at.ask(JudgeAlarm(forced.id, Verdict.DRILL))
            judged = at.told(forced, AlarmState.IN_PROGRESS, owner="Ann", verdict=Verdict.DRILL)
            assert at.texts == ["Forced (alarm 1) is judged drill. Shift K puts it back to new."]
            await at.ask(MoveAlarm(forced.id, AlarmState.NEW))
            at.told(judged, AlarmState.NEW, owner="")
            assert at.texts == []

    run(play())


def test_who_was_quicker_is_named_and_there_is_no_way_back(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            forced = alarm_of("Forced")
            at.watch.raise_alarms(forced)
            await at.ask(MoveAlarm(forced.id, AlarmState.IN_PROGRESS))
            at.told(forced, AlarmState.IN_PROGRESS, owner="Ann")
            assert at.texts == ["Ann has Forced (alarm 1)."]
            assert at.outcomes.why_no_undo(None) is not None

    run(play())


def test_an_alarm_somebody_takes_over_is_said(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            forced = replace(alarm_of("Forced", state=AlarmState.IN_PROGRESS), owner="Dispatcher")
            at.watch.raise_alarms(forced)
            at.told(forced, AlarmState.IN_PROGRESS, owner="Ann")
            assert at.texts == ["Ann has Forced (alarm 1) now."]
            at.watch.clock.advance(WHOSE_S)
            at.later.run()
            assert at.texts == []

    run(play())


def test_a_refused_command_replaced_by_another_is_still_said(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            forced = alarm_of("Forced")
            at.watch.raise_alarms(forced)
            at.server.answer_s, at.server.executes = 0.05, [Refused("Somebody changed it."), None]
            await at.ask(MoveAlarm(forced.id, AlarmState.CLOSED))
            await at.ask(MoveAlarm(forced.id, AlarmState.IN_PROGRESS))
            await until(lambda: at.texts)
            assert at.texts == ["alarm 1: Somebody changed it."]
            assert at.outcomes.why_no_undo(None) is not None

    run(play())


def test_confirmed_late_is_told_once(tmp_path: Path) -> None:
    async def play() -> None:
        async with post(tmp_path) as at:
            forced, told = alarm_of("Forced"), list[Command]()
            at.dispatcher.confirmed.connect(told.append)
            at.watch.raise_alarms(forced)
            command = MoveAlarm(forced.id, AlarmState.IN_PROGRESS)
            await at.ask(command)
            known = at.told(forced, AlarmState.IN_PROGRESS)
            at.watch.raise_alarms(replace(known, changed_at=known.changed_at + timedelta(seconds=1), owner="Ann"))
            assert told == [command]

    run(play())
