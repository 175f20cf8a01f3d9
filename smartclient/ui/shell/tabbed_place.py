"""The place below the alarms: views that are always there and, in a second row, the parts' own panels, which can be closed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from smartclient.ui.theme import Theme, Tone


class TabbedPlace(QWidget):
    """One view or panel is in front. `left` tells that a panel was closed by its button or by Esc."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.views, self.panels = _Row("Selected, events, marks and search"), _Row("Open panels")
        self.closing = QToolButton()
        self.closing.setText("×")
        self.closing.setObjectName("close-panel")
        self.closing.setFixedSize(24, 24)
        self.panels.setProperty("small", True)
        self._ways_out: dict[QWidget, Callable[[], None]] = {}
        self._pages = QStackedWidget()
        self._second = QWidget()
        self._second.setObjectName("panels")
        self._second.setStyleSheet(f"#panels {{ border-top: 1px solid {theme.colors[Tone.LINE]}; }}")
        self._lay_out(theme)
        for row in (self.views, self.panels):
            row.chosen.connect(self.bring)
        self.closing.clicked.connect(self.close_current)

    def add_view(self, view: QWidget, title: str) -> None:
        """One more view in the first row."""
        self._pages.addWidget(view)
        self.views.add(view, title)

    def show_panel(self, panel: QWidget, title: str, close: Callable[[], None] | None = None) -> None:
        """Brings a panel forward. `close` is what its button and Esc do, where more is to end than the panel."""
        if panel not in self._ways_out:
            self._pages.addWidget(panel)
            self.panels.add(panel, title)
        self._ways_out[panel] = close or (lambda: self.close_panel(panel))
        self.bring(panel)

    def close_panel(self, panel: QWidget) -> None:
        """Takes a panel away; another open one comes forward in its place, else the last view."""
        if self._ways_out.pop(panel, None) is None:
            return
        front = self._pages.currentWidget()
        self.panels.remove(panel)
        self.bring(front if front is not panel else self.panels.current or self.views.current)
        self._pages.removeWidget(panel)
        panel.hide()

    def close_current(self) -> None:
        """Closes the panel in front, in its own way: it may ask first."""
        panel = self._pages.currentWidget()
        if panel in self._ways_out:
            self._ways_out[panel]()
            if panel not in self._ways_out:
                self.left.emit()

    def bring(self, page: QWidget | None) -> None:
        """Brings a view or a panel forward."""
        if page is None:
            return
        self._pages.setCurrentWidget(page)
        is_panel = page in self._ways_out
        (self.panels if is_panel else self.views).choose(page)
        self.views.set_behind(is_panel)
        self.panels.set_behind(not is_panel)
        self._second.setVisible(bool(self._ways_out))
        self.closing.setVisible(is_panel)
        self.closing.setAccessibleName(f"Close {self.panels.title}")
        self.closing.setToolTip(f"Close {self.panels.title} (Esc)")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc closes the panel in front, unless something in it took the key."""
        if event.key() == Qt.Key.Key_Escape and self._pages.currentWidget() in self._ways_out:
            self.close_current()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, theme: Theme) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        second = QHBoxLayout(self._second)
        second.setContentsMargins(5, 1, 6, 0)
        second.setSpacing(0)
        second.addWidget(self.panels, 1)
        second.addWidget(self.closing)
        policy = self.closing.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # tabs keep their place
        self.closing.setSizePolicy(policy)
        self._second.hide()
        self._pages.setObjectName("pages")
        self._pages.setStyleSheet(f"#pages {{ border-top: 1px solid {theme.colors[Tone.LINE]}; }}")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.views)
        page.addWidget(self._second)
        page.addWidget(self._pages, 1)


class _Row(QTabBar):
    """Tabs that stand for widgets. `chosen` carries the widget, also of the tab that is current when the other row is in front."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self._widgets: list[QWidget] = []
        self.tabBarClicked.connect(self._choose_at)
        self.currentChanged.connect(self._follow_keys)

    @property
    def current(self) -> QWidget | None:
        """The widget of the current tab."""
        return self._widgets[self.currentIndex()] if self._widgets else None

    @property
    def title(self) -> str:
        """The words on the current tab."""
        return self.tabText(self.currentIndex())

    def add(self, widget: QWidget, title: str) -> None:
        """One more tab at the end."""
        self._widgets.append(widget)
        self.addTab(title)

    def remove(self, widget: QWidget) -> None:
        """Takes its tab away."""
        place = self._widgets.index(widget)
        del self._widgets[place]
        self.removeTab(place)

    def choose(self, widget: QWidget) -> None:
        """Makes its tab the current one."""
        self.setCurrentIndex(self._widgets.index(widget))

    def set_behind(self, is_behind: bool) -> None:
        """Whether the other row has the page in front: then no tab of this one is marked."""
        if self.property("behind") is not is_behind:
            self.setProperty("behind", is_behind)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter and Space choose the current tab, where it is not in front."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose_at(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose_at(self, place: int) -> None:
        if 0 <= place < len(self._widgets):
            self.chosen.emit(self._widgets[place])

    def _follow_keys(self, place: int) -> None:
        """Arrows go from tab to tab."""
        if self.hasFocus():
            self._choose_at(place)
