"""The intercom's place below the alarms: the call that is on, those that wait, those that are over."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from smartclient.ui.intercom.call_card import CallCard
from smartclient.ui.intercom.call_face import KEYS
from smartclient.ui.intercom.call_lists import PastCalls, WaitingCalls
from smartclient.ui.own_keys import OwnKeys


class IntercomPanel(OwnKeys):
    """`pressed` carries a CallKey."""

    meanings = KEYS

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

    @property
    def listens(self) -> bool:
        """While there is a call."""
        return super().listens and not self.card.isHidden()
