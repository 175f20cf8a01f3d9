"""The main window: places the map, the wall and the lists, remembers how, and owns nothing else."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smartclient.ui.shell.tabbed_place import TabbedPlace
from smartclient.ui.theme import Theme, Tone

P = TypeVar("P", bound=QWidget)

_TOP_PX, _FOOT_PX = 46, 36
_MAP_SHARE, _PANEL_SHARE = 0.56, 0.34
"""Of the window's width, on the responder's screen."""
_LISTED_PX = 170
"""What a raised place below leaves to the alarms: their head and the two worst."""


class Pane(StrEnum):
    """The places of the window that are filled behind the map; the last four are tabs and bear these names."""

    FIND = "find"
    PLACES = "places"
    WALL = "wall"
    ALARMS = "alarms"
    SELECTED = "Selected"
    EVENTS = "Events"
    MARKS = "Marks"
    SEARCH = "Search"


@dataclass(frozen=True, slots=True)
class _Low:
    """How the right column was before its lower place was raised."""

    sizes: list[int]
    is_column_folded: bool
    is_folded: bool


@dataclass(frozen=True, slots=True)
class _Wide:
    """How the window was before it was narrowed."""

    middle: list[int]
    across: list[int]
    shown: list[QWidget]
    above: QWidget
    below: QWidget


class MainWindow(QWidget):
    """Places on the left, map over video in the middle, alarms over the selection on the right."""

    def __init__(
        self,
        title: str,
        user: str,
        site_map: QWidget,
        connection: QWidget,
        notices: QWidget,
        theme: Theme,
        closed: Callable[[], None],
    ) -> None:
        """Stands with the map and empty panes, which `put` fills."""
        super().__init__()
        self._closed = closed
        self._owned: list[QWidget] = []
        self.connection = connection
        self.may_close: Callable[[], bool] = lambda: True
        """Asks the person first where the answer is no."""
        self.setWindowTitle(f"{title} · smartclient")
        self.setObjectName("main")
        self._panes = {pane: _empty() for pane in (Pane.FIND, Pane.PLACES, Pane.WALL, Pane.ALARMS)}
        self._below_map = QStackedWidget()
        self._below_map.addWidget(self._panes[Pane.WALL])
        self._middle = _splitter(Qt.Orientation.Vertical, site_map, self._below_map)
        self._middle.setStretchFactor(0, 5)
        self._middle.setStretchFactor(1, 4)
        self.tabs = TabbedPlace(theme)
        """The place of the selection and of the parts' own panels."""
        self.tabs.left.connect(lambda: site_map.setFocus(Qt.FocusReason.OtherFocusReason))
        self._right = _splitter(Qt.Orientation.Vertical, self._panes[Pane.ALARMS], self.tabs)
        self._right.setStretchFactor(0, 2)
        self._right.setStretchFactor(1, 3)
        self._across = _splitter(Qt.Orientation.Horizontal, self._panes[Pane.PLACES], self._middle, self._right)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([230, 1000, 330])
        self._middle.setSizes([500, 380])
        self._right.setSizes([320, 560])
        self._low: _Low | None = None
        self._was_folded = False
        self._wide: _Wide | None = None
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        self._connection = connection
        self._bar = self._top(title, user, connection, theme)
        page.addWidget(self._bar)
        self._page = page
        page.addWidget(self._across, 1)
        self._revision = QLabel()
        self._foot = _foot(notices, self._revision, theme)
        page.addWidget(self._foot)
        site_map.setFocus()
        self.resize(self.sizeHint().boundedTo(self.screen().availableSize()))

    def show_revision(self, words: str) -> None:
        """Says which revision of the plan is on the screen."""
        self._revision.setText(words)

    def put_on_top(self, widget: QWidget) -> None:
        """Lays one more widget into the top row, before the line to the server."""
        self._top_row.insertWidget(self._top_row.count() - 2, widget)

    def put_banner(self, widget: QWidget) -> None:
        """Lays a banner across the window, below the top row; it takes room only while it is shown."""
        self._page.insertWidget(1, widget)

    def put(self, pane: Pane, widget: QWidget) -> None:
        """Fills an empty pane; tabs stand in the order in which they come."""
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, pane is not Pane.FIND)
        empty = self._panes.get(pane)
        self._panes[pane] = widget
        if empty is None:
            self.tabs.add_view(widget, pane.value)
        elif pane is Pane.WALL:
            self._below_map.addWidget(widget)
            self._below_map.removeWidget(empty)
        elif isinstance(splitter := empty.parentWidget(), QSplitter):
            sizes = splitter.sizes()
            splitter.replaceWidget(splitter.indexOf(empty), widget)
            _stretch_like(empty, widget)
            splitter.setSizes(sizes)
        else:
            self._top_row.replaceWidget(empty, widget)
        if empty is not None:
            empty.deleteLater()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A full-HD console."""
        return QSize(1600, 960)

    def _top(self, title: str, user: str, connection: QWidget, theme: Theme) -> QWidget:
        bar = QWidget()
        bar.setObjectName("top")
        bar.setFixedHeight(_TOP_PX)  # the map keeps its size when the find box comes
        bar.setStyleSheet(f"#top {{ border-bottom: 1px solid {theme.colors[Tone.LINE]}; }}")
        self._top_row = row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        named = QLabel(title)
        named.setProperty("title", True)
        named.setTextFormat(Qt.TextFormat.PlainText)
        signed_in = QLabel(user)
        signed_in.setTextFormat(Qt.TextFormat.PlainText)
        signed_in.setProperty("dim", True)
        signed_in.setAccessibleName("Signed in as")
        row.addWidget(named)
        row.addStretch(1)
        row.addWidget(self._panes[Pane.FIND], 4)
        row.addStretch(1)
        row.addWidget(connection)
        row.addWidget(signed_in)
        return bar

    def toggle_place(self, place: int) -> None:
        """Folds or unfolds one of four places: 1 places, 2 video, 3 alarms, 4 selected and events."""
        panes = self._panes
        widget = (panes[Pane.PLACES], self._below_map, panes[Pane.ALARMS], self.tabs)[place - 1]
        widget.setVisible(not widget.isVisible())
        self._right.setVisible(panes[Pane.ALARMS].isVisibleTo(self._right) or self.tabs.isVisibleTo(self._right))

    def toggle_map_alone(self) -> None:
        """The map and nothing else, or back to all."""
        around = (self._panes[Pane.PLACES], self._below_map, self._right)
        is_alone = not any(widget.isVisibleTo(self) for widget in around)
        for widget in around:
            widget.setVisible(is_alone)

    def show_events(self) -> None:
        """Brings the list of events forward."""
        self.tabs.bring(self._panes[Pane.EVENTS])

    def show_selected(self) -> None:
        """Brings what is selected forward."""
        self.tabs.bring(self._panes[Pane.SELECTED])

    def show_marks(self) -> None:
        """Brings bookmarks and evidence locks forward."""
        self._show_lower(self._panes[Pane.MARKS])

    def show_search(self) -> None:
        """Brings the search of footage forward."""
        self._show_lower(self._panes[Pane.SEARCH])

    def show_panel(self, panel: QWidget, title: str, close: Callable[[], None] | None = None) -> None:
        """Brings a part's own panel forward, below the alarms; `close` is for panels with which more ends than they."""
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._unfold_lower()
        self.tabs.show_panel(panel, title, close)

    def own(self, panel: P) -> P:
        """The panel ends with the window, also one that is never shown and so lies in no part of it; answers the panel."""
        self._owned.append(panel)
        return panel

    def end(self) -> None:
        """Deletes it with what it owns, as soon as the loop turns."""
        for panel in self._owned:
            panel.deleteLater()
        self.deleteLater()

    def close_panel(self, panel: QWidget) -> None:
        """Takes a part's own panel away; it can be shown again."""
        self.tabs.close_panel(panel)
        if self._wide is not None:
            self._right.hide()

    def cover_wall(self, widget: QWidget) -> None:
        """Shows something in the wall's place, unfolded; the wall stays as it is, unseen, until `uncover_wall`."""
        if self._below_map.indexOf(widget) < 0:
            self._below_map.addWidget(widget)
        if self._below_map.currentWidget() is self._panes[Pane.WALL]:
            self._was_folded = self._below_map.isHidden()
        self._below_map.show()
        self._below_map.setCurrentWidget(widget)

    def uncover_wall(self) -> None:
        """The wall is back in its place, folded if it was."""
        if self._below_map.currentWidget() is not self._panes[Pane.WALL]:
            self._below_map.setCurrentWidget(self._panes[Pane.WALL])
            self._below_map.setHidden(self._was_folded)

    def raise_tabs(self, is_raised: bool) -> None:
        """Gives the place below the alarms most of the column, unfolded, and back what it had."""
        if is_raised and self._low is None:
            self._low = _Low(self._right.sizes(), self._right.isHidden(), self.tabs.isHidden())
            listed = max(self._panes[Pane.ALARMS].minimumSizeHint().height(), _LISTED_PX)
            total = sum(self._low.sizes) or self.height()
            self._right.setSizes([min(listed, total), max(total - listed, 0)])
        elif not is_raised and self._low is not None:
            low, self._low = self._low, None
            self._right.setSizes(low.sizes)
            self._right.setHidden(low.is_column_folded)
            self.tabs.setHidden(low.is_folded)

    def narrow(self, above: QWidget, below: QWidget, line: Callable[[QWidget], None]) -> None:
        """Map and wall alone, beside each other, between these two; `line` is given the line to the server."""
        if self._wide is not None:
            return
        self._page.activate()
        around = (self._bar, self._panes[Pane.PLACES], self._panes[Pane.ALARMS], self._right)
        self._wide = _Wide(
            self._middle.sizes(),
            self._across.sizes(),
            [widget for widget in around if not widget.isHidden()],
            above,
            below,
        )
        for widget in around:
            widget.hide()
        line(self._connection)
        self._page.insertWidget(0, above)
        self._page.insertWidget(self._page.indexOf(self._foot), below)
        self._middle.setOrientation(Qt.Orientation.Horizontal)
        self._below_map.show()
        map_px = round(_MAP_SHARE * self.width())
        self._middle.setSizes([map_px, self.width() - map_px])
        for widget in (above, below):
            widget.show()

    def widen(self) -> None:
        """The console's screen again."""
        wide, self._wide = self._wide, None
        if wide is None:
            return
        for widget in (wide.above, wide.below):
            self._page.removeWidget(widget)
            widget.hide()
        self._top_row.insertWidget(self._top_row.count() - 1, self._connection)
        self._connection.show()
        for widget in wide.shown:
            widget.show()
        self._middle.setOrientation(Qt.Orientation.Vertical)
        self._middle.setSizes(wide.middle)
        self._across.setSizes(wide.across)

    def _show_lower(self, widget: QWidget) -> None:
        self._unfold_lower()
        self.tabs.bring(widget)

    def _unfold_lower(self) -> None:
        if self._wide is not None and self._right.isHidden():
            asked_px = round(_PANEL_SHARE * self.width())
            self._across.setSizes([0, self.width() - asked_px, asked_px])
        self._right.show()
        self.tabs.show()

    def arrangement(self) -> dict[str, str]:
        """Sizes of window and splitters, to be remembered."""
        self.raise_tabs(False)
        self.widen()
        states = {"window": self.saveGeometry()} | {name: s.saveState() for name, s in self._splitters().items()}
        return {name: base64.b64encode(state.data()).decode() for name, state in states.items()}

    def arrange(self, remembered: dict[str, str]) -> None:
        """Restores what `arrangement` gave; unknown or broken entries are passed over."""
        for name, splitter in self._splitters().items():
            if name in remembered:
                splitter.restoreState(QByteArray.fromBase64(remembered[name].encode()))
        if "window" in remembered:
            self.restoreGeometry(QByteArray.fromBase64(remembered["window"].encode()))

    def _splitters(self) -> dict[str, QSplitter]:
        return {"across": self._across, "middle": self._middle, "right": self._right}

    def event(self, event: QEvent) -> bool:
        """A button that has the keyboard is pressed by Space, whatever else Space means in this window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(QApplication.focusWidget(), QAbstractButton)
        ):
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Closing the window ends the watch, unless somebody has to be asked first."""
        if not self.may_close():
            event.ignore()
            return
        self._closed()
        event.accept()


def _splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter


def _stretch_like(before: QWidget, after: QWidget) -> None:
    """A splitter keeps how a pane stretches in the pane's own policy."""
    policy = after.sizePolicy()
    policy.setHorizontalStretch(before.sizePolicy().horizontalStretch())
    policy.setVerticalStretch(before.sizePolicy().verticalStretch())
    after.setSizePolicy(policy)


def _empty() -> QWidget:
    pane = QWidget()
    pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return pane


def _foot(notices: QWidget, revision: QLabel, theme: Theme) -> QWidget:
    bar = QWidget()
    bar.setObjectName("foot")
    bar.setFixedHeight(_FOOT_PX)
    bar.setStyleSheet(f"#foot {{ border-top: 1px solid {theme.colors[Tone.LINE]}; }}")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 2, 16, 2)
    row.addWidget(notices, 1)
    hint = QLabel("?  all keys")
    revision.setAccessibleName("Revision of the plan, as it is printed")
    for label in (revision, hint):
        label.setProperty("dim", True)
        row.addWidget(label)
    row.setSpacing(16)
    return bar
