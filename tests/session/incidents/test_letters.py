"""Letters between consoles: hostile ones are none."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.ids import ConsoleId, IncidentId
from smartclient.runtime.clock import ManualClock
from smartclient.session.incidents.letters import Here, Pointed, encoded, opened
from smartclient.session.incidents.presence import GONE_AFTER_S, Presence

START = datetime(2026, 11, 23, 15, tzinfo=UTC)
HERE = Here("abcdef", "hale", START, "i-1234", {"i-1234": {"abcdef": 3}})


def test_a_letter_comes_as_it_was_sent() -> None:
    assert opened(encoded(HERE)) == HERE
    pointed = Pointed("abcdef", "hale", "i-1234", (-89.5, 43.1), "1F")
    assert opened(encoded(pointed)) == pointed


@pytest.mark.parametrize(
    "changed",
    [
        {"letter": "spell"},
        {"console": "../etc"},
        {"by": "x" * 500},
        {"at": "2026-11-23T15:00:00"},
        {"at": "soon"},
        {"incident": "<b>"},
        {"have": {"i-1234": {"a b": 1}}},
        {"have": {f"i-{n:05}": {} for n in range(500)}},
        {"have": {"i-1234": {"abcdef": "many"}}},
    ],
)
def test_what_is_no_letter_is_none(changed: dict[str, object]) -> None:
    assert opened(json.dumps(json.loads(encoded(HERE)) | changed).encode()) is None


@given(st.binary(max_size=300))
def test_no_bytes_are_a_surprise(data: bytes) -> None:
    opened(data)


def test_a_position_that_is_not_on_earth_is_none() -> None:
    assert opened(encoded(Pointed("abcdef", "hale", "i-1234", (500.0, 43.1)))) is None
    assert opened(b'{"letter":"entries","console":"abcdef","entries":[' + b"0," * 100_000 + b"0]}") is None


def test_who_is_silent_is_gone() -> None:
    clock = ManualClock(START)
    presence, told = Presence(clock), list[None]()
    presence.changed.connect(told.append)
    console, incident = ConsoleId("abcdef"), IncidentId("i-1234")
    assert presence.hear(console, "hale", incident, START)
    assert not presence.hear(console, "hale", incident, START)
    assert [one.name for one in presence.on(incident)] == ["hale"]
    clock.advance(GONE_AFTER_S + 1)
    presence.tidy()
    assert presence.everybody == ()
    assert len(told) == 2
