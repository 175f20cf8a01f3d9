"""The model of all alarms: as long as the answer, read a page at a time, and steady while alarms come."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.ids import AlarmId
from smartclient.session.alarm_search import HEAD, Found
from smartclient.store.alarm_course import Course, Piece
from smartclient.store.alarm_filter import AlarmFilter, Stage
from smartclient.ui.alarms.alarm_words import AlarmWords
from smartclient.ui.alarms.past_model import MOST_PAGES, PAGE, PastModel
from tests.builders.watch import new_watch

pytestmark = pytest.mark.usefixtures("qapp")
START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
ALL = AlarmFilter(Stage.ANY)


def alarm_of(number: int) -> Alarm:
    """The higher the number, the newer; nine minutes apart, so that hours have different counts."""
    at = START + timedelta(minutes=9 * number)
    return Alarm(AlarmId(str(number)), number, "Door", "", Priority.LOW, AlarmState.CLOSED, "", at, at, None)


class Archive:
    """Answers when told to, from what it has then."""

    def __init__(self) -> None:
        self.alarms: list[Alarm] = []
        self.waiting: list[tuple[Piece, Callable[[list[Alarm]], None]]] = []
        self.reads = 0
        self.owner = QObject()

    def read(self, piece: Piece, then: Callable[[list[Alarm]], None]) -> None:
        self.waiting.append((piece, then))

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for piece, then in waiting:
            self.reads += 1
            before = datetime.max.replace(tzinfo=UTC)
            if piece.before is not None:
                before = datetime.fromtimestamp(piece.before / 1_000_000, UTC)
            older = [alarm for alarm in self.alarms if alarm.at < before]
            then(older[piece.skip : piece.skip + piece.most])

    @property
    def found(self) -> Found:
        return Found(ALL, Course.of(self.alarms), tuple(self.alarms[:HEAD]), is_all=True)


def model_of(archive: Archive) -> PastModel:
    watch = new_watch()
    words = AlarmWords(watch.store, watch.clock, lambda device: str(device), lambda _alarm: (("", ""),))
    model = PastModel(archive.read, words, archive.owner)
    model.show(archive.found)
    return model


def numbers(model: PastModel, archive: Archive, rows: range) -> list[int | None]:
    for row in rows:
        model.alarm(row)
    archive.answer()
    return [alarm.number if (alarm := model.alarm(row)) is not None else None for row in rows]


@given(st.integers(1, 700), st.integers(0, 699))
def test_every_row_is_the_alarm_in_its_place(count: int, first: int) -> None:
    archive = Archive()
    archive.alarms = [alarm_of(number) for number in reversed(range(count))]
    model = model_of(archive)
    rows = range(min(first, count - 1), min(first + 30, count))
    assert model.rowCount() == count
    assert numbers(model, archive, rows) == [count - 1 - row for row in rows]


def test_what_is_looked_at_stays_and_is_shown_while_new_alarms_come() -> None:
    archive = Archive()
    archive.alarms = [alarm_of(number) for number in reversed(range(1_000))]
    model = model_of(archive)
    assert numbers(model, archive, range(500, 510)) == list(range(499, 489, -1))
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    archive.alarms = [alarm_of(1_001), alarm_of(1_000), *archive.alarms]
    model.show(archive.found)
    assert inserted == [(0, 1)]
    shown = [model.alarm(row) for row in range(502, 512)]
    assert [alarm.number for alarm in shown if alarm is not None] == list(range(499, 489, -1)), (
        "before it is read again"
    )


def test_older_alarms_come_below() -> None:
    archive = Archive()
    archive.alarms = [alarm_of(number) for number in range(300, 150, -1)]
    model = model_of(archive)
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    archive.alarms = [alarm_of(number) for number in range(300, 0, -1)]
    model.show(archive.found)
    assert inserted == [(150, 299)]
    assert numbers(model, archive, range(290, 300)) == list(range(10, 0, -1))


def test_pages_are_kept_within_a_bound() -> None:
    archive = Archive()
    archive.alarms = [alarm_of(number) for number in reversed(range((MOST_PAGES + 20) * PAGE))]
    model = model_of(archive)
    for row in range(HEAD, model.rowCount(), PAGE):
        numbers(model, archive, range(row, row + 1))
    assert len(model._pages) == MOST_PAGES
