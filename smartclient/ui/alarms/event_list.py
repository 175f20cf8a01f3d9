"""The event list: what happened lately at doors, readers and sensors, newest on top."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QListView, QToolButton, QVBoxLayout, QWidget

from smartclient.domain.events import Happened
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.alarms.event_delegate import EventDelegate
from smartclient.ui.alarms.event_model import EventModel
from smartclient.ui.alarms.event_rows import Filter
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme

_EMPTY = {
    Filter.ALL: "Nothing has happened yet. Doors, readers and sensors tell their events here.",
    Filter.DOORS: "No door event yet. Openings, locks and badges appear here.",
    Filter.SELECTED: "No event of the selected thing yet. Select a door, camera or sensor on the map to see its events.",
}
_TIPS = {
    Filter.ALL: "Doors, readers and sensors everywhere. Motion and recording of a camera stand under Selected.",
    Filter.DOORS: "Doors and readers everywhere",
    Filter.SELECTED: "Everything the selected device told",
}


class EventList(QWidget):
    """Filter and rows. New rows never move what a person reads.

    `shown` carries the DeviceId of an activated row, `replayed` the Happened to watch.
    """

    shown = Signal(str)
    replayed = Signal(object)

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        theme: Theme,
        clock: Clock,
        where: Callable[[DeviceId], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.kept = Filter.ALL
        self.filters = {kept: QToolButton() for kept in Filter}
        self.news = QToolButton()
        self.watch = QToolButton()
        self._unread = 0
        self.empty = text_label("No events", dim=True)
        self.view = QListView()
        self.model = EventModel(store, clock, where, self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(EventDelegate(self.model, store, theme, self.view))
        self._lay_out()
        bind(self, store.changed, self._on_store)
        bind(self, workspace.changed, self._on_workspace)
        self.choose(Filter.ALL)

    def _lay_out(self) -> None:
        self.setAccessibleName("Events")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self.news.setAccessibleName("Go to the newest event")
        self.news.clicked.connect(self.view.scrollToTop)
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 8)
        head.setSpacing(4)
        group = QButtonGroup(self)
        for kept, button in self.filters.items():
            button.setText(kept.value)
            button.setCheckable(True)
            button.setToolTip(_TIPS[kept])
            button.setAccessibleName(f"Show events: {kept.value}")
            button.clicked.connect(lambda _checked=False, kept=kept: self.choose(kept))
            group.addButton(button)
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.news)
        self.watch.setText("Show it")
        self.watch.setAccessibleName("Show what happened at the chosen event")
        self.watch.setToolTip("What cameras saw, from five seconds before it (double click or Shift+Enter)")
        self.watch.clicked.connect(lambda: self._replay(self.view.currentIndex()))
        head.addWidget(self.watch)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(12, 12, 12, 12)
        self._set_up_view()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _set_up_view(self) -> None:
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setStyleSheet("QListView { border: none }")
        self.view.setAccessibleName("Recent events")
        self.view.activated.connect(self._activate)
        self.view.clicked.connect(self._activate)
        self.view.doubleClicked.connect(self._replay)
        QShortcut(QKeySequence("Shift+Return"), self.view, lambda: self._replay(self.view.currentIndex())).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )
        self.view.verticalScrollBar().valueChanged.connect(self._on_scroll)

    def choose(self, kept: Filter) -> None:
        """Shows only what the filter keeps, from the newest on."""
        self.kept = kept
        self.filters[kept].setChecked(True)
        self.model.show(kept, self._workspace.device)
        self.view.scrollToTop()
        self._show_unread(0)
        self._show_emptiness()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: ARG002, N802
        """Takes what came while nobody looked."""
        self._take_news()

    def _on_store(self, changes: Changes) -> None:
        if (changes.events or changes.everything) and self.isVisible():
            self._take_news()
        if changes.connection or changes.everything:
            self.view.viewport().update()

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.SELECTION and self.kept is Filter.SELECTED:
            self.choose(self.kept)

    def _take_news(self) -> None:
        bar, top = self.view.verticalScrollBar(), self.view.indexAt(self.view.viewport().rect().topLeft())
        if bar.value() == 0 or not top.isValid():
            self.model.take_news()
        else:
            line, offset, row = self.model.line(top.row()), self.view.visualRect(top).top(), top.row()
            self.model.take_news()
            index = self.model.index_of(line)
            self.view.scrollTo(index, QListView.ScrollHint.PositionAtTop)
            bar.setValue(bar.value() - offset)
            self._show_unread(self._unread + max(0, index.row() - row))
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        has_rows = self.model.rowCount() > 0
        self.view.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        self.empty.setText(_EMPTY[self.kept])

    def _on_scroll(self, value: int) -> None:
        if value == 0:
            self._show_unread(0)

    def _show_unread(self, count: int) -> None:
        self._unread = count
        self.news.setText(f"{count} new ↑")
        self.news.setVisible(count > 0)

    def _activate(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if isinstance(line, Happened) and line.device is not None:
            self._workspace.select(line.device)
            self.shown.emit(line.device)

    def _replay(self, index: QModelIndex) -> None:
        line = self.model.line(index.row()) if index.isValid() else None
        if isinstance(line, Happened):
            self.replayed.emit(line)
