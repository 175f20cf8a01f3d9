"""Times and ages read the same everywhere, and foreign text cannot play tricks."""

from datetime import timedelta

import pytest

from smartclient.ui.words import counter, duration, one_line, seconds_since, time_of_day, tooltip, with_whole_age
from tests.builders.watch import START


@pytest.mark.parametrize(
    ("seconds", "short", "long"),
    [
        (0, "00:00", "0 s"),
        (14.9, "00:14", "14 s"),
        (75, "01:15", "1 min"),
        (3_725, "1 h 02", "1 h 02 min"),
        (273_600, "3 d 4 h", "3 d 4 h"),
    ],
)
def test_ages(seconds: float, short: str, long: str) -> None:
    assert (counter(seconds), duration(seconds)) == (short, long)


def test_an_age_at_the_end_stays_on_one_line() -> None:
    assert with_whole_age("Locked since 14:02:11 · 1 h 02 min") == "Locked since 14:02:11 ·\xa01\xa0h\xa002\xa0min"
    for text in ("Locked", "Weapon carried through the entrance · HS Main · Door 1"):
        assert with_whole_age(text).split() == text.split()


def test_a_clock_ahead_of_ours_is_now() -> None:
    assert seconds_since(START + timedelta(seconds=5), START) == 0


def test_another_day_has_its_date() -> None:
    assert time_of_day(START, START) == f"{START.astimezone():%H:%M:%S}"
    before = START - timedelta(days=3)
    assert time_of_day(before, START).startswith(str(before.astimezone().day))


@pytest.mark.parametrize("text", ["a\nb", "a\x00b", "a\u2028b", "a \t b"])
def test_one_line_is_one_line(text: str) -> None:
    assert one_line(text) == "a b"


def test_one_line_has_an_end() -> None:
    assert len(one_line("x" * 1_000_000)) == 400


def test_markup_in_a_tool_tip_is_shown_not_obeyed() -> None:
    assert tooltip("<a href='x'>b</a> & c") == "<qt>&lt;a href='x'&gt;b&lt;/a&gt; &amp; c</qt>"
    assert tooltip("") == ""
