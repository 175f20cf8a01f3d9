"""Who else waits, and the calls that are over: with time, place, how they ended and how long they rang."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.session.intercom.calls import Call, EndedCall, Outcome
from smartclient.ui.dialogs import text_label
from smartclient.ui.intercom.call_face import ended_words
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import counter, one_line, seconds_since, time_of_day

NameOf = Callable[[DeviceId], str]


class WaitingCalls(QWidget):
    """One row for each other call, longest first. `chosen` carries the DeviceId."""

    chosen = Signal(str)

    def __init__(self, name_of: NameOf) -> None:
        super().__init__()
        self._name_of = name_of
        self.heading = text_label("Waiting calls")
        self.heading.setProperty("heading", True)
        self.rows = _rows("Waiting calls")
        self.rows.itemActivated.connect(self._choose)
        self.rows.itemClicked.connect(self._choose)
        _stack(self, self.heading, self.rows)

    def show_calls(self, calls: Sequence[Call], now: datetime) -> None:
        """These wait."""
        self.setVisible(bool(calls))
        self.heading.setText("WAITING")
        texts = [f"{one_line(self._name_of(c.intercom))} · {counter(seconds_since(c.at, now))}" for c in calls]
        _fill(self.rows, texts, [call.intercom for call in calls])

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class PastCalls(QWidget):
    """The newest first; those nobody took stand out. `shown` carries the DeviceId of one that is to be seen on the map."""

    shown = Signal(str)

    def __init__(self, theme: Theme, name_of: NameOf) -> None:
        super().__init__()
        self._theme, self._name_of = theme, name_of
        self._calls: tuple[EndedCall, ...] | None = None
        self.heading = text_label("Calls that are over")
        self.heading.setProperty("heading", True)
        self.rows = _rows("Calls that are over")
        self.rows.itemActivated.connect(self._show)
        self.empty = text_label("No calls yet", dim=True)
        self.empty.setText("Nobody has called yet. When somebody does, the card comes up here.")
        _stack(self, self.heading, self.empty, self.rows)

    def show_calls(self, calls: Iterable[EndedCall], now: datetime, *, is_somebody_there: bool = False) -> None:
        """These are over, newest last."""
        newest_first = tuple(calls)[::-1]
        self.empty.setVisible(not newest_first and not is_somebody_there)
        if newest_first == self._calls:
            return
        self._calls = newest_first
        missed = sum(call.outcome is Outcome.MISSED for call in newest_first)
        self.heading.setText(f"CALLS · {missed} MISSED" if missed else "CALLS")
        self.heading.setVisible(bool(newest_first))
        texts = [
            f"{time_of_day(call.at, now)}  {one_line(self._name_of(call.intercom))}\n{ended_words(call)}"
            for call in newest_first
        ]
        _fill(self.rows, texts, [call.intercom for call in newest_first])
        for row, call in enumerate(newest_first):
            is_missed = call.outcome is Outcome.MISSED
            self.rows.item(row).setForeground(self._theme.color(Tone.ALARM_MEDIUM if is_missed else Tone.TEXT_DIM))

    def _show(self, item: QListWidgetItem) -> None:
        self.shown.emit(item.data(Qt.ItemDataRole.UserRole))


def _rows(name: str) -> QListWidget:
    rows = QListWidget()
    rows.setAccessibleName(name)
    rows.setWordWrap(True)
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return rows


def _stack(owner: QWidget, *widgets: QWidget) -> None:
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QListWidget) else 0)


def _fill(rows: QListWidget, texts: Sequence[str], devices: Sequence[DeviceId]) -> None:
    """Rows that are there already keep their selection."""
    while rows.count() > len(texts):
        rows.takeItem(rows.count() - 1)
    while rows.count() < len(texts):
        rows.addItem(QListWidgetItem())
    for row, (text, device) in enumerate(zip(texts, devices, strict=True)):
        item = rows.item(row)
        if item.text() != text:
            item.setText(text)
            lines = text.count("\n") + 1
            item.setSizeHint(QSize(0, 12 + 18 * lines))
        item.setData(Qt.ItemDataRole.UserRole, device)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
