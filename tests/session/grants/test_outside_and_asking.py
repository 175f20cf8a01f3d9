"""Who outside watches, what a request suggests, which request is meant, and each step told once."""

import pytest

from smartclient.domain.alarms import Priority
from smartclient.domain.grants import Circumstance, GrantState
from smartclient.domain.ids import AlarmId, DeviceId, VenueId
from smartclient.session.grants import asking
from smartclient.session.grants.grant_news import GrantNews, Step
from smartclient.session.grants.outside import watchers
from tests.builders.grants import (
    CAMPUS,
    NOBODY,
    OFFICER,
    OFFICERS,
    PRINCIPALS,
    closed,
    opened,
    requested,
    sign_in,
    tell_grants,
    tell_viewings,
    viewing,
)
from tests.builders.watch import CAMERA, Watch, alarm_of, new_watch

OTHER = DeviceId("cameras/2")


@pytest.fixture
def watch() -> Watch:
    return new_watch()


def campus_of(_device: DeviceId) -> VenueId | None:
    return CAMPUS


def test_watchers_are_told_by_person_with_the_grant_that_allows_it(watch: Watch) -> None:
    sign_in(watch, "principal-hs", PRINCIPALS)
    tell_grants(watch, grant := opened(requested()))
    tell_viewings(watch, viewing(age_s=9), viewing(OTHER, age_s=4, is_recorded=True), viewing(user="somebody"))
    officer, other = watchers(watch.store)
    assert (officer.cameras, officer.is_live, officer.is_recorded) == ((CAMERA, OTHER), True, True)
    assert officer.since == viewing(age_s=9).since
    assert officer.grants == (grant,)
    assert other.grants == ()
    tell_viewings(watch)
    assert watchers(watch.store) == []


def test_nobody_is_outside_his_own_console(watch: Watch) -> None:
    sign_in(watch, OFFICER, OFFICERS)
    tell_viewings(watch, viewing())
    assert watchers(watch.store) == []


def test_an_alarm_fills_the_request(watch: Watch) -> None:
    sign_in(watch, OFFICER, OFFICERS)
    alarm = alarm_of("Door 7 forced", Priority.HIGH)
    draft = asking.drafted(watch.store, alarm, None, campus_of)
    assert draft is not None
    assert (draft.campus, draft.circumstance, draft.alarm) == (CAMPUS, Circumstance.SCHOOL_ALARM, alarm.id)
    assert draft.reason == "Alarm 1: Door 7 forced"
    without = asking.drafted(watch.store, None, CAMPUS, campus_of)
    assert without is not None
    assert (without.circumstance, without.alarm) == (Circumstance.EMERGENCY_CALL, None)


def test_who_need_not_or_may_not_ask_is_told_why(watch: Watch) -> None:
    sign_in(watch, "dispatcher", NOBODY)
    assert asking.drafted(watch.store, None, CAMPUS, campus_of) is None
    assert asking.why_not_ask(watch.store) == "You need not ask: no memorandum governs what you see here."
    sign_in(watch, OFFICER, OFFICERS)
    assert asking.why_not_ask(watch.store) == ""
    watch.cut()
    assert asking.why_not_ask(watch.store) == "There is no connection to the server."


def test_the_request_of_the_chosen_alarm_is_meant_else_of_the_campus_else_the_oldest(watch: Watch) -> None:
    sign_in(watch, "principal-hs", PRINCIPALS)
    alarm = AlarmId("a7")
    old, new = requested("g1", age_s=90), requested("g2", age_s=5, alarm=alarm)
    tell_grants(watch, old, new, requested("g3", campus=VenueId("elm-street")), requested("g4", user="principal-hs"))
    waiting = asking.waiting(watch.store)
    assert waiting == [old, new]
    assert asking.meant(waiting, alarm, None) == new
    assert asking.meant(waiting, None, CAMPUS) == old
    assert asking.meant([], alarm, CAMPUS) is None


def test_every_step_of_a_grant_is_told_once(watch: Watch) -> None:
    news = GrantNews(watch.store)
    steps: list[Step] = []
    news.stepped.connect(steps.append)
    sign_in(watch, OFFICER, OFFICERS)
    tell_grants(watch, request := requested())
    tell_grants(watch, request)
    tell_grants(watch, grant := opened(request), closed(grant))
    assert [(step.before, step.grant.state) for step in steps] == [
        (None, GrantState.REQUESTED),
        (GrantState.REQUESTED, GrantState.CLOSED),
    ]
    news.stop()
    tell_grants(watch, requested("g2"))
    assert len(steps) == 2
