"""The actions in force, always in sight at the top of the window: sign, word, building; drills framed as drills."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from smartclient.domain.ids import BuildingId
from smartclient.domain.response import ResponseStatus
from smartclient.runtime.clock import Clock
from smartclient.ui.drill import WORD, paint_drill
from smartclient.ui.response_signs import TONES, paint_response, response_word, response_words, urgency
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line, tooltip

MOST = 3
"""More are counted, and stand in the tree of places."""
_HEIGHT, _SIGN_PX, _PAD = 30, 20, 6


@dataclass(frozen=True, slots=True)
class InForce:
    """One building under an action, and what people call it."""

    title: str
    status: ResponseStatus
    is_old: bool = False
    """Whether its server is cut off."""


class ResponseBadges(QWidget):
    """Hidden while nothing is in force. Pressing one goes to its building."""

    def __init__(self, theme: Theme, clock: Clock, go: Callable[[BuildingId], None]) -> None:
        super().__init__()
        self._theme, self._clock, self._go = theme, clock, go
        self._shown: tuple[bool, tuple[InForce, ...]] = (False, ())
        self.badges: list[Badge] = []
        self._more = QLabel()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._more)
        self.setAccessibleName("Actions in force")
        self.hide()

    def show_in_force(self, found: Iterable[InForce], *, is_stale: bool = False) -> None:
        """Shows these, the real before the drills, the most urgent first; grey while nobody knows whether it is still so."""
        ordered = sorted(found, key=lambda each: urgency(each.status))
        shown = (is_stale, tuple(ordered))
        if shown == self._shown:
            return
        self._shown = shown
        for badge in self.badges:
            self._row.removeWidget(badge)
            badge.deleteLater()
        self.badges = [
            Badge(each, self._theme, self._clock, self._go, is_stale or each.is_old) for each in ordered[:MOST]
        ]
        for place, badge in enumerate(self.badges):
            self._row.insertWidget(place, badge)
        self._more.setText(f"+ {len(ordered) - MOST}" if len(ordered) > MOST else "")
        self._more.setVisible(len(ordered) > MOST)
        self.setVisible(bool(ordered))


class Badge(QAbstractButton):
    """One action in force."""

    def __init__(
        self, shown: InForce, theme: Theme, clock: Clock, go: Callable[[BuildingId], None], is_stale: bool
    ) -> None:
        super().__init__()
        self._shown, self._theme, self._clock, self._is_stale = shown, theme, clock, is_stale
        status = shown.status
        self._word, self._title = response_word(status), one_line(shown.title)
        self.setAccessibleName(
            f"{'Drill: ' if status.is_drill else ''}{self._word}, {self._title}{', as last heard' if is_stale else ''}"
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: go(status.building))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as its words."""
        bold, plain = self._theme.metrics(1, bold=True), self._theme.metrics(1)
        width = bold.horizontalAdvance(self._word) + plain.horizontalAdvance(self._title) + 8
        drill = self._theme.metrics(0, bold=True).horizontalAdvance(WORD) + 20 if self._shown.status.is_drill else 0
        return QSize(round(width + _SIGN_PX + 4 * _PAD + drill), _HEIGHT)

    def enterEvent(self, event: object) -> None:  # noqa: ARG002, N802 (Qt's name)
        """The tip tells since when, as of now."""
        self.setToolTip(tooltip(f"{self._title}: {response_words(self._shown.status, self._clock.now())}"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Sign, word and building on a plate edged in the action's colour."""
        theme, status = self._theme, self._shown.status
        if status.action is None:
            return
        tone = Tone.STALE if self._is_stale else TONES[status.action]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color(Tone.TEXT if self.hasFocus() else tone))
        painter.setBrush(theme.color(Tone.RAISED))
        painter.drawRoundedRect(box, 4, 4)
        sign = QRectF(_PAD, (_HEIGHT - _SIGN_PX) / 2, _SIGN_PX, _SIGN_PX)
        paint_response(painter, theme, status.action, sign, is_stale=self._is_stale)
        left = 2.0 * _PAD + _SIGN_PX
        for text, ink, is_bold in ((self._word, tone, True), (self._title, Tone.TEXT, False)):
            painter.setFont(theme.font(1, is_bold))
            painter.setPen(theme.color(ink))
            width = theme.metrics(1, is_bold).horizontalAdvance(text)
            painter.drawText(QRectF(left, 0, width + 2, _HEIGHT), Qt.AlignmentFlag.AlignVCenter, text)
            left += width + 8
        if status.is_drill:
            paint_drill(painter, QRectF(self.rect()), theme)
        painter.end()
