"""The head of the alarm list: how many alarms of each priority are new and taken, and whether they can be heard."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from smartclient.domain.alarms import Priority
from smartclient.store.alarm_queue import Tally
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.drill import paint_drill_word
from smartclient.ui.signs import PRIORITY_WORDS, paint_sign
from smartclient.ui.theme import Theme, Tone

_SIGN = 16
_GAP = 12
_DRILL = 40
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Counts(QWidget):
    """A small sign for each priority with `new · taken` beside it, or `new` alone where the room is short; none, no sign.

    Drills have their own word and no priority's sign.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tallies: dict[Priority, Tally] = {}
        self._drills = Tally()
        self._is_stale = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_tallies({}, is_stale=False)

    def show_tallies(self, tallies: dict[Priority, Tally], is_stale: bool, drills: Tally = Tally()) -> None:  # noqa: B008 (frozen)
        """Shows these counts."""
        self._drills = drills
        self._tallies = {priority: tally for priority, tally in tallies.items() if tally.new or tally.taken}
        self._is_stale = is_stale
        words = [f"{PRIORITY_WORDS[p]}: {t.new} new, {t.taken} taken" for p, t in self._tallies.items()]
        if drills.new or drills.taken:
            words.append(f"Drills: {drills.new} new, {drills.taken} taken")
        self.setAccessibleName("Open alarms. " + ("; ".join(words) or "None"))
        self.setToolTip("\n".join(words) or "No open alarms")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as all counts are."""
        return QSize(self._width(_full), 24)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As wide as the counts of new alarms are."""
        return QSize(self._width(_short), 24)

    def _width(self, text: Callable[[Tally], str]) -> int:
        metrics = self._theme.metrics(1)
        widths = [_SIGN + 4 + metrics.horizontalAdvance(text(tally)) for tally in self._tallies.values()]
        if self._drills.new or self._drills.taken:
            widths.append(_DRILL + 4 + metrics.horizontalAdvance(text(self._drills)))
        return math.ceil(sum(widths) + _GAP * max(0, len(widths) - 1)) + 1

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Draws sign and counts of each priority from left to right."""
        painter = QPainter(self)
        text = _full if self.width() >= self._width(_full) else _short
        left = 0.0
        for priority, tally in self._tallies.items():
            box = QRectF(left, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
            paint_sign(painter, self._theme, priority, box, is_new=tally.new > 0, is_stale=self._is_stale)
            left = self._paint_count(painter, box.right() + 4, text(tally))
        if self._drills.new or self._drills.taken:
            plate = QRectF(left, (self.height() - _SIGN) / 2, _DRILL, _SIGN)
            paint_drill_word(painter, plate, self._theme, 9)
            self._paint_count(painter, plate.right() + 4, text(self._drills))
        painter.end()

    def _paint_count(self, painter: QPainter, left: float, words: str) -> float:
        """The answer is where the next sign begins."""
        painter.setFont(self._theme.font(1))
        painter.setPen(self._theme.color(Tone.STALE if self._is_stale else Tone.TEXT))
        width = self._theme.metrics(1).horizontalAdvance(words)
        painter.drawText(QRectF(left, 0, width + 2, self.height()), _LEFT, words)
        return left + width + _GAP


def _full(tally: Tally) -> str:
    return f"{tally.new} · {tally.taken}"


def _short(tally: Tally) -> str:
    return str(tally.new)


def speaker_icon(theme: Theme, is_muted: bool) -> QIcon:
    """A loudspeaker with two waves, or with a bar through it."""
    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(2, 2)
    color = theme.color(Tone.ON_ACCENT if is_muted else Tone.TEXT)
    painter.setPen(QPen(color, 1.4, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    cone = [(2, 6), (4.5, 6), (8, 3), (8, 13), (4.5, 10), (2, 10), (2, 6)]
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in cone]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if is_muted:
        painter.drawLine(QPointF(10.5, 6), QPointF(14.5, 10))
        painter.drawLine(QPointF(14.5, 6), QPointF(10.5, 10))
    else:
        for radius in (2.5, 5.5):
            painter.drawArc(QRectF(9 - radius, 8 - radius, 2 * radius, 2 * radius), -50 * 16, 100 * 16)
    painter.end()
    return QIcon(picture)


class Header(QWidget):
    """The word ALARMS, the counts, and the switches for the filter and the sound."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._icons = {is_muted: speaker_icon(theme, is_muted) for is_muted in (False, True)}
        title = QLabel("ALARMS")
        title.setProperty("heading", True)
        title.setAccessibleName("Alarms")
        self.counts = Counts(theme)
        self.filter = QToolButton()
        self.filter.setText("Filter")
        self.filter.setCheckable(True)
        self.filter.setAccessibleName("Filter and search alarms")
        self.filter.setToolTip("Filter the list, search all alarms (Shift+A)")
        self.sound = QToolButton()
        self.sound.setCheckable(True)
        self.sound.clicked.connect(workspace.mute)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addStretch(1)
        layout.addWidget(self.counts)
        layout.addWidget(self.filter)
        layout.addWidget(self.sound)
        bind(self, workspace.changed, self._on_workspace)
        self._show_sound()

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.SOUND:
            self._show_sound()

    def _show_sound(self) -> None:
        is_muted = self._workspace.is_muted
        self.sound.setChecked(is_muted)
        self.sound.setIcon(self._icons[is_muted])
        self.sound.setAccessibleName("Alarm sounds are muted" if is_muted else "Alarm sounds are on")
        self.sound.setToolTip("Alarm sounds are off. M switches them on." if is_muted else "Mute alarm sounds (M)")
