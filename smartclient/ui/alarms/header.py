"""The head of the alarm list: how many alarms of each priority are new and taken, and whether they can be heard."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from smartclient.domain.alarms import Priority
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.alarms.rows import Tally
from smartclient.ui.bindings import bind
from smartclient.ui.signs import PRIORITY_WORDS, paint_sign
from smartclient.ui.theme import Theme, Tone

_SIGN = 16
_GAP = 12


class Counts(QWidget):
    """A small sign for each priority with `new · taken` beside it; priorities with none are left out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tallies: dict[Priority, Tally] = {}
        self._is_stale = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_tallies({}, is_stale=False)

    def show_tallies(self, tallies: dict[Priority, Tally], is_stale: bool) -> None:
        """Shows these counts."""
        self._tallies = {priority: tally for priority, tally in tallies.items() if tally.new or tally.taken}
        self._is_stale = is_stale
        words = [f"{PRIORITY_WORDS[p]}: {t.new} new, {t.taken} taken" for p, t in self._tallies.items()]
        self.setAccessibleName("Open alarms. " + ("; ".join(words) or "None"))
        self.setToolTip("\n".join(words) or "No open alarms")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as the counts are."""
        widths = [_SIGN + 4 + self._text_width(tally) for tally in self._tallies.values()]
        return QSize(round(sum(widths) + _GAP * max(0, len(widths) - 1)), 20)

    def _text_width(self, tally: Tally) -> float:
        return self._theme.metrics(1).horizontalAdvance(_text(tally))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Draws sign and counts of each priority from left to right."""
        painter = QPainter(self)
        left = 0.0
        for priority, tally in self._tallies.items():
            box = QRectF(left, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
            paint_sign(painter, self._theme, priority, box, is_new=tally.new > 0, is_stale=self._is_stale)
            painter.setFont(self._theme.font(1))
            painter.setPen(self._theme.color(Tone.STALE if self._is_stale else Tone.TEXT))
            width = self._text_width(tally)
            painter.drawText(QRectF(left + _SIGN + 4, 0, width + 2, self.height()), _LEFT, _text(tally))
            left += _SIGN + 4 + width + _GAP
        painter.end()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _text(tally: Tally) -> str:
    return f"{tally.new} · {tally.taken}"


class Header(QWidget):
    """The word ALARMS, the counts, and the switch for the sound."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        title = QLabel("ALARMS")
        title.setProperty("heading", True)
        title.setAccessibleName("Alarms")
        self.counts = Counts(theme)
        self.sound = QToolButton()
        self.sound.setCheckable(True)
        self.sound.clicked.connect(workspace.mute)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addStretch(1)
        layout.addWidget(self.counts)
        layout.addWidget(self.sound)
        bind(self, workspace.changed, self._on_workspace)
        self._show_sound()

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.SOUND:
            self._show_sound()

    def _show_sound(self) -> None:
        is_muted = self._workspace.is_muted
        self.sound.setChecked(is_muted)
        self.sound.setText("Muted" if is_muted else "Sound")
        self.sound.setAccessibleName("Alarm sounds are muted" if is_muted else "Alarm sounds are on")
        self.sound.setToolTip("Alarm sounds are off. M switches them on." if is_muted else "Mute alarm sounds (M)")
