"""The menu of all ways to divide a wall, each with a small drawing of itself."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from smartclient.store.layouts import LAYOUTS, Layout
from smartclient.ui.theme import Theme, Tone

_ICON = QSize(24, 15)


def layout_menu(parent: QWidget, chosen: Layout, choose: Callable[[Layout], None], theme: Theme) -> QMenu:
    """One row for each layout; the menu deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setAccessibleName("Layouts of the wall")
    menu.aboutToHide.connect(menu.deleteLater)
    for layout in LAYOUTS.values():
        mark = "\t✓" if layout is chosen else ""
        row = menu.addAction(layout_icon(layout, theme), f"{layout.words}{mark}")
        row.setCheckable(True)
        row.setChecked(layout is chosen)
        row.triggered.connect(lambda _checked=False, layout=layout: choose(layout))
    return menu


def layout_icon(layout: Layout, theme: Theme) -> QIcon:
    """The layout as it fills a wide room."""
    icon = QIcon()
    for ratio in (1, 2):
        picture = QPixmap(_ICON * ratio)
        picture.fill(theme.color(Tone.GROUND))
        painter = QPainter(picture)
        width, height = picture.width() - ratio, picture.height() - ratio
        painter.setPen(theme.color(Tone.TEXT_DIM))
        for left, top, across, down in layout.forms[_drawn(layout)].fractions():
            painter.drawRect(QRectF(left * width, top * height, across * width, down * height))
        painter.end()
        picture.setDevicePixelRatio(ratio)
        icon.addPixmap(picture)
    return icon


def _drawn(layout: Layout) -> int:
    """The form for a room of the icon's own proportion."""
    return layout.forms.index(layout.form(_ICON.width(), _ICON.height()))
