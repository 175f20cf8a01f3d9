"""What is asked before many doors move: which, how they stand now, why; and a confirmation nobody gives by mistake."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.devices import Lock
from smartclient.session.lockdown import DoorOrder
from smartclient.store.site_store import SiteStore
from smartclient.ui.dialogs import text_label
from smartclient.ui.doors.hold_button import HoldButton
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

_LONGEST_WHY = 200


class OrderForm(QWidget):
    """`confirmed` carries the reason typed; `cancelled` comes with Esc or the button."""

    confirmed = Signal(str)
    cancelled = Signal()

    def __init__(self, store: SiteStore, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._word = ""
        self.title = text_label("What is to be done")
        self.title.setProperty("title", True)
        self.now = text_label("How the doors stand now", dim=True)
        self.why = QLineEdit()
        self.why.setMaxLength(_LONGEST_WHY)
        self.why.setPlaceholderText("Why (goes into the record)")
        self.why.setAccessibleName("Why")
        self.hold = HoldButton("", theme)
        self.typed = QLineEdit()
        self.typed.setAccessibleName("Or type the word and press Enter")
        self.no = QPushButton("Cancel")
        self._lay_out()
        self.hold.held.connect(self._confirm)
        self.typed.returnPressed.connect(self._on_typed)
        self.why.returnPressed.connect(lambda: self.hold.setFocus(Qt.FocusReason.OtherFocusReason))
        self.no.clicked.connect(self.cancelled)

    def _lay_out(self) -> None:
        low = QHBoxLayout()
        low.setSpacing(8)
        low.addWidget(self.typed, 1)
        low.addWidget(self.no)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for widget in (self.title, self.now, self.why, self.hold):
            layout.addWidget(widget)
        layout.addLayout(low)
        layout.addStretch(1)

    def ask(self, order: DoorOrder, reason: str = "") -> None:
        """Asks about that order; `reason` says why nothing can be sent at all."""
        verb = "Lock" if order.wanted is Lock.LOCKED else "Unlock"
        count = f"{len(order.doors)} door{'s' if len(order.doors) != 1 else ''}"
        self.title.setText(f"{verb} {count}: {one_line(order.title)}")
        self.now.setText(reason or self._standing(order))
        self._word = verb.upper()
        self.why.setText(order.why)
        self.typed.clear()
        self.typed.setPlaceholderText(f"or type {self._word} and press Enter")
        self.hold.setText(f"Hold to {verb.lower()} {count}")
        self.hold.setAccessibleName(
            f"Hold Space for a second and a half to {verb.lower()} {count} of {one_line(order.title)}"
        )
        for widget in (self.hold, self.typed, self.why):
            widget.setEnabled(not reason and bool(order.doors))
        (self.no if reason or not order.doors else self.hold).setFocus(Qt.FocusReason.OtherFocusReason)

    def _standing(self, order: DoorOrder) -> str:
        locks = [self._store.state(door.id).lock for door in order.doors]
        known = Counter(fact.value.value if fact is not None else "unknown" for fact in locks)
        cannot = sum(door.id not in self._store.commandable for door in order.doors)
        words = [f"{count} {word}" for word, count in sorted(known.items())]
        without = (
            f" {cannot} of them cannot be commanded by you from here: have them seen to by hand." if cannot else ""
        )
        return f"Now: {', '.join(words) or 'no doors'}.{without}"

    def _on_typed(self) -> None:
        if self.typed.text().strip().upper() == self._word:
            self._confirm()

    def _confirm(self) -> None:
        self.confirmed.emit(one_line(self.why.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc asks nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
