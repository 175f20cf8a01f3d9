"""The timeline's rows on the screen: a table of one column, since a list lays out all its rows anew with each that is added."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from smartclient.ui.incidents.timeline_delegate import TimelineDelegate
from smartclient.ui.incidents.timeline_model import TimelineModel
from smartclient.ui.theme import Theme

_NEARLY_PX = 4


class TimelineView(QTableView):
    """Five thousand rows cost no more than five."""

    def __init__(self, model: TimelineModel, theme: Theme) -> None:
        super().__init__()
        delegate = TimelineDelegate(model, theme, self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(delegate.height)
        self.verticalHeader().setDefaultSectionSize(delegate.height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(delegate.height)
        self.setAccessibleName("Timeline of the incident")

    @property
    def is_at_end(self) -> bool:
        """Whether the newest row is the last one in sight."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - _NEARLY_PX

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Who reads the end goes on reading the end."""
        is_at_end = self.is_at_end
        super().resizeEvent(event)
        if is_at_end:
            self.scrollToBottom()
