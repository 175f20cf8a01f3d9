"""Which time is watched, in words that are seen at once; pressed, it takes a time to go to."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from smartclient.runtime.clock import Clock
from smartclient.store.playback import Playback
from smartclient.store.typed_time import NotATime, parse_time
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import duration, seconds_since

_EDGE = 8


def watched_words(playback: Playback, now: datetime, whose: str = "") -> tuple[str, str, str]:
    """Kind, time and age: `PAST`, `Watching Mon 23 Nov 14:02:11`, `3 min ago · the map shows now`.

    `whose` says which tile has this clock alone, and is empty for the clock of all.
    """
    at = playback.instant
    local = at.astimezone()
    if playback.is_live:
        return "LIVE", f"{local:%H:%M:%S}", whose
    is_today = local.date() == now.astimezone().date()
    day = "" if is_today else f"{local:%a} {local.day} {local:%b} "
    ago = f"{duration(seconds_since(at, now))} ago"
    return "PAST", f"Watching {day}{local:%H:%M:%S}", f"{ago} · {whose or 'the map shows now'}"


class WatchedPlate(QWidget):
    """The words on their plate: amber while it is not the present."""

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = ("", "", "")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Go to a time (T)")
        self.setMinimumWidth(120)

    def show_words(self, words: tuple[str, str, str]) -> None:
        """Shows kind, time and age."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(" ".join(word for word in words if word))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as the longest words."""
        return QSize(420, 26)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """Asks for a time to go to."""
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        """Draws plate and words; the age goes first where there is no room."""
        theme, (kind, time, age) = self._theme, self._words
        is_past = kind != "LIVE"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = theme.color(Tone.ALARM_MEDIUM if is_past else Tone.ACCENT)
        metrics = theme.metrics(1, bold=True)
        kind_px = metrics.horizontalAdvance(kind) + 2 * _EDGE
        time_px = metrics.horizontalAdvance(time) + 2 * _EDGE
        age_px = theme.metrics(1).horizontalAdvance(age) + _EDGE if age else 0.0
        if kind_px + time_px + age_px > self.width():
            age, age_px = "", 0.0
        whole = min(kind_px + time_px + age_px, float(self.width()))
        left = (self.width() - whole) / 2
        plate = QRectF(left + 0.5, 1.5, whole - 1, self.height() - 3)
        painter.setPen(tone if is_past else theme.color(Tone.LINE))
        painter.setBrush(theme.color(Tone.GROUND))
        painter.drawRoundedRect(plate, 4, 4)
        sign = QRectF(plate.left(), plate.top(), kind_px, plate.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
        painter.drawRoundedRect(sign, 4, 4)
        painter.setFont(theme.font(1, bold=True))
        painter.setPen(theme.color(Tone.ON_ACCENT if not is_past else Tone.GROUND))
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, kind)
        painter.setPen(theme.color(Tone.TEXT))
        room = QRectF(sign.right() + _EDGE, plate.top(), plate.right() - sign.right() - _EDGE, plate.height())
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle, time)
        if age:
            painter.setFont(theme.font(1))
            painter.setPen(theme.color(Tone.TEXT_DIM))
            painter.drawText(room.adjusted(time_px - _EDGE, 0, 0, 0), middle, age)
        painter.end()


class TimeField(QLineEdit):
    """A line for a time; Esc leaves it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Time to go to")
        self.setPlaceholderText("10:42 · yesterday 14:05:30 · 11/20 08:00 · 5 min ago")
        self.setMaxLength(60)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keyboard went elsewhere: nobody types a time here."""
        super().focusOutEvent(event)
        self.left.emit()


class Watched(QWidget):
    """The plate, and in its place a line to type a time."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        playback: Callable[[], Playback],
        go_to: Callable[[datetime], None],
        say: Callable[[str], None],
        whose: Callable[[], str],
    ) -> None:
        """`say` tells why what was typed is no time; `whose` names a tile that has the clock alone."""
        super().__init__()
        self._clock, self._playback, self._go_to, self._say, self._whose = clock, playback, go_to, say, whose
        self.plate = WatchedPlate(theme)
        self.field = TimeField()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.plate)
        self._pages.addWidget(self.field)
        self.plate.pressed.connect(self.ask)
        self.field.returnPressed.connect(self._entered)
        self.field.left.connect(self._leave)
        self.tick()

    def tick(self) -> None:
        """Counts on."""
        self.plate.show_words(watched_words(self._playback(), self._clock.now(), self._whose()))

    def ask(self) -> None:
        """Takes a time to go to."""
        self.field.clear()
        self._pages.setCurrentWidget(self.field)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _entered(self) -> None:
        try:
            at = parse_time(self.field.text(), self._clock.now())
        except NotATime as error:
            self._say(str(error))
            return
        self._leave()
        self._go_to(at)
        self.tick()

    def _leave(self) -> None:
        self._pages.setCurrentWidget(self.plate)
