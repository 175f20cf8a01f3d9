"""What the operator asks of an alarm as the server's one request, and what people said as its history tells it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect.alarm_changes import change_for
from smartclient.adapters.xprotect.translate.alarm_history import Said, entries, said, verdict_text
from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys, alarm_keys, verdict_in
from smartclient.adapters.xprotect.translate.alarms import alarm as translated
from smartclient.domain.alarms import Alarm, AlarmState, AlarmTerms, Priority, Verdict
from smartclient.domain.commands import AlarmCommand, AssignAlarm, CommentAlarm, JudgeAlarm, MoveAlarm, RankAlarm
from smartclient.domain.errors import Unsupported
from smartclient.domain.ids import AlarmId

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
ID = AlarmId("11111111-2222-3333-4444-000000000001")


def key(number: int) -> str:
    return f"11111111-2222-3333-4444-{number:012}"


def level(number: int, name: str, value: int | None = None) -> dict[str, Any]:
    return {"id": key(number), "name": name, "level": number if value is None else value}


STATES = [level(1, "New"), level(4, "In progress"), level(9, "On hold"), level(11, "Closed")]
OWN = [level(5, "Verified real"), level(6, "Drill"), level(7, "Waiting for a key")]
REASONS = [level(31, "Resolved"), level(32, "False alarm")]
PLAIN = alarm_keys(STATES, [level(21, "High", 1)], REASONS, [])
RICH = alarm_keys([*STATES, *OWN], [level(21, "High", 1), level(22, "Low", 3)], REASONS, [])


def known(state: AlarmState = AlarmState.NEW, owner: str = "") -> Alarm:
    return Alarm(ID, 1, "Forced", "", Priority.HIGH, state, state.name, NOW, NOW, None, owner)


@pytest.mark.parametrize(
    ("command", "alarm", "keys", "body"),
    [
        (MoveAlarm(ID, AlarmState.IN_PROGRESS), known(), PLAIN, {"state": key(4), "assignedTo.displayName": "me"}),
        (MoveAlarm(ID, AlarmState.IN_PROGRESS), known(owner="Ann"), PLAIN, {"state": key(4)}),
        (MoveAlarm(ID, AlarmState.ON_HOLD, "Later"), known(owner="Ann"), PLAIN, {"state": key(9), "comment": "Later"}),
        (
            MoveAlarm(ID, AlarmState.CLOSED, reason="Resolved"),
            known(owner="Ann"),
            PLAIN,
            {"state": key(11), "reasonForClosing": key(31)},
        ),
        (
            MoveAlarm(ID, AlarmState.NEW),
            known(AlarmState.IN_PROGRESS, "Me"),
            PLAIN,
            {"state": key(1), "assignedTo.displayName": ""},
        ),
        (MoveAlarm(ID, AlarmState.NEW), known(AlarmState.IN_PROGRESS, "Ann"), PLAIN, {"state": key(1)}),
        (
            MoveAlarm(ID, AlarmState.IN_PROGRESS, own_state="waiting for a KEY"),
            known(owner="Ann"),
            RICH,
            {"state": key(7)},
        ),
        (AssignAlarm(ID, "Ann"), known(), PLAIN, {"assignedTo.displayName": "Ann"}),
        (AssignAlarm(ID, ""), known(), PLAIN, {"assignedTo.displayName": ""}),
        (CommentAlarm(ID, "Hello"), known(), PLAIN, {"comment": "Hello"}),
        (RankAlarm(ID, Priority.HIGH), known(), PLAIN, {"priority": key(21)}),
        (
            JudgeAlarm(ID, Verdict.REAL, "A knife"),
            known(owner="Ann"),
            RICH,
            {"state": key(5), "comment": "Verified: real. A knife"},
        ),
        (JudgeAlarm(ID, Verdict.DRILL), known(owner="Ann"), PLAIN, {"state": key(4), "comment": "Verified: drill"}),
        (
            JudgeAlarm(ID, Verdict.FALSE),
            known(owner="Ann"),
            PLAIN,
            {"state": key(11), "comment": "Verified: false alarm", "reasonForClosing": key(32)},
        ),
        (JudgeAlarm(ID, Verdict.REAL), known(AlarmState.CLOSED, "Ann"), RICH, {"comment": "Verified: real"}),
    ],
)
def test_bodies_are_as_published_and_null_leaves_a_thing_as_it_is(
    command: AlarmCommand, alarm: Alarm, keys: AlarmKeys, body: dict[str, str]
) -> None:
    asked = change_for(command, alarm, keys, "me").body
    assert list(asked) == ["state", "priority", "comment", "assignedTo.displayName", "reasonForClosing"]
    assert {name: value for name, value in asked.items() if value is not None} == body


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (MoveAlarm(ID, AlarmState.ON_HOLD), "no alarm state “on hold”"),
        (MoveAlarm(ID, AlarmState.IN_PROGRESS, own_state="Lunch"), "no alarm state “Lunch”"),
        (MoveAlarm(ID, AlarmState.CLOSED, reason="Bored"), "no reason “Bored”"),
        (RankAlarm(ID, Priority.MEDIUM), "no alarm priority “medium”"),
    ],
)
def test_what_a_server_has_not_is_said(command: AlarmCommand, words: str) -> None:
    few = alarm_keys([STATES[0], STATES[1], STATES[3]], [level(21, "High", 1)], REASONS, [])
    with pytest.raises(Unsupported, match=words):
        change_for(command, known(), few, "me")


def test_a_servers_lists_are_told_in_our_words() -> None:
    assert RICH.terms == AlarmTerms(
        frozenset(AlarmState),
        ("Waiting for a key",),
        ("Resolved", "False alarm"),
        frozenset({Priority.HIGH, Priority.LOW}),
    )
    assert RICH.verdicts == {Verdict.REAL: key(5), Verdict.DRILL: key(6)}
    assert alarm_keys([{"id": "nothing"}, {"name": 5}, {}], [{}], [{}], [{}]).terms.states == frozenset()


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Verified real", Verdict.REAL),
        ("Confirmed by SRO", Verdict.REAL),
        ("DRILL", Verdict.DRILL),
        ("Annual exercise", Verdict.DRILL),
        ("False alarm", Verdict.FALSE),
        ("Unverified", None),
        ("Not verified", None),
        ("To be confirmed", None),
        ("Drilling machine", None),
        ("", None),
    ],
)
def test_a_sites_own_words_say_a_verdict_or_none(name: str, verdict: Verdict | None) -> None:
    assert verdict_in(name) is verdict


def step(number: int, state: str = "In progress", text: str = "", by: str = "Ann") -> dict[str, Any]:
    return {"author": by, "time": f"2026-03-02T14:00:{number:02}Z", "state": {"name": state}, "text": text}


def test_a_verdict_stands_until_the_alarm_is_put_back_to_new() -> None:
    steps = [
        step(0, "New", "Alarm created", ""),
        step(1, text="Verified: drill"),
        step(2, "Verified real", by="Bob"),
        step(3, "Verified real", "Police called", "Eve"),
    ]
    told = said(entries(steps))
    assert told.judgement is not None
    assert (told.judgement.verdict, told.judgement.by, told.judgement.at.second) == (Verdict.REAL, "Bob", 2)
    assert told.comment is not None
    assert (told.comment.text, told.comment.by) == ("Police called", "Eve")
    told = said(entries([*steps, step(4, "New")]))
    assert told.judgement is None
    told = said(entries([*steps, step(4, "New"), step(5, "New", "verified:  FALSE ALARM, a cat")]))
    assert told.judgement is not None
    assert told.judgement.verdict is Verdict.FALSE
    assert said(()) == Said()


@pytest.mark.parametrize("verdict", Verdict)
def test_what_is_written_is_read_again(verdict: Verdict) -> None:
    told = said(entries([step(1, text=verdict_text(verdict, "with a word"))]))
    assert told.judgement is not None
    assert told.judgement.verdict is verdict


_hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["author", "time", "state", "name", "text", "priority", "level", "assignedTo"]),
            inner,
            max_size=4,
        )
    ),
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["author", "time", "state", "text", "priority", "assignedTo"]),
            _hostile | st.just("2026-03-02T14:00:00Z"),
            max_size=6,
        ),
        max_size=5,
    )
)
def test_no_history_is_too_strange(items: list[dict[str, Any]]) -> None:
    told = entries(items)
    said(told)
    assert len(told) <= len(items)
    assert all(len(entry.text) <= 2_000 and "<" not in entry.text for entry in told)


@pytest.mark.parametrize(
    ("state", "reason", "verdict"),
    [
        (level(11, "Closed"), key(32), Verdict.FALSE),
        (level(11, "Closed"), {"id": key(32), "name": "False alarm"}, Verdict.FALSE),
        (level(11, "Closed"), "Resolved", None),
        (level(4, "In progress"), "False alarm", None),
        (level(6, "Drill"), None, Verdict.DRILL),
    ],
)
def test_a_state_or_a_reason_says_a_verdict_without_a_name(
    state: object, reason: object, verdict: Verdict | None
) -> None:
    item = {"id": ID, "time": "2026-03-02T14:00:00Z", "state": state, "reasonForClosing": reason}
    told = translated(item, {}, RICH)
    assert told is not None
    assert (told.judgement.verdict if told.judgement else None) is verdict
    assert told.judgement is None or told.judgement.by == ""


def test_instructions_are_those_of_the_definition_of_that_name() -> None:
    keys = alarm_keys(STATES, [], [], [{"name": "Door forced", "description": "Send <b>somebody</b>"}])
    told = translated(
        {"id": ID, "time": "2026-03-02T14:00:00Z", "name": "DOOR FORCED", "category": {"name": "Access"}}, {}, keys
    )
    assert told is not None
    assert (told.instructions, told.category) == ("Send ‹b›somebody‹/b›", "Access")
