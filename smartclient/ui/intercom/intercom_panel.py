"""The intercom's place below the alarms: the call that is on, those that wait, those that are over."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from smartclient.ui.intercom.call_card import CallCard
from smartclient.ui.intercom.call_face import KEYS, CallKey
from smartclient.ui.intercom.call_lists import PastCalls, WaitingCalls


class IntercomPanel(QWidget):
    """`pressed` carries a CallKey; its keys count while the panel has the keyboard."""

    pressed = Signal(object)

    def __init__(self, card: CallCard, waiting: WaitingCalls, past: PastCalls) -> None:
        super().__init__()
        self.card, self.waiting, self.past = card, waiting, past
        card.pressed.connect(self.pressed)
        self.setAccessibleName("Intercom")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        waiting.rows.setMaximumHeight(96)
        column.addWidget(card)
        column.addWidget(waiting)
        column.addWidget(past, 1)
        past.rows.setMinimumHeight(96)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def event(self, event: QEvent) -> bool:
        """Its keys are no shortcuts of the window meanwhile."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """A held key counts once."""
        key = self._key(event)
        if key is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.pressed.emit(key)

    def _key(self, event: QKeyEvent) -> CallKey | None:
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return KEYS.get(Qt.Key(event.key())) if is_plain and not self.card.isHidden() else None
