"""The place below the alarms: views and panels in two rows, one in front, panels closed by button and by Esc."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from smartclient.ui.shell.tabbed_place import TabbedPlace
from smartclient.ui.theme import dark, style_sheet

VIEWS = ("Selected", "Events", "Marks", "Search")
PANELS = ("Coverage", "Law", "Edit", "Base map", "Follow")
PADDING_PX = 14


@pytest.fixture
def place(qtbot: QtBot) -> TabbedPlace:
    made = TabbedPlace(dark())
    qtbot.addWidget(made)
    made.setStyleSheet(style_sheet(dark()))
    made.resize(330, 500)
    for title in VIEWS:
        made.add_view(QPushButton(title), title)
    made.show()
    qtbot.waitExposed(made)
    return made


def open_panel(place: TabbedPlace, title: str) -> QLineEdit:
    panel = QLineEdit(title)
    place.show_panel(panel, title)
    return panel


def in_front(place: TabbedPlace) -> list[str]:
    """The words on the pages that are visible, which is one."""
    buttons = [page.text() for page in place.findChildren(QPushButton) if page.isVisible()]
    return buttons + [page.text() for page in place.findChildren(QLineEdit) if page.isVisible()]


def titles(row: QTabBar) -> list[str]:
    return [row.tabText(number) for number in range(row.count())]


def click(row: QTabBar, title: str) -> None:
    middle = row.tabRect(titles(row).index(title)).center()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=middle)


def test_no_title_is_cut_with_every_panel_open(place: TabbedPlace) -> None:
    assert not place.panels.isVisible()
    for title in PANELS:
        open_panel(place, title)
    for row in (place.views, place.panels):
        last = row.tabRect(row.count() - 1)
        assert last.right() < row.width()
        for number in range(row.count()):
            assert row.tabRect(number).width() >= row.fontMetrics().horizontalAdvance(row.tabText(number)) + PADDING_PX
    assert place.width() == 330


def test_a_panel_comes_forward_and_the_views_stay_one_click_away(place: TabbedPlace) -> None:
    open_panel(place, "Coverage")
    assert in_front(place) == ["Coverage"]
    assert place.closing.isVisible()
    assert place.closing.accessibleName() == "Close Coverage"
    click(place.views, "Selected")
    assert in_front(place) == ["Selected"]
    assert not place.closing.isVisible()
    click(place.panels, "Coverage")
    assert in_front(place) == ["Coverage"]


def test_the_keyboard_goes_along_a_row_and_to_a_page_that_is_behind(place: TabbedPlace) -> None:
    open_panel(place, "Law")
    place.views.setFocus()
    QTest.keyClick(place.views, Qt.Key.Key_Space)
    assert in_front(place) == ["Selected"]
    QTest.keyClick(place.views, Qt.Key.Key_Right)
    assert in_front(place) == ["Events"]
    place.panels.setFocus()
    QTest.keyClick(place.panels, Qt.Key.Key_Return)
    assert in_front(place) == ["Law"]


def test_esc_and_the_button_close_what_is_in_front(place: TabbedPlace, qtbot: QtBot) -> None:
    click(place.views, "Marks")
    law, coverage = open_panel(place, "Law"), open_panel(place, "Coverage")
    with qtbot.waitSignal(place.left):
        QTest.keyClick(coverage, Qt.Key.Key_Escape)
    assert in_front(place) == ["Law"]
    with qtbot.waitSignal(place.left):
        place.closing.click()
    assert in_front(place) == ["Marks"]
    assert not place.panels.isVisible()
    QTest.keyClick(place, Qt.Key.Key_Escape)
    assert in_front(place) == ["Marks"]
    place.show_panel(law, "Law")
    assert in_front(place) == ["Law"]
    assert titles(place.panels) == ["Law"]


def test_a_panel_that_asks_first_stays(place: TabbedPlace, qtbot: QtBot) -> None:
    asked: list[QWidget] = []
    panel = QLineEdit("Edit")
    place.show_panel(panel, "Edit", lambda: asked.append(panel))
    with qtbot.assertNotEmitted(place.left):
        place.closing.click()
    assert asked == [panel]
    assert in_front(place) == ["Edit"]
    place.close_panel(panel)
    assert in_front(place) == ["Selected"]


def test_a_panel_closed_from_behind_leaves_the_view_in_front(place: TabbedPlace) -> None:
    panel = open_panel(place, "Coverage")
    click(place.views, "Events")
    place.close_panel(panel)
    assert in_front(place) == ["Events"]
    assert not place.panels.isVisible()
