"""The memorandum's own rules: who may ask, approve, refuse, end and break glass, and what the school hears of as an alarm."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smartclient.demo.archive import read_site
from smartclient.demo.memorandum.course import (
    CLOSED,
    OPEN,
    SCHOOL,
    TIMER,
    UNITS_CLEARED,
    WITHDRAWN,
    Grant,
    NotAllowedError,
)
from smartclient.demo.memorandum.memorandum import Memorandum
from smartclient.demo.memorandum.policy import PolicyRefusedError, read
from smartclient.demo.memorandum.unusual import Unusual
from smartclient.evidence.keys import fingerprint, new_signer
from tests.builders.little_district import ELM_HALL, HALL, guid, write_district
from tests.builders.signed_policy import circumstance, write_policy

MONDAY_NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
HS, ELM = "high-school", "elm-street"
OFFICER, PRINCIPAL, DISTRICT, DISPATCHER = "responder", "principal-hs", "district", "dispatcher"
CAMERA = f"cameras/{guid('cameras', HALL)}"


class School:
    """A memorandum with a clock that is moved by hand, and the alarms it raised."""

    def __init__(self, folder: Path, change: Callable[[dict[str, Any]], object] = lambda _told: None) -> None:
        def everywhere(told: dict[str, Any]) -> None:
            for rule in told["circumstances"]:
                rule["area"] = "whole campus"
            change(told)

        self.at = MONDAY_NOON
        self.alarms: list[tuple[str, str, str]] = []
        self.told = 0
        policy = read(write_policy(folder, everywhere), "", self.at).policy
        unusual = Unusual(lambda: self.at, self._alarm)
        site = read_site(write_district(folder / "district"))
        self.memorandum = Memorandum(policy, site, [OFFICER], lambda: self.at, unusual, self._tell)

    def _alarm(self, name: str, _message: str, campus: str, priority: str) -> None:
        self.alarms.append((name, campus, priority))

    def _tell(self) -> None:
        self.told += 1

    def ask(self, why: str = "school alarm", user: str = OFFICER, campus: str = HS, reason: str = "Door 7") -> Grant:
        """A request."""
        return self.memorandum.request(user, campus, why, reason, "", frozenset(), None)

    def opened(self, why: str = "school alarm", campus: str = HS) -> Grant:
        """An open grant."""
        return self.memorandum.approve(self.ask(why, campus=campus).id, DISTRICT)

    def is_closed(self, action: str = "VIEW_LIVE", path: str = CAMERA) -> bool:
        """Whether a camera is closed to the officer."""
        return self.memorandum.is_closed(OFFICER, action, path)

    def passes(self, **time: float) -> None:
        """Time passes, and the timers look."""
        self.at += timedelta(**time)
        self.memorandum.tick()


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)


def test_one_approval_opens_and_the_timer_closes(school: School) -> None:
    assert school.is_closed()
    grant = school.opened()
    assert grant.state == OPEN
    assert not school.is_closed()
    assert school.is_closed(path=f"cameras/{guid('cameras', ELM_HALL)}"), "another campus"
    school.passes(minutes=59)
    assert not school.is_closed()
    school.passes(minutes=1)
    assert school.is_closed()
    assert (school.memorandum.grants[grant.id].state, school.memorandum.grants[grant.id].ending) == (CLOSED, TIMER)


def test_an_administrator_s_request_needs_two_different_people(school: School) -> None:
    grant = school.ask("request by an administrator")
    assert grant.needed == 2
    assert school.memorandum.approve(grant.id, PRINCIPAL).is_waiting
    with pytest.raises(NotAllowedError, match="another person must approve"):
        school.memorandum.approve(grant.id, PRINCIPAL)
    assert school.memorandum.approve(grant.id, DISTRICT).is_open


def test_who_does_not_approve_for_the_campus_cannot(school: School) -> None:
    elm = school.ask(campus=ELM)
    for user in (PRINCIPAL, DISPATCHER, OFFICER):
        with pytest.raises(NotAllowedError):
            school.memorandum.approve(elm.id, user)
        with pytest.raises(NotAllowedError):
            school.memorandum.refuse(elm.id, user, "no")
    assert school.memorandum.grants[elm.id].is_waiting
    assert school.memorandum.approve(elm.id, DISTRICT).is_open


def test_a_refusal_has_a_reason_and_lets_him_ask_again(school: School) -> None:
    first = school.ask()
    with pytest.raises(NotAllowedError, match="asked already"):
        school.ask()
    with pytest.raises(NotAllowedError, match="why you refuse"):
        school.memorandum.refuse(first.id, PRINCIPAL, "  ")
    assert school.memorandum.refuse(first.id, PRINCIPAL, "It is a drill.").refused_why == "It is a drill."
    with pytest.raises(NotAllowedError, match="waits no more"):
        school.memorandum.approve(first.id, PRINCIPAL)
    assert school.ask().is_waiting


def test_more_time_needs_a_new_approval(school: School) -> None:
    first = school.opened()
    school.passes(minutes=50)
    second = school.opened()
    school.passes(minutes=20)
    assert not school.memorandum.grants[first.id].is_open
    assert not school.is_closed(), "the second goes on"
    school.passes(minutes=40)
    assert school.is_closed()
    assert not school.memorandum.grants[second.id].is_open


def test_an_approval_after_the_asker_has_gone_opens_nothing(school: School) -> None:
    grant = school.ask()
    school.memorandum.hear(OFFICER)
    school.passes(minutes=2)
    with pytest.raises(NotAllowedError, match="has gone"):
        school.memorandum.approve(grant.id, PRINCIPAL)
    assert school.memorandum.grants[grant.id].ending == WITHDRAWN
    assert school.is_closed()


def test_outside_the_hours_nothing_is_asked_and_the_school_hears_of_it(school: School) -> None:
    school.at = datetime(2026, 3, 3, 4, tzinfo=UTC)
    with pytest.raises(NotAllowedError, match="at this hour"):
        school.ask("request by an administrator")
    assert school.alarms == [("Request outside the agreed hours", HS, "Medium")]
    assert school.ask("school alarm").is_waiting, "an alarm is not bound to hours"


def test_what_was_opened_within_the_hours_ends_with_them(school: School) -> None:
    school.at = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)
    grant = school.ask("request by an administrator")
    school.memorandum.approve(grant.id, PRINCIPAL)
    opened = school.memorandum.approve(grant.id, DISTRICT)
    assert opened.ends_at == datetime(2026, 3, 3, 1, tzinfo=UTC), "eight in the evening at the school"
    school.passes(minutes=30)
    assert school.is_closed()


def test_an_approval_after_the_hours_opens_nothing(school: School) -> None:
    school.at = datetime(2026, 3, 3, 0, 55, tzinfo=UTC)
    grant = school.ask("request by an administrator")
    school.memorandum.approve(grant.id, PRINCIPAL)
    school.passes(minutes=6)
    school.memorandum.hear(OFFICER)
    with pytest.raises(NotAllowedError, match="hours are over"):
        school.memorandum.approve(grant.id, DISTRICT)
    assert school.is_closed()


def test_a_policy_that_expires_while_the_server_runs_grants_no_more(tmp_path: Path) -> None:
    school = School(tmp_path, lambda told: told.update(effective_until="2026-03-02"))
    assert school.ask().is_waiting
    school.passes(days=1)
    with pytest.raises(NotAllowedError, match="expired"):
        school.ask("drill")


def test_watching_for_an_alarm_that_nobody_raised_is_unusual(school: School) -> None:
    school.opened()
    school.memorandum.note(OFFICER, "VIEW_LIVE", CAMERA, allowed=True)
    assert not school.alarms
    school.memorandum.has_alarm = lambda _campus: False
    school.memorandum.note(OFFICER, "PLAYBACK", CAMERA, allowed=True)
    assert school.alarms == [("Viewing without an alarm", HS, "Medium")]


def test_somebody_not_listed_gets_nothing_and_the_school_hears_of_it_once(tmp_path: Path) -> None:
    def unlist(told: dict[str, Any]) -> None:
        told["agencies"][0]["persons"][0]["user"] = "somebody-else"
        told["break_glass"]["users"] = ["somebody-else"]

    school = School(tmp_path, unlist)
    assert school.is_closed(), "who is not listed is no exception"
    for _ in range(3):
        with pytest.raises(NotAllowedError, match="does not list you"):
            school.ask()
    with pytest.raises(NotAllowedError):
        school.memorandum.break_glass(OFFICER, HS, "now")
    assert school.alarms == [("Attempt by a person who is not listed", HS, "Medium")]


def test_repeated_attempts_become_one_alarm(school: School) -> None:
    other = f"cameras/{guid('cameras', 'HS Main · 1F · Entrance')}"
    for _ in range(20):
        school.memorandum.note(OFFICER, "VIEW_LIVE", CAMERA, allowed=False)
        school.passes(seconds=1)
    assert len(school.memorandum.viewings.attempts) == 1, "a program that asks again by itself is one attempt"
    assert not school.alarms
    school.passes(seconds=30)
    school.memorandum.note(OFFICER, "VIEW_LIVE", CAMERA, allowed=False)
    school.memorandum.note(OFFICER, "PLAYBACK", other, allowed=False)
    school.passes(seconds=30)
    school.memorandum.note(OFFICER, "PLAYBACK", other, allowed=False)
    assert school.alarms == [("Repeated attempts to see closed cameras", HS, "Medium")]


def test_what_is_no_device_of_the_site_is_no_attempt(school: School) -> None:
    for number in range(50):
        school.memorandum.note(OFFICER, "VIEW_LIVE", f"cameras/{number}", allowed=False)
    assert not school.memorandum.viewings.attempts
    assert not school.alarms


def test_units_cleared_closes_the_campus_and_watching_again_is_unusual(school: School) -> None:
    grant, elm = school.opened(), school.opened(campus=ELM)
    assert school.memorandum.clear_units(HS, DISPATCHER) == 1
    assert school.memorandum.grants[grant.id].ending == UNITS_CLEARED
    assert school.memorandum.grants[elm.id].is_open
    assert school.is_closed()
    school.passes(seconds=5)
    school.opened()
    school.memorandum.note(OFFICER, "VIEW_LIVE", CAMERA, allowed=True)
    assert ("Viewing after all units were cleared", HS, "Medium") in school.alarms


def test_who_may_end(school: School) -> None:
    grant = school.opened(campus=ELM)
    with pytest.raises(NotAllowedError, match="cannot end"):
        school.memorandum.end(grant.id, PRINCIPAL, SCHOOL)
    assert school.memorandum.end(grant.id, OFFICER, SCHOOL).ending == WITHDRAWN, (
        "his own giving up is no act of the school's"
    )
    with pytest.raises(NotAllowedError, match="ended already"):
        school.memorandum.end(grant.id, DISTRICT, SCHOOL)
    with pytest.raises(NotAllowedError, match="no longer knows"):
        school.memorandum.end("x", DISTRICT, SCHOOL)


def test_broken_glass_opens_at_once_for_a_short_time_and_rings_every_time(school: School) -> None:
    with pytest.raises(NotAllowedError, match="Say why"):
        school.memorandum.break_glass(OFFICER, HS, " ")
    grant = school.memorandum.break_glass(OFFICER, HS, "Shots fired")
    assert grant.is_open
    assert grant.is_break_glass
    assert not school.is_closed()
    assert [(campus, priority) for _, campus, priority in school.alarms] == [(HS, "High")]
    school.passes(minutes=10)
    assert school.is_closed()
    school.memorandum.break_glass(OFFICER, HS, "Again")
    assert len(school.alarms) == 2
    for user in (PRINCIPAL, DISPATCHER):
        with pytest.raises(NotAllowedError):
            school.memorandum.break_glass(user, HS, "me too")


def test_glass_is_not_broken_where_the_policy_does_not_say_so(tmp_path: Path) -> None:
    school = School(tmp_path, lambda told: told.update(break_glass=None))
    with pytest.raises(NotAllowedError):
        school.memorandum.break_glass(OFFICER, HS, "Shots fired")
    assert school.is_closed()


def test_a_911_call_opens_by_itself_for_the_designated_persons(school: School) -> None:
    opened = school.memorandum.call(HS, "A caller says that somebody is armed.")
    assert [grant.user for grant in opened] == [OFFICER]
    assert not school.is_closed()
    assert school.alarms == [("911 call", HS, "High")]


def test_a_call_opens_nothing_where_the_policy_does_not_say_so(tmp_path: Path) -> None:
    school = School(tmp_path, lambda told: circumstance(told, "911 call").update(opens_by_itself=False))
    assert school.memorandum.call(HS, "A caller.") == []
    assert school.is_closed()


def test_rooms_that_are_never_opened_stay_closed(tmp_path: Path) -> None:
    school = School(tmp_path, lambda told: told["never_opened"].update(cameras=["*hall a*"]))
    school.opened()
    assert school.is_closed()
    school.memorandum.break_glass(OFFICER, HS, "Shots fired")
    assert school.is_closed(), "not even then"


def test_viewings_begin_and_end_with_what_is_asked_for(school: School) -> None:
    school.opened()
    for _ in range(5):
        school.memorandum.note(OFFICER, "VIEW_LIVE", CAMERA, allowed=True)
        school.passes(seconds=1)
    assert [each.since for each in school.memorandum.viewings.present] == [MONDAY_NOON]
    school.passes(seconds=10)
    assert school.memorandum.viewings.present == []
    school.memorandum.note(OFFICER, "PLAYBACK", CAMERA, allowed=True)
    school.memorandum.end(next(iter(school.memorandum.grants)), PRINCIPAL, SCHOOL)
    assert school.memorandum.viewings.present == [], "no longer than the grant"
    kept = list(school.memorandum.viewings.between(MONDAY_NOON, school.at + timedelta(1)))
    assert [each.is_recorded for each in kept] == [False, True]
    assert all(each.until is not None for each in kept)


def test_a_clock_that_jumps_back_neither_opens_nor_keeps_open(school: School) -> None:
    grant = school.opened()
    school.passes(minutes=61)
    school.passes(minutes=-50)
    assert school.is_closed()
    assert not school.memorandum.grants[grant.id].is_open


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"effective_from": "2030-01-01"}, "takes effect"),
        ({"effective_until": "2025-02-01"}, "expired"),
        ({"format": 2}, "format 2"),
        ({"agencies": 7}, "cannot be read"),
        ({"time_zone": "Moon/Sea"}, "cannot be read"),
    ],
)
def test_a_policy_not_in_order_is_refused_with_a_sentence(
    change: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    path = write_policy(tmp_path, lambda told: told.update(change))
    with pytest.raises(PolicyRefusedError, match=sentence):
        read(path, "", MONDAY_NOON)


def test_another_version_than_the_one_expected_is_refused(tmp_path: Path) -> None:
    path = write_policy(tmp_path)
    assert read(path, "", MONDAY_NOON, 1).policy.version == 1
    with pytest.raises(PolicyRefusedError, match="told to expect 2"):
        read(path, "", MONDAY_NOON, 2)


def test_the_district_s_key_is_asked_for_where_it_is_known(tmp_path: Path) -> None:
    ours, theirs = new_signer(), new_signer()
    path = write_policy(tmp_path, signer=ours)
    assert "district's key" in read(path, fingerprint(ours.public_key), MONDAY_NOON).signature
    with pytest.raises(PolicyRefusedError, match="not with the district's"):
        read(path, fingerprint(theirs.public_key), MONDAY_NOON)
