"""A list of a million rows is worked out, not laid out: what is seen, where it is, and where keys lead."""

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from smartclient.ui.alarms.uniform_list import UniformList

pytestmark = pytest.mark.usefixtures("qapp")
MILLION = 1_000_000
HIGH = 40
AnyIndex = QModelIndex | QPersistentModelIndex


class Numbers(QAbstractListModel):
    """Rows that are only counted; `asked` are those that were looked at."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.asked: set[int] = set()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self.count

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            self.asked.add(index.row())
            return str(index.row())
        return None

    def put_on_top(self, count: int) -> None:
        self.beginInsertRows(QModelIndex(), 0, count - 1)
        self.count += count
        self.endInsertRows()

    def forget(self, count: int) -> None:
        self.beginRemoveRows(QModelIndex(), self.count - count, self.count - 1)
        self.count -= count
        self.endRemoveRows()


class Rows(QStyledItemDelegate):
    """Asks for the words of each row it draws."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.drawn: list[int] = []

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002, N802
        return QSize(0, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: ARG002
        self.drawn.append(index.row())


def listed(count: int) -> tuple[UniformList, Numbers, Rows]:
    view, model = UniformList(), Numbers(count)
    rows = Rows(view)
    view.setItemDelegate(rows)
    view.setModel(model)
    view.resize(300, 405)
    view.setFrameShape(UniformList.Shape.NoFrame)
    view.show()
    return view, model, rows


def seen(view: UniformList, rows: Rows) -> list[int]:
    rows.drawn.clear()
    view.viewport().grab()
    return rows.drawn


def test_only_what_is_seen_is_drawn_wherever_it_is() -> None:
    view, _model, rows = listed(MILLION)
    assert seen(view, rows) == list(range(11))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert seen(view, rows) == list(range(MILLION - 11, MILLION))
    view.scrollTo(view.model().index(500_000, 0), UniformList.ScrollHint.PositionAtCenter)
    assert 500_000 in seen(view, rows)
    middle = view.visualRect(view.model().index(500_000, 0)).center()
    assert view.indexAt(middle).row() == 500_000
    assert not view.indexAt(QPoint(5, -1 - view.verticalOffset())).isValid()


def test_keys_lead_through_all_of_it() -> None:
    view, _model, rows = listed(MILLION)
    view.setFocus()
    for key, row in ((Qt.Key.Key_Down, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_PageDown, 10), (Qt.Key.Key_Up, 9)):
        QTest.keyClick(view, key)
        assert view.currentIndex().row() == row
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == MILLION - 1
    assert MILLION - 1 in seen(view, rows)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    assert seen(view, rows)[0] == 0


def test_a_click_chooses_the_row_under_it() -> None:
    view, _model, _rows = listed(20)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 3 * HIGH + 5))
    assert view.currentIndex().row() == 3
    assert [index.row() for index in view.selectedIndexes()] == [3]


def test_new_rows_on_top_move_nothing_that_is_looked_at() -> None:
    view, model, rows = listed(1_000)
    view.verticalScrollBar().setValue(100 * HIGH)
    assert seen(view, rows)[0] == 100
    model.put_on_top(7)
    assert seen(view, rows)[0] == 107
    view.verticalScrollBar().setValue(0)
    model.put_on_top(1)
    assert seen(view, rows)[0] == 0, "who looks at the newest sees the newer one"


def test_rows_that_go_leave_no_room_behind() -> None:
    view, model, rows = listed(100)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    model.forget(95)
    assert view.verticalScrollBar().maximum() == 0
    assert seen(view, rows) == list(range(5))
    model.forget(5)
    assert seen(view, rows) == []
