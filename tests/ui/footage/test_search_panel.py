"""Searching: what was typed is understood or said to be none, results come as rows, Enter opens one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import PastSource
from smartclient.domain.ids import DeviceId, LevelId, UnitId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Unit, UnitKind
from smartclient.session.footage_search import Found
from smartclient.store.span_selection import SpanSelection
from smartclient.ui.footage.region_picker import WHOLE
from smartclient.ui.footage.search_panel import SearchPanel, SearchVerbs
from smartclient.video.motion_search import Progress, Region
from smartclient.video.thumbnails import Thumbnails
from tests.builders.watch import CAMERA, START, Watch

ROOM = Unit(UnitId("214"), LevelId("2F"), UnitKind.ROOM, "classroom", "", "214", (), (0.0, 0.0))


class Silent(Thumbnails):
    """Has no pictures."""

    def __init__(self) -> None:
        super().__init__(_none, _at_once)

    def wish(self, camera: DeviceId, at: datetime) -> None:
        """Comes to nothing."""


def _none(camera: DeviceId) -> PastSource:
    raise NoPicture(f"{camera} has none.")


def _at_once(call: Callable[[], None]) -> None:
    call()


@dataclass
class Plan:
    """Knows one room."""

    selected: Unit | None = None

    def room(self, text: str) -> Unit | None:
        return ROOM if text == "214" else None

    def selected_room(self) -> Unit | None:
        return self.selected

    def words(self, unit: Unit) -> str:
        return f"room {unit.number}"


@dataclass
class Asked:
    """What the panel asked for."""

    rooms: list[tuple[Unit, Span]] = field(default_factory=list)
    motion: list[tuple[DeviceId, Region, Span]] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    stopped: int = 0
    camera: DeviceId | None = CAMERA

    def stop(self) -> None:
        self.stopped += 1

    def compare(self, day: str) -> str:
        self.days.append(day)
        return "Two days."


@pytest.fixture
def asked() -> Asked:
    return Asked()


def panel_of(
    qtbot: QtBot, watch: Watch, asked: Asked, plan: Plan | None = None, selection: Span | None = None
) -> SearchPanel:
    verbs = SearchVerbs(
        lambda unit, span: asked.rooms.append((unit, span)),
        lambda camera, region, span: asked.motion.append((camera, region, span)),
        asked.stop,
        asked.compare,
        asked.stop,
        lambda: asked.camera,
        lambda _camera: "Hall B",
    )
    marks = SpanSelection()
    if selection is not None:
        marks.select(selection)
    panel = SearchPanel(verbs, plan or Plan(), marks, Silent(), watch.theme, watch.clock)
    qtbot.addWidget(panel)
    panel.resize(330, 600)
    panel.show()
    return panel


def ago(minutes: float) -> datetime:
    return START - timedelta(minutes=minutes)


def found(minutes: float, why: str = "sees 46% of it") -> Found:
    return Found(CAMERA, Span(ago(minutes), ago(minutes - 1)), why, is_motion=True)


def test_a_room_between_two_typed_times(qtbot: QtBot, watch: Watch, asked: Asked) -> None:
    panel = panel_of(qtbot, watch, asked)
    panel.room.setText("214")
    panel.begin.setText("40 min ago")
    panel.end.setText("20 min ago")
    QTest.keyClick(panel.end, Qt.Key.Key_Return)
    assert asked.rooms == [(ROOM, Span(ago(40), ago(20)))]
    assert panel.stop.isVisible()
    opened = Mock()
    panel.opened.connect(opened)
    panel.show_found([found(35), found(30)], "2 cameras see room 214.")
    assert panel.rows.count() == 2
    assert "Hall B · sees 46% of it" in panel.rows.item(0).text()
    assert not panel.progress.isVisible()
    panel.rows.setCurrentRow(1)
    QTest.keyClick(panel.rows, Qt.Key.Key_Return)
    opened.assert_called_once_with(found(30))


def test_the_marked_span_and_the_selected_room_stand_ready(qtbot: QtBot, watch: Watch, asked: Asked) -> None:
    panel = panel_of(qtbot, watch, asked, Plan(ROOM), Span(ago(9), ago(3)))
    panel.begin_search()
    assert "room 214" in panel.words.text()
    panel.run.click()
    assert asked.rooms == [(ROOM, Span(ago(9), ago(3)))]


@pytest.mark.parametrize(
    ("room", "begin", "end", "said"),
    [
        ("214", "noonish", "now", "is no time"),
        ("214", "20 min ago", "40 min ago", "must come after"),
        ("214", "9 days ago", "now", "at most three days"),
        ("999", "20 min ago", "now", "No room is called “999”"),
        ("", "20 min ago", "now", "select something"),
    ],
)
def test_what_cannot_be_searched_is_said(
    qtbot: QtBot, watch: Watch, asked: Asked, room: str, begin: str, end: str, said: str
) -> None:
    panel = panel_of(qtbot, watch, asked)
    panel.room.setText(room)
    panel.begin.setText(begin)
    panel.end.setText(end)
    panel.run.click()
    assert said in panel.words.text()
    assert not asked.rooms


def test_motion_in_a_drawn_part_with_progress_and_a_way_to_stop(qtbot: QtBot, watch: Watch, asked: Asked) -> None:
    panel = panel_of(qtbot, watch, asked)
    panel.by_motion.click()
    panel.begin.setText("5 min ago")
    panel.end.setText("now")
    picker = panel.picker
    width, height = picker.width(), picker.height()
    QTest.mousePress(picker, Qt.MouseButton.LeftButton, pos=QPoint(width // 4, height // 4))
    QTest.mouseMove(picker, QPoint(width // 2, height // 2))
    QTest.mouseRelease(picker, Qt.MouseButton.LeftButton, pos=QPoint(width // 2, height // 2))
    panel.run.click()
    camera, region, span = asked.motion[0]
    assert (camera, span) == (CAMERA, Span(ago(5), START))
    assert (region.left, region.top) == pytest.approx((0.25, 0.25), abs=0.01)
    assert (region.right, region.bottom) == pytest.approx((0.5, 0.5), abs=0.01)
    panel.show_progress([found(4)], Progress(0.5, (found(4).span,)))
    assert panel.progress.value() == 500
    assert panel.rows.count() == 1
    panel.stop.click()
    assert asked.stopped == 1
    assert not panel.progress.isVisible()


def test_an_ended_search_says_how_it_ended(qtbot: QtBot, watch: Watch, asked: Asked) -> None:
    panel = panel_of(qtbot, watch, asked)
    panel.by_motion.click()
    panel.show_progress([], Progress(1.0, (), is_over=True))
    assert panel.words.text() == "No motion."
    panel.show_progress(
        [found(4)], Progress(1.0, (found(4).span,), is_over=True, trouble="3 pictures could not be read.")
    )
    assert panel.words.text() == "Motion was found once. 3 pictures could not be read."


def test_the_part_is_moved_by_keys_and_a_click_takes_all(qtbot: QtBot, watch: Watch, asked: Asked) -> None:
    panel = panel_of(qtbot, watch, asked)
    panel.by_motion.click()
    picker = panel.picker
    picker.pick(Region(0.2, 0.2, 0.4, 0.4))
    QTest.keyClick(picker, Qt.Key.Key_Right)
    QTest.keyClick(picker, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    region = picker.region
    assert (region.left, region.top, region.right, region.bottom) == pytest.approx((0.25, 0.2, 0.45, 0.45))
    for _ in range(40):
        QTest.keyClick(picker, Qt.Key.Key_Right)
    assert picker.region.right == pytest.approx(1.0)
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert picker.region == WHOLE


def test_two_days(qtbot: QtBot, watch: Watch, asked: Asked) -> None:
    panel = panel_of(qtbot, watch, asked)
    panel.by_day.click()
    panel.day.setText("Monday")
    QTest.keyClick(panel.day, Qt.Key.Key_Return)
    assert asked.days == ["Monday"]
    assert panel.words.text() == "Two days."
    panel.stop.click()
    assert asked.stopped == 1
