"""A list whose rows are all equally high: where a row is, is worked out and not laid out, so that a million cost what ten cost."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

AnyIndex = QModelIndex | QPersistentModelIndex
_Action = QAbstractItemView.CursorAction
_LEAST_ROW_PX = 8


class UniformList(QAbstractItemView):
    """Shows the first column of a model, chosen one row at a time. The delegate's size of the first row is that of all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_px = _LEAST_ROW_PX
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 (Qt's name)
        """Shows the rows of that model; set it once."""
        super().setModel(model)
        if model is not None:
            for changed in (model.rowsRemoved, model.modelReset, model.layoutChanged):
                changed.connect(self._measure)

    def row_px(self) -> int:
        """How high a row is."""
        return self._row_px

    def visualRect(self, index: AnyIndex) -> QRect:  # noqa: N802 (Qt's name)
        """Where the row stands in the viewport, also above and below it."""
        if not index.isValid():
            return QRect()
        height = self.row_px()
        return QRect(0, index.row() * height - self.verticalOffset(), self.viewport().width(), height)

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802 (Qt's name)
        """The row at a point of the viewport; an invalid index where there is none."""
        row = (point.y() + self.verticalOffset()) // self.row_px()
        return self.model().index(row, 0) if 0 <= row < self._count() else QModelIndex()

    def scrollTo(  # noqa: N802 (Qt's name)
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Brings the row into sight, and moves no more than that needs."""
        if not index.isValid():
            return
        rect, bar, room = self.visualRect(index), self.verticalScrollBar(), self.viewport().height()
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - room // 2)
        elif rect.top() < 0 or hint is QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() >= room or hint is QAbstractItemView.ScrollHint.PositionAtBottom:
            bar.setValue(bar.value() + min(rect.top(), rect.bottom() + 1 - room))

    def updateGeometries(self) -> None:  # noqa: N802 (Qt's name)
        """The scroll bar is as long as all rows are high."""
        self._row_px = max(_LEAST_ROW_PX, self.sizeHintForRow(0)) if self._count() else _LEAST_ROW_PX
        height, room, bar = self._row_px, self.viewport().height(), self.verticalScrollBar()
        bar.setSingleStep(max(1, height // 3))
        bar.setPageStep(max(1, room - height))
        bar.setRange(0, max(0, self._count() * height - room))
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """More or fewer rows fit."""
        super().resizeEvent(event)
        self.updateGeometries()

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:  # noqa: N802 (Qt's name)
        """What a person looks at stays where it is when rows come above it, but for the very top, where new ones are looked for."""
        super().rowsInserted(parent, start, end)
        self.updateGeometries()
        bar = self.verticalScrollBar()
        above_px = (end + 1 - start) * self.row_px() if start * self.row_px() < bar.value() else 0
        bar.setValue(bar.value() + above_px)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draws the rows that can be seen."""
        count, height = self._count(), self.row_px()
        first = max(0, (event.rect().top() + self.verticalOffset()) // height)
        last = min(count - 1, (event.rect().bottom() + self.verticalOffset()) // height)
        painter, option = QPainter(self.viewport()), QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state
        under = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())) if self.underMouse() else None
        for row in range(first, last + 1):
            index = self.model().index(row, 0)
            option.rect, option.state = self.visualRect(index), plain & ~QStyle.StateFlag.State_HasFocus
            if self.selectionModel().isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == self.currentIndex() and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            if under is not None and index == under:
                option.state |= QStyle.StateFlag.State_MouseOver
            self.itemDelegateForIndex(index).paint(painter, option, index)
        painter.end()

    def moveCursor(self, action: _Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002, N802 (Qt's name)
        """The row that a key leads to."""
        count = self._count()
        if not count:
            return QModelIndex()
        page = max(1, self.viewport().height() // self.row_px() - 1)
        now = self.currentIndex().row()
        steps = {
            _Action.MoveUp: -1,
            _Action.MovePrevious: -1,
            _Action.MoveDown: 1,
            _Action.MoveNext: 1,
            _Action.MovePageUp: -page,
            _Action.MovePageDown: page,
            _Action.MoveHome: -count,
            _Action.MoveEnd: count,
        }
        to = 0 if now < 0 else min(count - 1, max(0, now + steps.get(action, 0)))
        return self.model().index(to, 0)

    def horizontalOffset(self) -> int:  # noqa: N802 (Qt's name)
        """Rows are as wide as the view."""
        return 0

    def verticalOffset(self) -> int:  # noqa: N802 (Qt's name)
        """How many pixels are above what is seen."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: AnyIndex) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """No row is hidden."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802 (Qt's name)
        """Chooses the row at the middle of the rectangle."""
        index = self.indexAt(rect.normalized().center())
        self.selectionModel().select(QItemSelection(index, index) if index.isValid() else QItemSelection(), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802 (Qt's name)
        """What is drawn anew when the choice changes."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def _measure(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0
