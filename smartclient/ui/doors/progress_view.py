"""A lockdown on its way: counts at the top, then every door, those first that need somebody."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.devices import Lock
from smartclient.runtime.clock import Clock
from smartclient.session.door_progress import FAILED, DoorProgress, Standing
from smartclient.session.lockdown import Lockdown
from smartclient.ui.dialogs import text_label
from smartclient.ui.doors.door_words import progress_words
from smartclient.ui.doors.sign_rows import SignRow, SignView
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line, time_of_day

_LOOKS = {
    Standing.REFUSED: ("✕", Tone.ALARM_HIGH),
    Standing.UNDONE: ("!", Tone.ALARM_HIGH),
    Standing.UNKNOWN: ("?", Tone.ALARM_MEDIUM),
    Standing.WAITING: ("…", Tone.ACCENT),
    Standing.QUEUED: ("·", Tone.STALE),
    Standing.CONFIRMED: ("✓", Tone.TEXT_DIM),
}
"""Sign and tone of each standing, in the order of the list."""
_ORDER = list(_LOOKS)


class ProgressView(QWidget):
    """`shown` carries the DeviceId of an activated row, `ended` asks for the end of this lockdown, `closed` for the list of doors."""

    shown = Signal(str)
    ended = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._lockdown: Lockdown | None = None
        self._failed = 0
        self.title = text_label("Order")
        self.title.setProperty("title", True)
        self.told = text_label("Who, when and why", dim=True)
        self.counts = text_label("How many doors stand how")
        self.view = SignView("Doors of the order", theme)
        self.again = QPushButton()
        self.end = QPushButton("End of lockdown …")
        self.back = QPushButton("All doors")
        self._ticker = QTimer(self, interval=500)
        self._ticker.timeout.connect(self.refresh)
        self._lay_out()

    def _lay_out(self) -> None:
        self.counts.setTextFormat(Qt.TextFormat.RichText)
        self.view.own_keys = frozenset({Qt.Key.Key_R, Qt.Key.Key_Escape})
        self.view.own_key.connect(self._on_key)
        self.again.clicked.connect(self.retry)
        self.end.clicked.connect(self.ended)
        self.back.clicked.connect(self.closed)
        self.view.activated.connect(lambda index: self.shown.emit(self.view.rows.key(index) or ""))
        self.view.clicked.connect(lambda index: self.shown.emit(self.view.rows.key(index) or ""))
        buttons = QGridLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.again, 0, 0, 1, 2)
        buttons.addWidget(self.end, 1, 0)
        buttons.addWidget(self.back, 1, 1)
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(4)
        for label in (self.title, self.told, self.counts):
            head.addWidget(label)
        head.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def show_lockdown(self, lockdown: Lockdown, by: str) -> None:
        """Follows that order, given by `by`."""
        self._lockdown, self._failed = lockdown, 0
        order = lockdown.order
        verb = "Locking" if order.wanted is Lock.LOCKED else "Unlocking"
        self.title.setText(f"{verb} {one_line(order.title)}")
        began = time_of_day(lockdown.begun_at, self._clock.now()) if lockdown.begun_at else ""
        why = f" · {one_line(order.why)}" if order.why else ""
        self.told.setText(f"{began} · {one_line(by)}{why}")
        self.end.setVisible(order.wanted is Lock.LOCKED)
        self._ticker.start()
        self.refresh()

    def refresh(self) -> None:
        """Shows how the doors stand now."""
        if self._lockdown is None or not self.isVisible():
            return
        doors, wanted, now = self._lockdown.doors, self._lockdown.order.wanted, self._clock.now()
        ranked = sorted(doors, key=lambda each: (not _is_wanting(each, wanted), _ORDER.index(each.standing)))
        self.view.show_rows([self._row(each, wanted) for each in ranked])
        self.counts.setText(self._counted(doors, wanted))
        failed = sum(each.standing in FAILED for each in doors)
        if failed > self._failed:
            self.view.scrollToTop()
        self._failed = failed
        count = f"{failed} door{'s' if failed > 1 else ''} " if failed else ""
        self.again.setText(f"Ask {count}again (R)")
        self.again.setEnabled(failed > 0)
        if self._lockdown.is_settled:
            self._ticker.setInterval(5_000)
        self.setAccessibleDescription(f"At {time_of_day(now, now)}: {self.counts.accessibleDescription()}")

    def retry(self) -> None:
        """Asks those again that failed."""
        if self._lockdown is not None:
            self._lockdown.retry()
            self._ticker.setInterval(500)
            self.refresh()

    def _row(self, each: DoorProgress, wanted: Lock) -> SignRow:
        sign, tone = _LOOKS[each.standing]
        is_wanting = _is_wanting(each, wanted)
        if is_wanting and each.standing is Standing.CONFIRMED:
            sign, tone = "!", Tone.ALARM_MEDIUM
        return SignRow(
            each.door, one_line(each.name), progress_words(each, wanted, self._clock.now()), sign, tone, is_wanting
        )

    def _counted(self, doors: tuple[DoorProgress, ...], wanted: Lock) -> str:
        by_standing = {standing: sum(each.standing is standing for each in doors) for standing in _ORDER}
        confirmed = by_standing.pop(Standing.CONFIRMED)
        parts = [(f"{confirmed} of {len(doors)} {wanted.value}", Tone.TEXT)]
        parts += [
            (f"{count} {standing.value}", _LOOKS[standing][1]) for standing, count in by_standing.items() if count
        ]
        stand_open = sum(each.stands_open for each in doors)
        if stand_open and wanted is Lock.LOCKED:
            stands = "stands" if stand_open == 1 else "stand"
            parts.append((f"{stand_open} {stands} open", Tone.ALARM_MEDIUM))
        self.counts.setAccessibleDescription(", ".join(words for words, _tone in parts))
        colors = self._theme.colors
        return " &nbsp;·&nbsp; ".join(f'<b style="color: {colors[tone]}">{words}</b>' for words, tone in parts)

    def _on_key(self, key: int) -> None:
        """R asks again, Esc shows all doors."""
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif self.again.isEnabled():
            self.retry()


def _is_wanting(each: DoorProgress, wanted: Lock) -> bool:
    """Whether somebody has to look after that door."""
    return each.standing in FAILED or (each.stands_open and wanted is Lock.LOCKED)
