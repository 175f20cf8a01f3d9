"""Searching footage: what cameras saw of a room, motion in a part of one camera's picture, or two days side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Unit
from smartclient.runtime.clock import Clock
from smartclient.session.footage_search import Found
from smartclient.store.span_selection import SpanSelection
from smartclient.store.typed_time import NotATime, parse_time
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.footage.region_picker import RegionPicker
from smartclient.ui.footage.rows import FootageRows
from smartclient.ui.footage.words import moment_words, piece_words
from smartclient.ui.frame_image import frame_image
from smartclient.ui.theme import Theme, Tone
from smartclient.video.motion_search import Progress, Region
from smartclient.video.thumbnails import Thumbnail, Thumbnails

_ICON = QSize(80, 45)
_NEAR = timedelta(seconds=5)
_USUAL = timedelta(minutes=20)
LONGEST = timedelta(days=3)


class Rooms(Protocol):
    """Where rooms are known."""

    def room(self, text: str) -> Unit | None:
        """The room meant by what was typed."""
        ...

    def selected_room(self) -> Unit | None:
        """The room of what is selected on the map."""
        ...

    def words(self, unit: Unit) -> str:
        """A room's name and place."""
        ...


@dataclass(frozen=True, slots=True)
class SearchVerbs:
    """What the panel asks for; answers come by `show_found` and `show_progress`."""

    find_in_room: Callable[[Unit, Span], None]
    find_motion: Callable[[DeviceId, Region, Span], None]
    cancel: Callable[[], None]
    compare: Callable[[str], str]
    """Shows the day meant beside the watched one; the answer is what came of it, as a sentence."""
    end_comparison: Callable[[], None]
    chosen_camera: Callable[[], DeviceId | None]
    name_of: Callable[[DeviceId], str]


class SearchPanel(QWidget):
    """`opened` carries the Found to watch."""

    opened = Signal(object)

    def __init__(
        self,
        verbs: SearchVerbs,
        rooms: Rooms,
        selection: SpanSelection,
        thumbnails: Thumbnails,
        theme: Theme,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._verbs, self._rooms, self._selection = verbs, rooms, selection
        self._thumbnails, self._theme, self._clock = thumbnails, theme, clock
        self._camera: DeviceId | None = None
        self.by_room, self.by_motion, self.by_day = QToolButton(), QToolButton(), QToolButton()
        self.room, self.begin, self.end, self.day = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.form = QFormLayout()
        self.picker = RegionPicker(theme)
        self.run, self.stop = QPushButton("Search"), QPushButton("Stop")
        self.progress = QProgressBar()
        self.words = text_label("What the search found")
        self.rows: FootageRows[Found] = FootageRows("Found footage", _ICON)
        self._lay_out()
        self._join()
        self.show_way(self.by_room)

    def _lay_out(self) -> None:
        self.setAccessibleName("Search footage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self.progress.setRange(0, 1_000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("How far the search came")
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(8)
        top.addLayout(self._ways())
        top.addLayout(self._fields())
        top.addWidget(self.picker)
        top.addLayout(self._buttons())
        top.addWidget(self.progress)
        top.addWidget(self.words)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(self.rows, 1_000)
        page.addStretch(1)
        self.progress.hide()

    def _ways(self) -> QHBoxLayout:
        ways = QHBoxLayout()
        ways.setSpacing(4)
        group = QButtonGroup(self)
        for button, text in ((self.by_room, "Room"), (self.by_motion, "Motion"), (self.by_day, "Two days")):
            button.setText(text)
            button.setCheckable(True)
            group.addButton(button)
            ways.addWidget(button)
        ways.addStretch(1)
        return ways

    def _fields(self) -> QFormLayout:
        self.form.setHorizontalSpacing(8)
        self.form.setVerticalSpacing(4)
        for name, field, hint in (
            ("Room", self.room, "214, library … or select on the map"),
            ("From", self.begin, "10:00"),
            ("To", self.end, "10:20"),
            ("Other day", self.day, "yesterday, Monday, 11/16 …"),
        ):
            field.setPlaceholderText(hint)
            field.setAccessibleName(name)
            field.setMaxLength(80)
            self.form.addRow(name, field)
        return self.form

    def _buttons(self) -> QHBoxLayout:
        self.run.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.run)
        buttons.addWidget(self.stop)
        buttons.addStretch(1)
        return buttons

    def _join(self) -> None:
        for button in (self.by_room, self.by_motion, self.by_day):
            button.clicked.connect(lambda _checked=False, button=button: self.show_way(button))
        self.run.clicked.connect(self._search)
        for field in (self.room, self.begin, self.end, self.day):
            field.returnPressed.connect(self._search)
        self.stop.clicked.connect(self._cancel)
        self.rows.entered.connect(lambda _row: self._open())
        bind(self, self._thumbnails.arrived, self._on_thumbnail)

    def begin_search(self) -> None:
        """Takes the keyboard; the marked span, else the last minutes, stand in the fields."""
        self._take_times()
        self._take_camera()
        fields = {self.by_room: self.room, self.by_motion: self.picker, self.by_day: self.day}
        next(field for button, field in fields.items() if button.isChecked()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_times(self) -> None:
        now = self._clock.now()
        span = self._selection.span or Span(now - _USUAL, now)
        self.begin.setText(moment_words(span.begin, now))
        self.end.setText(moment_words(span.end, now))

    def show_way(self, way: QToolButton) -> None:
        """Searches in that way: by a room, by motion, or by another day."""
        way.setChecked(True)
        self.form.setRowVisible(self.room, way is self.by_room)
        self.form.setRowVisible(self.begin, way is not self.by_day)
        self.form.setRowVisible(self.end, way is not self.by_day)
        self.form.setRowVisible(self.day, way is self.by_day)
        self.picker.setVisible(way is self.by_motion)
        self.rows.setVisible(way is not self.by_day)
        self.run.setText("Compare" if way is self.by_day else "Search")
        self.stop.setText("End comparison" if way is self.by_day else "Stop")
        self.stop.setVisible(way is self.by_day)
        if not self.begin.text() and not self.end.text():
            self._take_times()
        self._take_camera()

    def _take_camera(self) -> None:
        """The picture to draw on is that of the chosen tile's camera, at the time searched from."""
        self._camera = self._verbs.chosen_camera()
        if self.by_room.isChecked():
            room = self._rooms.selected_room()
            self.words.setText(f"Selected: {self._rooms.words(room)}" if room is not None else "")
        elif self.by_day.isChecked():
            self.words.setText("Shows each camera of the wall twice, at one time of two days, kept in step.")
        elif self._camera is None:
            self.words.setText("Choose a tile with a camera first.")
        else:
            self.words.setText(f"Draw the part of {self._verbs.name_of(self._camera)} to search.")
            span = self._span()
            at = span.begin if span is not None else self._clock.now() - _NEAR
            self._thumbnails.wish(self._camera, at)
            self._show_thumbnail()

    def _span(self) -> Span | None:
        now = self._clock.now()
        try:
            span = Span(parse_time(self.begin.text(), now), parse_time(self.end.text(), now))
        except NotATime:
            return None
        return span if span.begin < span.end else None

    def _search(self) -> None:
        if self.by_day.isChecked():
            self.words.setText(self._verbs.compare(self.day.text()))
            return
        now = self._clock.now()
        try:
            begin, end = parse_time(self.begin.text(), now), parse_time(self.end.text(), now)
        except NotATime as error:
            self.words.setText(str(error))
            return
        if begin >= end or end - begin > LONGEST:
            self.words.setText("The end must come after the beginning, at most three days later.")
            return
        if self.by_room.isChecked():
            self._search_room(Span(begin, end))
        elif self._camera is not None:
            self._begin("Searching …")
            self._verbs.find_motion(self._camera, self.picker.region, Span(begin, end))
        else:
            self.words.setText("Choose a tile with a camera first.")

    def _search_room(self, span: Span) -> None:
        typed = self.room.text().strip()
        unit = self._rooms.room(typed) if typed else self._rooms.selected_room()
        if unit is None:
            self.words.setText(
                f"No room is called “{typed}”." if typed else "Type a room, or select something in one on the map."
            )
            return
        self._begin(f"Searching {self._rooms.words(unit)} …")
        self._verbs.find_in_room(unit, span)

    def _begin(self, words: str) -> None:
        self.words.setText(words)
        self.rows.show_values((), (), ())
        self.progress.setValue(0)
        self.progress.show()
        self.stop.show()

    def _cancel(self) -> None:
        if self.by_day.isChecked():
            self._verbs.end_comparison()
            return
        self._verbs.cancel()
        self._end("Stopped.")

    def _end(self, words: str) -> None:
        self.progress.hide()
        self.stop.hide()
        self.words.setText(words)

    def show_found(self, found: Sequence[Found], words: str) -> None:
        """These were found; the search is over."""
        self._end(words)
        self._show_rows(found)

    def show_progress(self, found: Sequence[Found], progress: Progress) -> None:
        """So far."""
        self.progress.setValue(round(1_000 * progress.share))
        if len(found) != len(self.rows.values) or progress.is_over:
            self._show_rows(found)
        if progress.is_over:
            count = f"{len(found)} times" if len(found) != 1 else "once"
            self._end(
                f"Motion was found {count}. {progress.trouble}".strip() if found else progress.trouble or "No motion."
            )

    def _show_rows(self, found: Sequence[Found]) -> None:
        now = self._clock.now()
        lines = [(piece_words(each.span, now), f"{self._verbs.name_of(each.camera)} · {each.why}") for each in found]
        for each in found[:40]:
            self._thumbnails.wish(each.camera, each.span.begin)
        self.rows.show_values(found, lines, [self._icon(each) for each in found])

    def _icon(self, found: Found) -> QIcon:
        thumbnail = self._thumbnails.nearest(found.camera, found.span.begin, _NEAR)
        if thumbnail is None or thumbnail.frame is None:
            blank = QPixmap(_ICON)
            blank.fill(self._theme.color(Tone.GROUND))
            return QIcon(blank)
        return QIcon(QPixmap.fromImage(frame_image(thumbnail.frame).copy()))

    def _on_thumbnail(self, thumbnail: Thumbnail) -> None:
        for row, found in enumerate(self.rows.values):
            if found.camera == thumbnail.camera and abs(found.span.begin - thumbnail.asked) <= _NEAR:
                self.rows.item(row).setIcon(self._icon(found))
        self._show_thumbnail()

    def _show_thumbnail(self) -> None:
        if self.picker.isVisible() and self._camera is not None:
            span = self._span()
            at = span.begin if span is not None else self._clock.now()
            near = self._thumbnails.nearest(self._camera, at, timedelta(minutes=1))
            self.picker.show_frame(near.frame if near is not None else None)

    def _open(self) -> None:
        if self.rows.chosen is not None:
            self.opened.emit(self.rows.chosen)
