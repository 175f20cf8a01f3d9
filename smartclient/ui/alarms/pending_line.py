"""What became of a command: waiting with its seconds, refused or unanswered in words until the operator has read it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from smartclient.runtime.clock import Clock
from smartclient.store.pending import PendingState, Subject
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.facts import pending_words
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme, Tone


class PendingLine(QWidget):
    """Hidden while nothing is pending."""

    def __init__(self, store: SiteStore, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._theme = theme
        self._clock = clock
        self._subject: Subject | None = None
        self.words = text_label("Command")
        self.dismiss = QPushButton("Dismiss")
        self.dismiss.setAccessibleName("Dismiss what became of the command")
        self.dismiss.clicked.connect(self._on_dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.show_subject(None)

    def show_subject(self, subject: Subject | None) -> None:
        """Shows how far the command to that door or alarm has come now."""
        self._subject = subject
        pending = None if subject is None else self._store.pending(subject)
        self.setVisible(pending is not None)
        if pending is None:
            return
        is_waiting = pending.state is PendingState.WAITING
        tone = Tone.ACCENT if is_waiting else Tone.ALARM_MEDIUM
        self.words.setStyleSheet(f"color: {self._theme.colors[tone]}")
        self.words.setText(pending_words(pending, self._clock.now()))
        self.dismiss.setVisible(not is_waiting)

    def _on_dismiss(self) -> None:
        if self._subject is not None:
            self._store.clear_mark(self._subject)
