"""The worst new alarm is put on the card; one that is not finished is never left by itself."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.alarms import Alarm, AlarmState, Judgement, Priority, Verdict
from smartclient.domain.events import AlarmChanged
from smartclient.session.verifying.verifying import FRESH, MOST_WAITING, Verifying
from tests.builders.alarm_store import AlarmStore, new_alarm_store
from tests.builders.watch import START, alarm_of

HIGH, LOW = alarm_of("weapon", Priority.HIGH), alarm_of("vape", Priority.LOW)


def verifying_of(told: AlarmStore, silent: Alarm | None = None) -> Verifying:
    return Verifying(told.store, told.clock, lambda alarm: silent is not None and alarm.id == silent.id)


def name(alarm: Alarm | None) -> str | None:
    return alarm.name if alarm is not None else None


def judge(told: AlarmStore, alarm: Alarm, verdict: Verdict) -> None:
    at = START + timedelta(seconds=1)
    told.store.apply([AlarmChanged(replace(alarm, judgement=Judgement(verdict, "Ada", at), changed_at=at))])
    told.tell()


def test_of_several_new_ones_the_worst_is_opened_and_the_others_wait() -> None:
    told = new_alarm_store()
    verifying = verifying_of(told)
    told.raise_alarms(LOW, HIGH)
    assert name(verifying.alarm) == "weapon"
    assert [alarm.name for alarm in verifying.waiting] == ["vape"]
    assert verifying.worse is None


def test_a_worse_one_is_announced_and_does_not_take_the_card() -> None:
    told = new_alarm_store()
    verifying = verifying_of(told)
    told.raise_alarms(LOW)
    told.raise_alarms(HIGH)
    assert (name(verifying.alarm), name(verifying.worse)) == ("vape", "weapon")
    verifying.open_next()
    assert (name(verifying.alarm), name(verifying.worse)) == ("weapon", None)
    assert [alarm.name for alarm in verifying.waiting] == ["vape"], "what was left unfinished waits"


def test_a_finished_card_makes_room_for_the_next_alarm() -> None:
    told = new_alarm_store()
    verifying = verifying_of(told)
    told.raise_alarms(HIGH)
    judge(told, HIGH, Verdict.REAL)
    assert verifying.is_finished
    told.raise_alarms(LOW)
    assert name(verifying.alarm) == "vape"


def test_a_closed_card_is_not_opened_again_for_the_same_alarm() -> None:
    told = new_alarm_store()
    verifying = verifying_of(told)
    told.raise_alarms(HIGH)
    verifying.close()
    told.raise_alarms(replace(HIGH, message="again", changed_at=START))
    assert verifying.alarm is None
    verifying.open(HIGH.id)
    assert name(verifying.alarm) == "weapon", "a person can open it"


def test_old_taken_and_silent_alarms_open_nothing() -> None:
    told = new_alarm_store()
    verifying = verifying_of(told, silent=HIGH)
    told.raise_alarms(
        HIGH,
        alarm_of("old", age_s=FRESH.total_seconds() + 1),
        alarm_of("taken", state=AlarmState.IN_PROGRESS),
    )
    assert verifying.alarm is None


def test_nothing_opens_by_itself_where_a_person_does_not_want_it() -> None:
    told = new_alarm_store()
    verifying = verifying_of(told)
    verifying.opens_by_itself = False
    told.raise_alarms(HIGH)
    assert verifying.alarm is None


def test_a_waiting_alarm_that_somebody_takes_waits_no_more() -> None:
    told = new_alarm_store()
    verifying = verifying_of(told)
    told.raise_alarms(HIGH, LOW)
    told.move(LOW, AlarmState.IN_PROGRESS)
    assert verifying.waiting == ()


@given(st.lists(st.sampled_from(Priority), min_size=1, max_size=120))
def test_in_a_flood_the_card_stays_and_no_more_wait_than_it_can_tell(priorities: list[Priority]) -> None:
    told = new_alarm_store()
    verifying = verifying_of(told)
    told.raise_alarms(LOW)
    told.raise_alarms(*(alarm_of(f"{n}", priority) for n, priority in enumerate(priorities)))
    assert name(verifying.alarm) == "vape"
    assert len(verifying.waiting) == min(len(priorities), MOST_WAITING)
    assert verifying.waiting[0].priority is min(priorities)
