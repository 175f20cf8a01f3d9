"""A share by class as a small bar with its number: four tints in one row, what is unseen left dark."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from smartclient.domain.dori import Dori
from smartclient.geometry.coverage import Shares
from smartclient.session.coverage_words import percent
from smartclient.ui.theme import Theme, Tone

SHARES = Qt.ItemDataRole.UserRole + 1
WIDTH_PX = 112
_BAR_PX, _BAR_HIGH_PX, _ROW_PX = 56, 8, 26
STRENGTHS = {Dori.DETECT: 0.3, Dori.OBSERVE: 0.48, Dori.RECOGNISE: 0.7, Dori.IDENTIFY: 1.0}


class ShareBar(QStyledItemDelegate):
    """Paints what a row has under SHARES in the second column."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 (Qt's name)
        """Rows that a finger can hit."""
        return QSize(super().sizeHint(option, index).width(), _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The usual row, then bar and number."""
        super().paint(painter, option, index)
        shares: Shares | None = index.data(SHARES)
        if shares is None:
            return
        painter.save()
        painter.setFont(self._theme.font(1))
        painter.setPen(self._theme.color(Tone.TEXT))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -10, 0), right, percent(shares[0]))
        left = option.rect.left() + 2
        top = option.rect.center().y() - _BAR_HIGH_PX / 2 + 0.5
        paint_shares(painter, self._theme, QRectF(left, top, _BAR_PX, _BAR_HIGH_PX), shares)
        painter.restore()


def paint_shares(painter: QPainter, theme: Theme, box: QRectF, shares: Shares) -> None:
    """Fills `box` from the left with each class's share."""
    painter.fillRect(box, theme.color(Tone.LINE, 0.7))
    for dori, share in zip(Dori, shares, strict=True):
        part = QRectF(box.left(), box.top(), box.width() * share, box.height())
        painter.fillRect(part, theme.color(Tone.PANEL))
        painter.fillRect(part, theme.color(Tone.COVERED, STRENGTHS[dori]))


def shares_words(shares: Shares) -> str:
    """`47 % detect, 46 % observe, 25 % recognise, 8 % identify`."""
    return ", ".join(f"{percent(share)} {dori.word}" for dori, share in zip(Dori, shares, strict=True))
