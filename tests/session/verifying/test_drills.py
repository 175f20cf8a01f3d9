"""Which alarms and cameras are an exercise now."""

from dataclasses import replace
from datetime import timedelta

from smartclient.domain.alarms import Alarm, AlarmState, Judgement, Verdict
from smartclient.domain.events import AlarmChanged
from smartclient.domain.recordings import Span
from smartclient.session.verifying.drills import Drills, is_of_drill
from tests.builders.alarm_store import AlarmStore, new_alarm_store
from tests.builders.watch import CAMERA, DOOR, SENSOR, START, alarm_of

ALARM: Alarm = replace(alarm_of("forced"), related=(CAMERA,))


def judged(told: AlarmStore, verdict: Verdict, after_s: int, state: AlarmState = AlarmState.IN_PROGRESS) -> None:
    at = START + timedelta(seconds=after_s)
    alarm: Alarm = replace(ALARM, judgement=Judgement(verdict, "Ada", at), changed_at=at, state=state)
    told.store.apply([AlarmChanged(alarm)])
    told.tell()


def test_a_verdict_makes_a_drill_and_another_verdict_ends_it() -> None:
    told = new_alarm_store()
    drills, heard = Drills(told.store), list[None]()
    drills.changed.connect(heard.append)
    told.raise_alarms(ALARM)
    assert not drills.open
    judged(told, Verdict.DRILL, 1)
    assert [alarm.name for alarm in drills.open] == ["forced"]
    assert drills.cameras == {DOOR, CAMERA}
    judged(told, Verdict.REAL, 2)
    assert (drills.open, drills.cameras, len(heard)) == ((), frozenset(), 2)


def test_cameras_opened_for_a_drill_belong_to_it() -> None:
    told = new_alarm_store()
    drills = Drills(told.store)
    told.raise_alarms(ALARM)
    drills.note_cameras(ALARM.id, [CAMERA])
    judged(told, Verdict.DRILL, 1)
    assert CAMERA in drills.cameras
    judged(told, Verdict.DRILL, 2, AlarmState.CLOSED)
    assert drills.cameras == frozenset()


def test_footage_is_of_a_drill_by_its_alarm_or_by_its_cameras_at_its_moment() -> None:
    told = new_alarm_store()
    told.raise_alarms(ALARM)
    judged(told, Verdict.DRILL, 1)
    drill, moment = told.store.alarms[ALARM.id], ALARM.at
    during = Span(moment - timedelta(seconds=5), moment + timedelta(seconds=5))
    later = Span(moment + timedelta(seconds=5), moment + timedelta(seconds=9))
    assert is_of_drill(told.store, drill, [], later)
    assert is_of_drill(told.store, None, [CAMERA], during)
    assert not is_of_drill(told.store, None, [CAMERA], later)
    assert not is_of_drill(told.store, ALARM, [SENSOR], during)
