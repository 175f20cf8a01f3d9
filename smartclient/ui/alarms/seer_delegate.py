"""How a camera that sees the selection stands in its list: number and name, below them the reason."""

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from smartclient.ui.theme import Theme, Tone

NAME_ROLE, REASON_ROLE = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_EDGE_PX, _BADGE_PX, _TEXT_LEFT_PX = 6, 18, 32
_METRES = re.compile(r"(?<=\d) m\b")
_OPENED = 4
"""Those that Enter opens have the number they have on the map."""

Index = QModelIndex | QPersistentModelIndex


class SeerDelegate(QStyledItemDelegate):
    """As wide as the list, as high as its text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, ARG002 (Qt's name and shape)
        """Both texts, wrapped."""
        parent = self.parent()
        width = parent.width() if isinstance(parent, QWidget) else 200
        return QSize(width, round(sum(box.height() for box in self._boxes(width - 4, index))) + 2 * _EDGE_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The badge, the name, the reason."""
        theme, rect = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, theme.color(Tone.RAISED))
        badge = QRectF(rect.x() + _EDGE_PX, rect.y() + _EDGE_PX, _BADGE_PX, _BADGE_PX)
        is_opened = index.row() < _OPENED
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Tone.ACCENT if is_opened else Tone.LINE))
        painter.drawEllipse(badge)
        painter.setPen(theme.color(Tone.ON_ACCENT if is_opened else Tone.TEXT_DIM))
        painter.setFont(theme.font(0, bold=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        name, reason = self._boxes(rect.width(), index)
        for box, words, tone, is_bold in (
            (name, index.data(NAME_ROLE), Tone.TEXT, True),
            (reason, _reason(index), Tone.TEXT_DIM, False),
        ):
            painter.setPen(theme.color(tone))
            painter.setFont(theme.font(1, bold=is_bold))
            painter.drawText(box.translated(rect.topLeft()), Qt.TextFlag.TextWordWrap, words)
        painter.restore()

    def _boxes(self, width: int, index: Index) -> tuple[QRectF, QRectF]:
        """Where name and reason stand in a row of that width."""
        space = QRectF(0, 0, max(width - _TEXT_LEFT_PX - _EDGE_PX, 40), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        name = self._theme.metrics(1, bold=True).boundingRect(space, flags, index.data(NAME_ROLE))
        reason = self._theme.metrics(1).boundingRect(space, flags, _reason(index))
        heads = QRectF(_TEXT_LEFT_PX, _EDGE_PX, space.width(), name.height())
        return heads, QRectF(_TEXT_LEFT_PX, _EDGE_PX + name.height(), space.width(), reason.height())


def _reason(index: Index) -> str:
    """Why it sees the place; a number stays on one line with its metres."""
    return _METRES.sub("\N{NO-BREAK SPACE}m", index.data(REASON_ROLE))
