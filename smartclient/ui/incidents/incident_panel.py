"""The panel of incidents: the file on show, or the list of all."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from smartclient.runtime.clock import Clock
from smartclient.session.incidents.words import IncidentWords
from smartclient.ui.incidents.close_form import CloseForm
from smartclient.ui.incidents.file_page import FilePage
from smartclient.ui.incidents.files_page import FilesPage
from smartclient.ui.theme import Theme


class IncidentPanel(QWidget):
    """One page at a time, and above it the question whether to close the file. `shown` tells that it has come into sight."""

    shown = Signal()

    def __init__(self, words: IncidentWords, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self.setAccessibleName("Incidents")
        self.setMinimumWidth(280)
        self.file, self.files, self.form = FilePage(words, theme, clock), FilesPage(theme, clock), CloseForm()
        self._pages = QStackedWidget()
        for page in (self.files, self.file):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.form)
        layout.addWidget(self._pages, 1)
        self.form.left.connect(self.take_keyboard)

    @property
    def is_on_file(self) -> bool:
        """Whether a file is on show."""
        return self._pages.currentWidget() is self.file

    def show_file(self) -> None:
        """The file comes forward."""
        self._pages.setCurrentWidget(self.file)

    def show_files(self) -> None:
        """The list comes forward."""
        self._pages.setCurrentWidget(self.files)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """What happened meanwhile is to be shown now."""
        self.shown.emit()

    def take_keyboard(self) -> None:
        """Gives the keyboard to the page on show."""
        page = self.file if self.is_on_file else self.files
        page.setFocus(Qt.FocusReason.OtherFocusReason)
