"""A campus is in use by the clock on its wall: weekdays, holidays, hours of its own, games in the evening, nights, and summer time."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.session.rules.calendar import is_in_use, zone_of
from smartclient.session.rules.rulebook import WEEKDAYS, Closed, Hours, Rulebook, Use
from smartclient.session.rules.rules_file import NotRules, RulesFile, understood, written

DETROIT = ZoneInfo("America/Detroit")
HIGH, ELM = "Maple Grove High School", "Elm Street Elementary School"
BOOK = Rulebook(
    time_zone="America/Detroit",
    hours=(Hours(), Hours(campus=HIGH, begin=time(6, 30), end=time(18, 0))),
    closed=(Closed(first=date(2026, 11, 26), last=date(2026, 11, 27), name="Thanksgiving"),),
    use=(
        Use(name="Basketball", campus=HIGH, on=date(2026, 11, 27), begin=time(18, 0), end=time(22, 30)),
        Use(name="Night school", campus=ELM, days=("tue",), begin=time(20, 0), end=time(1, 0)),
    ),
)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), DETROIT).astimezone(UTC)


MONDAY, TUESDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28)
THANKSGIVING, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("campus", "at", "expected"),
    [
        (ELM, local(MONDAY, 7), True),
        (ELM, local(MONDAY, 6, 59), False),
        (ELM, local(MONDAY, 17), False),
        (HIGH, local(MONDAY, 17), True),
        (HIGH.upper(), local(MONDAY, 17), True),
        (HIGH, local(SATURDAY, 10), False),
        (HIGH, local(THANKSGIVING, 10), False),
        (HIGH, local(FRIDAY, 20), True),
        (ELM, local(FRIDAY, 20), False),
        (ELM, local(TUESDAY, 23), True),
        (ELM, local(TUESDAY + timedelta(days=1), 0, 59), True),
        (ELM, local(TUESDAY + timedelta(days=1), 1), False),
    ],
)
def test_in_use(campus: str, at: datetime, expected: bool) -> None:
    assert is_in_use(BOOK, campus, at, DETROIT) is expected


def test_the_wall_clock_counts_through_both_changes_of_the_clock() -> None:
    sundays = Rulebook(hours=(Hours(days=("sun",), begin=time(1, 0), end=time(3, 30)),))
    for day, hours in ((date(2026, 3, 8), 1.5), (date(2026, 11, 1), 3.5)):
        start = local(day, 0)
        minutes = [is_in_use(sundays, ELM, start + timedelta(minutes=n), DETROIT) for n in range(360)]
        assert sum(minutes) == hours * 60, (
            "what lasts two and a half hours on the wall is shorter in spring, longer in autumn"
        )


def test_an_unknown_zone_is_this_machines() -> None:
    assert zone_of("America/Detroit") == DETROIT
    assert zone_of("") is None
    assert zone_of("Nowhere/At all") is None
    assert zone_of("../../etc/passwd") is None


days = st.lists(st.sampled_from(WEEKDAYS), unique=True).map(tuple)
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))
dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))
books = st.builds(
    Rulebook,
    time_zone=st.sampled_from(["", "America/Detroit"]),
    hours=st.lists(st.builds(Hours, campus=st.text(max_size=5), days=days, begin=times, end=times), max_size=3).map(
        tuple
    ),
    closed=st.lists(
        st.builds(Closed, first=dates, last=dates, name=st.text(max_size=8), campus=st.sampled_from(["", HIGH])),
        max_size=3,
    ).map(tuple),
    use=st.lists(
        st.builds(Use, name=st.text(max_size=8), on=st.none() | dates, days=days, begin=times, end=times), max_size=3
    ).map(tuple),
)


@given(books)
def test_what_is_written_is_read_back(book: Rulebook) -> None:
    assert understood(written(book)) == book


@given(books, st.integers(0, 2 * 365 * 24 * 60), st.sampled_from([HIGH, ELM]))
def test_more_use_never_closes_and_more_holidays_never_open(book: Rulebook, minutes: int, campus: str) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    day = moment.astimezone(DETROIT).date()
    before = is_in_use(book, campus, moment, DETROIT)
    more = Rulebook(hours=book.hours, closed=book.closed, use=(*book.use, Use(on=day)))
    fewer = Rulebook(hours=book.hours, closed=(*book.closed, Closed(first=day, last=day)), use=book.use)
    assert is_in_use(more, campus, moment, DETROIT) >= before
    assert is_in_use(fewer, campus, moment, DETROIT) <= before


def test_a_file_that_is_no_rules_says_what_is_wrong(tmp_path: Path) -> None:
    file = RulesFile(tmp_path)
    assert file.read() == Rulebook()
    for text, words in (
        ('[[hours]]\ndays = ["monday"]', "“monday” is no weekday"),
        ("[denied]\ntimes = 0", "less than nothing"),
        ("[denied]\ntimes = many", "not understood"),
        ('[[closed]]\nfirst = "soon"', "not understood"),
    ):
        file.path.write_text(text)
        with pytest.raises(NotRules, match=words):
            file.read()
    file.path.write_bytes(b"\xff\xfe")
    with pytest.raises(NotRules, match="not text"):
        file.read()
    file.write(BOOK)
    assert file.read() == BOOK
