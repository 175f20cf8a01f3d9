"""What a tile says of a gap, in local time."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from smartclient.video.status import Gap, gap_words


@pytest.fixture(autouse=True)
def new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (at(3, 15), at(3, 16, 30), "Not recorded from 10:00:00 to 11:30:00"),
        (at(4, 3, 10), at(4, 10, 58), "Not recorded from 3 Nov 22:10:00 to 4 Nov 05:58:00"),
        # the hour that is there twice when summer time ends
        (at(1, 5, 30), at(1, 6, 30), "Not recorded from 01:30:00 EDT to 01:30:00 EST"),
        (at(8, 6, 30, month=3), at(8, 7, 30, month=3), "Not recorded from 01:30:00 EST to 03:30:00 EDT"),
        (None, at(3, 15), "Nothing is recorded before 3 Nov 10:00:00"),
        (at(3, 15), None, "Nothing is recorded after 3 Nov 10:00:00"),
        (None, None, "Nothing is recorded"),
    ],
)
def test_a_gap_is_said_in_local_time_and_is_never_ambiguous(
    begin: datetime | None, end: datetime | None, words: str
) -> None:
    assert gap_words(Gap(begin, end)) == words
