"""Lateness: what makes a line delayed, and what makes it live again."""

from datetime import UTC, datetime, timedelta

from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import EventId
from smartclient.session.lateness import SILENT_S, STAYS_LATE_S, Lateness

UP = datetime(2026, 1, 31, 12, tzinfo=UTC)


def event(after_s: float) -> Happened:
    return Happened(EventId(f"{after_s}"), UP + timedelta(seconds=after_s), EventKind.OTHER, None)


def heard(lateness: Lateness, at_s: float, *events: Happened) -> str:
    lateness.hear(events, UP + timedelta(seconds=at_s), at_s)
    return lateness.sentence(at_s)


def test_events_in_time_are_live() -> None:
    assert heard(Lateness(UP, 0), 100, event(95.1)) == ""


def test_an_event_that_comes_late_delays_the_line_until_one_is_in_time() -> None:
    lateness = Lateness(UP, 0)
    assert heard(lateness, 100, event(88)).startswith("Events arrive 12 s late")
    assert heard(lateness, 101) != ""
    assert heard(lateness, 102, event(90), event(101)) == ""


def test_one_late_event_is_forgotten_after_a_while() -> None:
    lateness = Lateness(UP, 0)
    heard(lateness, 100, event(88))
    assert heard(lateness, 100 + STAYS_LATE_S) == ""


def test_what_is_replayed_after_a_cut_is_not_late() -> None:
    assert heard(Lateness(UP, 0), 1, event(-60)) == ""


def test_silence_is_noticed_and_any_word_ends_it() -> None:
    lateness = Lateness(UP, 0)
    assert lateness.sentence(SILENT_S) == ""
    assert lateness.sentence(SILENT_S + 1) == "The server has been silent for 13 s."
    assert heard(lateness, SILENT_S + 1) == ""
