"""One camera on the wall of a round: its picture with time and age, the day before beside it, what was looked at and noted."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from smartclient.ui.console.watermark import Watermark
from smartclient.ui.rounds.round_model import CARD, Card, Shot
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import duration, one_line, seconds_since, time_of_day

PICTURE_PX = (272, 153)
_PAD, _LINE, _CHIP = 8, 20, 18
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)


class CardDelegate(QStyledItemDelegate):
    """Paints cards; `is_comparing` doubles their width."""

    def __init__(self, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._now = theme, now
        self.is_comparing = False
        self.watermark: Watermark | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """One size for all."""
        across = 2 if self.is_comparing else 1
        return QSize(PICTURE_PX[0] * across + _PAD * (across + 1), PICTURE_PX[1] + 2 * _LINE + 2 * _PAD + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Pictures above, two lines below."""
        card: Card | None = index.data(CARD)
        if card is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(option.rect).adjusted(2, 2, -2, -2)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(self._theme.color(Tone.ACCENT if is_chosen else Tone.LINE), 2 if is_chosen else 1))
        painter.setBrush(self._theme.color(Tone.PANEL))
        painter.drawRoundedRect(whole, 4, 4)
        at = QRectF(whole.left() + _PAD - 2, whole.top() + _PAD - 2, *PICTURE_PX)
        self._paint_shot(painter, at, card.now, is_past=False)
        if card.before is not None:
            self._paint_shot(painter, at.translated(PICTURE_PX[0] + _PAD, 0), card.before, is_past=True)
        words = QRectF(at.left(), at.bottom() + 4, whole.width() - 2 * _PAD, _LINE)
        self._paint_words(painter, words, card)
        painter.restore()

    def _paint_shot(self, painter: QPainter, box: QRectF, shot: Shot, *, is_past: bool) -> None:
        theme = self._theme
        painter.fillRect(box, theme.color(Tone.GROUND))
        if shot.image is None:
            self._font(painter, 0)
            painter.setPen(theme.color(Tone.TEXT_DIM))
            painter.drawText(box.adjusted(16, 0, -16, 0), _CENTRE, one_line(shot.words))
        else:
            size = shot.image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            placed = QRectF(0, 0, size.width(), size.height())
            placed.moveCenter(box.center())
            painter.drawImage(placed, shot.image)
            if self.watermark is not None:
                self.watermark.paint(painter, placed)
        if shot.at is not None:
            self._paint_chip(painter, box, self._time_words(shot.at, is_past=is_past))

    def _time_words(self, at: datetime, *, is_past: bool) -> str:
        now = self._now()
        if is_past:
            return f"recorded {time_of_day(at, now)}"
        return f"{time_of_day(at, now)} · {duration(seconds_since(at, now))} ago"

    def _paint_chip(self, painter: QPainter, box: QRectF, words: str) -> None:
        self._font(painter, 0)
        width = painter.fontMetrics().horizontalAdvance(words) + 10
        chip = QRectF(box.left(), box.bottom() - _CHIP, width, _CHIP)
        painter.fillRect(chip, self._theme.color(Tone.GROUND, 0.8))
        painter.setPen(self._theme.color(Tone.TEXT))
        painter.drawText(chip, _CENTRE, words)

    def _paint_words(self, painter: QPainter, line: QRectF, card: Card) -> None:
        look, theme = card.look, self._theme
        state = "✓ done" if look.is_done else "○ not done"
        self._font(painter, 0, is_bold=True)
        painter.setPen(theme.color(Tone.CLEARED if look.is_done else Tone.TEXT_DIM))
        wide = painter.fontMetrics().horizontalAdvance(state) + 8
        right = QRectF(line.right() - wide, line.top(), wide, _LINE)
        painter.drawText(right, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), state)
        painter.setPen(theme.color(Tone.TEXT))
        self._line(painter, line.adjusted(0, 0, -wide, 0), look.name)
        self._font(painter, 0)
        painter.setPen(theme.color(Tone.TEXT_DIM))
        self._line(painter, line.translated(0, _LINE), look.note)

    def _line(self, painter: QPainter, box: QRectF, words: str) -> None:
        shown = painter.fontMetrics().elidedText(one_line(words), Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def _font(self, painter: QPainter, step: int, *, is_bold: bool = False) -> None:
        font: QFont = self._theme.font(step, bold=is_bold)
        painter.setFont(font)
