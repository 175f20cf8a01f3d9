"""Says on the card that other new alarms wait, loudly where one is worse; one key goes there, nothing goes by itself."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from smartclient.domain.alarms import Alarm
from smartclient.ui.dialogs import text_label
from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.verifying.card_part import LETTERS, CardKey
from smartclient.ui.words import one_line

_SIGN_PX = 22


class WaitingBar(QWidget):
    """Hidden while nothing waits."""

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("waiting")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign = _Sign(theme)
        self.words = text_label("Another alarm waits")
        self.go = QPushButton(f"{LETTERS[CardKey.NEXT]}  Go there")
        self.go.setAccessibleName("Go to the alarm that waits, key N")
        self.go.clicked.connect(lambda _checked=False: self.asked.emit())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(8)
        for widget, stretch in ((self._sign, 0), (self.words, 1), (self.go, 0)):
            layout.addWidget(widget, stretch)
        self.hide()

    def show_waiting(self, waiting: Sequence[Alarm], worse: Alarm | None, is_finished: bool) -> None:
        """The first of those that wait, how many more, and whether it is worse than the one on the card."""
        self.setVisible(bool(waiting))
        if not waiting:
            return
        first, more = waiting[0], len(waiting) - 1
        rest = f", and {more} more" if more else ""
        how = "Worse: " if worse is not None else "Next: " if is_finished else "Also new: "
        self.words.setText(f"{how}{one_line(first.name)}{rest}")
        self._sign.show_alarm(first)
        color = self._theme.alarm(first.priority).name() if worse is not None else self._theme.colors[Tone.LINE]
        self.setStyleSheet(
            f"#waiting {{ border: {2 if worse is not None else 1}px solid {color}; border-radius: 4px; }}"
        )


class _Sign(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._alarm: Alarm | None = None
        self.setFixedSize(QSize(_SIGN_PX, _SIGN_PX))

    def show_alarm(self, alarm: Alarm) -> None:
        self._alarm = alarm
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        if self._alarm is not None:
            painter = QPainter(self)
            paint_sign(painter, self._theme, self._alarm.priority, QRectF(self.rect()))
            painter.end()
