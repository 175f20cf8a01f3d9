"""Typed times mean what a person at a desk means by them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.store.typed_time import NotATime, parse_time

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=CHICAGO)  # a Monday


def local(text: str, now: datetime = NOW) -> str:
    return parse_time(text, now.astimezone(UTC), CHICAGO).astimezone(CHICAGO).strftime("%Y-%m-%d %H:%M:%S.%f")[:23]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9:15", "2026-11-23 09:15:00.000"),
        ("09:15:30.25", "2026-11-23 09:15:30.250"),
        ("10:42", "2026-11-22 10:42:00.000"),
        ("8 am", "2026-11-23 08:00:00.000"),
        ("12 am", "2026-11-23 00:00:00.000"),
        ("2:05 p.m.", "2026-11-22 14:05:00.000"),
        ("yesterday 14:05:30", "2026-11-22 14:05:30.000"),
        ("14:05 yesterday", "2026-11-22 14:05:00.000"),
        ("Yesterday, at 2 pm", "2026-11-22 14:00:00.000"),
        ("today", "2026-11-23 00:00:00.000"),
        ("fri 7:30", "2026-11-20 07:30:00.000"),
        ("Monday 9:00", "2026-11-23 09:00:00.000"),
        ("Monday 11:00", "2026-11-16 11:00:00.000"),
        ("11/20 08:00", "2026-11-20 08:00:00.000"),
        ("12/24 08:00", "2025-12-24 08:00:00.000"),
        ("11/20/2025 8 pm", "2025-11-20 20:00:00.000"),
        ("11/20/25 8 pm", "2025-11-20 20:00:00.000"),
        ("20.11. 08:00", "2026-11-20 08:00:00.000"),
        ("20.11.2026 08:00", "2026-11-20 08:00:00.000"),
        ("20 Nov 8:00", "2026-11-20 08:00:00.000"),
        ("November 20th 8:00", "2026-11-20 08:00:00.000"),
        ("2026-11-20 08:00:05.250", "2026-11-20 08:00:05.250"),
        ("2026-11-20T14:00:05Z", "2026-11-20 08:00:05.000"),
        ("2026-11-20", "2026-11-20 00:00:00.000"),
        ("5 min ago", "2026-11-23 09:25:00.000"),
        ("-90 s", "2026-11-23 09:28:30.000"),
        ("2h ago", "2026-11-23 07:30:00.000"),
        ("now", "2026-11-23 09:30:00.000"),
    ],
)
def test_it_means(text: str, meant: str) -> None:
    assert local(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "   ", "25:00", "10:61", "13 pm", "hall b", "42", "31.11. 08:00", "2027-01-01", "today 23:00", "9" * 90],
)
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(NotATime):
        parse_time(text, NOW, CHICAGO)


def test_the_hour_that_clocks_leave_out_counts_on() -> None:
    after = datetime(2026, 3, 8, 12, 0, tzinfo=CHICAGO)
    assert local("2:30", after) == "2026-03-08 03:30:00.000"


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    after = datetime(2026, 11, 1, 12, 0, tzinfo=CHICAGO)
    assert parse_time("1:30", after, CHICAGO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@given(st.text(max_size=80))
def test_nothing_typed_breaks_it(text: str) -> None:
    try:
        at = parse_time(text, NOW, CHICAGO)
    except NotATime:
        return
    assert at <= NOW
