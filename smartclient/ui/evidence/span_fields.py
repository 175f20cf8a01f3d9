"""The span of an export: two times, and the buttons that take them from the timeline or an alarm."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QGridLayout, QLabel, QPushButton, QWidget

from smartclient.domain.recordings import Span
from smartclient.ui.form_parts import padded
from smartclient.ui.words import duration


class SpanFields(QWidget):
    """From and to in local time. `of_timeline` and `of_alarm` give a span, or None where there is none to take."""

    changed = Signal()

    def __init__(self, of_timeline: Callable[[], Span | None], of_alarm: Callable[[], Span | None]) -> None:
        super().__init__()
        self._begin, self._end = _field("From"), _field("To")
        self._length = QLabel()
        self._length.setProperty("dim", True)
        self._buttons = [
            _taker("The timeline's marks", "What in and out mark on the timeline", of_timeline, self.show_span),
            _taker("The alarm", "From a minute before the alarm to five minutes after it", of_alarm, self.show_span),
        ]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.addWidget(self._begin, 0, 0)
        grid.addWidget(self._end, 0, 1)
        grid.addWidget(self._length, 0, 2)
        for column, button in enumerate(self._buttons):
            grid.addWidget(button, 1, column)
        grid.setColumnStretch(2, 1)
        for field in (self._begin, self._end):
            field.dateTimeChanged.connect(self._tell)

    @property
    def span(self) -> Span | None:
        """What is filled in; None when it ends before it begins."""
        begin, end = _read(self._begin), _read(self._end)
        return Span(begin, end) if begin < end else None

    def show_span(self, span: Span) -> None:
        """Fills both in."""
        for field, at in ((self._begin, span.begin), (self._end, span.end)):
            field.setDateTime(QDateTime.fromMSecsSinceEpoch(round(at.timestamp() * 1000)))

    def look_again(self) -> None:
        """Whether there is something to take may have changed."""
        for button in self._buttons:
            button.setEnabled(button.property("takes")() is not None)

    def _tell(self) -> None:
        span = self.span
        self._length.setText(duration(span.length.total_seconds()) if span else "It ends before it begins")
        self.changed.emit()


def _field(name: str) -> QDateTimeEdit:
    field = padded(QDateTimeEdit())
    field.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
    field.setMinimumWidth(168)
    field.setAccessibleName(name)
    field.setToolTip(f"{name}, local time")
    return field


def _read(field: QDateTimeEdit) -> datetime:
    return datetime.fromtimestamp(field.dateTime().toMSecsSinceEpoch() / 1000, UTC)


def _taker(text: str, tip: str, take: Callable[[], Span | None], show: Callable[[Span], None]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoDefault(False)
    button.setProperty("takes", take)

    def press() -> None:
        if (span := take()) is not None:
            show(span)

    button.clicked.connect(press)
    return button
