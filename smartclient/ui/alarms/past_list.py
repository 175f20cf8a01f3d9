"""What a search over the alarms of all months found: newest first, with how far back is known."""

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from smartclient.domain.alarms import Alarm
from smartclient.runtime.clock import Clock
from smartclient.session.alarm_search import AlarmSearch, Found, Reach
from smartclient.store.alarm_filter import AlarmFilter
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.alarm_delegate import AlarmDelegate
from smartclient.ui.alarms.alarm_view import AlarmView
from smartclient.ui.alarms.alarm_words import AlarmWords
from smartclient.ui.alarms.past_model import PastModel
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

_LEFT_PX, _RIGHT_PX, _GAP_PX = 12, 8, 8


class PastDelegate(AlarmDelegate):
    """As in the list of open alarms, but with the time it was."""

    def end_words(self, alarm: Alarm) -> str:
        """The time of day, with the date when it was not today."""
        return self._words.when(alarm.at)


class PastList(QWidget):
    """`chosen` and `flown` carry the Alarm, which may be closed long since."""

    chosen = Signal(object)
    flown = Signal(object)

    def __init__(
        self, search: AlarmSearch, store: SiteStore, theme: Theme, clock: Clock, words: AlarmWords, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._search, self._words = search, words
        self._found: Found | None = None
        self.count = text_label("How many alarms were found", dim=True)
        self.reach = text_label("How far back alarms are known", dim=True)
        self.further = QToolButton()
        self.view = AlarmView("Alarms found", self)
        self.model = PastModel(search.read, words, self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(PastDelegate(words, store, theme, clock, self.view))
        self._lay_out()
        self.view.chosen.connect(lambda index: self._tell(self.chosen, index))
        self.view.flown.connect(lambda index: self._tell(self.flown, index))
        self.further.clicked.connect(search.look_further_back)
        bind(self, search.found, self._take)
        bind(self, search.reached, self._show_reach)

    def _lay_out(self) -> None:
        self.setAccessibleName("Alarms found")
        self.count.setContentsMargins(12, 0, 12, 8)
        self.further.setText("Look further back")
        self.further.setAccessibleName("Look for older alarms on the server")
        foot = QHBoxLayout()
        foot.setContentsMargins(_LEFT_PX, 6, _RIGHT_PX, 6)
        foot.setSpacing(_GAP_PX)
        foot.addWidget(self.reach, 1)
        foot.addWidget(self.further, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.count)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.view)

    def ask(self, kept: AlarmFilter) -> None:
        """Searches for that; what was found before stands until the answer is there."""
        self._search.ask(kept)
        self._show_reach(self._search.reach)

    def end(self) -> None:
        """Searches no more."""
        self._search.ask(None)

    def _take(self, found: Found) -> None:
        is_same = self._found is not None and self._found.kept == found.kept
        self._found = found
        self.model.show(found)
        if not is_same:
            self.view.scrollToTop()
        count = found.course.count
        more = "" if found.is_all else " or more"
        words = {0: "No alarm found.", 1: "One alarm found."}
        self.count.setText(words.get(count, f"{count:,}{more} found, newest first."))

    def _show_reach(self, reach: Reach) -> None:
        if reach.is_reading:
            words = "Reading the server's own list …"
        elif reach.trouble:
            words = f"Older alarms could not be read. {one_line(reach.trouble)}"
        elif reach.since is not None:
            day = reach.since.astimezone()
            words = f"Known from {day.day} {day:%b %Y} on" + (
                ", the server has nothing older." if reach.is_end else "."
            )
        else:
            words = ""
        self.reach.setText(words)
        self.further.setVisible(not reach.is_end)
        self.further.setEnabled(not reach.is_reading)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """A narrower list breaks its words into more lines."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """A label that wraps asks for one line only, and in a low place would lie over the last row."""
        beside = 0 if self.further.isHidden() else self.further.sizeHint().width() + _GAP_PX
        width = self.width() - _LEFT_PX - _RIGHT_PX - beside
        self.reach.setMinimumHeight(max(0, self.reach.heightForWidth(width)))

    def _tell(self, signal: SignalInstance, index: QModelIndex) -> None:
        alarm = self.model.alarm(index.row()) if index.isValid() else None
        if alarm is not None:
            signal.emit(alarm)
