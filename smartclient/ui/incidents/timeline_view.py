"""The timeline's rows on the screen: a table of one column, since a list lays out all its rows anew with each that is added."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from smartclient.ui.incidents.timeline_delegate import TimelineDelegate
from smartclient.ui.incidents.timeline_model import TimelineModel
from smartclient.ui.theme import Theme


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
        self.setMouseTracking(True)
        self.setAccessibleName("Timeline of the incident")
        self.setMinimumHeight(120)
