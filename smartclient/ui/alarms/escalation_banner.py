"""The one banner above the alarms while some of them wait longer than they should; pressed, it chooses the worst."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from smartclient.session.escalation import Overdue
from smartclient.ui.dialogs import text_label
from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

_SIGN_PX = 20


class EscalationBanner(QWidget):
    """`chosen` says that somebody wants to see the worst one."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._overdue: Overdue | None = None
        self.words = text_label("Alarms left alone too long")
        self.words.setStyleSheet("font-weight: 600")
        self.choose = QPushButton("Choose it")
        self.choose.setAccessibleName("Choose the alarm left alone too long")
        self.choose.clicked.connect(self.chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12 + _SIGN_PX + 8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_overdue(self, overdue: Overdue | None) -> None:
        """Says it, or goes when nothing is overdue any more."""
        self._overdue = overdue
        if overdue is not None:
            self.words.setText(one_line(overdue.sentence))
        self.setVisible(overdue is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draws the ground in the colour of the worst one's priority, and its sign."""
        if self._overdue is None:
            return
        painter, priority = QPainter(self), self._overdue.worst.priority
        ground = self._theme.alarm(priority)
        ground.setAlphaF(0.24)
        painter.fillRect(self.rect(), ground)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self._theme.color(Tone.LINE))
        paint_sign(painter, self._theme, priority, QRectF(12, 10, _SIGN_PX, _SIGN_PX))
        painter.end()
