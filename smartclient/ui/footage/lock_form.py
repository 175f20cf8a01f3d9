"""The question before footage is kept beyond its time: which cameras, how long, and what that means."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.commands import LockEvidence
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.ui.dialogs import text_label
from smartclient.ui.words import one_line

LASTING = (
    ("30 days", timedelta(days=30)),
    ("90 days", timedelta(days=90)),
    ("1 year", timedelta(days=365)),
    ("For ever, until somebody releases it", None),
)
_USUAL = 1


class LockForm(QWidget):
    """Asks in its place; `locked` carries the LockEvidence that was agreed to, `asked` and `left` tell when it comes and goes."""

    locked = Signal(object)
    asked = Signal()
    left = Signal()

    def __init__(
        self,
        meaning: Callable[[LockEvidence], str],
        why_not: Callable[[LockEvidence], str],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._meaning, self._why_not, self._now = meaning, why_not, now
        self._span: Span | None = None
        self._boxes: dict[DeviceId, QCheckBox] = {}
        self.setAccessibleName("Keep footage as evidence")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Name of the incident or case")
        self.name.setAccessibleName("Name of the evidence lock")
        self.name.setMaxLength(100)
        self.lasting = QComboBox()
        self.lasting.setAccessibleName("How long it is kept")
        for words, _length in LASTING:
            self.lasting.addItem(words)
        self.words = text_label("What keeping it means")
        self.lock = QPushButton("Keep it")
        self.lock.setDefault(True)
        self.cancel = QPushButton("Cancel")
        self._cameras = QVBoxLayout()
        self._lay_out()
        self.name.textChanged.connect(self.refresh)
        self.name.returnPressed.connect(self._agree)
        self.lasting.currentIndexChanged.connect(self.refresh)
        self.lock.clicked.connect(self._agree)
        self.cancel.clicked.connect(self.left)
        self.hide()

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 12)
        page.setSpacing(8)
        title = text_label("Keep footage as evidence")
        title.setText("Keep footage as evidence")
        title.setProperty("title", True)
        page.addWidget(title)
        page.addWidget(self.name)
        self._cameras.setSpacing(4)
        page.addLayout(self._cameras)
        page.addWidget(self.lasting)
        page.addWidget(self.words)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.lock)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        page.addLayout(buttons)
        page.addStretch(1)

    def ask(self, span: Span, cameras: Sequence[tuple[DeviceId, str]]) -> None:
        """Asks about that span of these cameras, all of them chosen at first."""
        self._span = span
        for box in self._boxes.values():
            self._cameras.removeWidget(box)
            box.deleteLater()
        self._boxes = {camera: QCheckBox(one_line(name).replace("&", "&&")) for camera, name in cameras}
        for box in self._boxes.values():
            box.setChecked(True)
            box.toggled.connect(self.refresh)
            self._cameras.addWidget(box)
        self.name.clear()
        self.lasting.setCurrentIndex(_USUAL)
        self.refresh()
        self.asked.emit()
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def command(self) -> LockEvidence | None:
        """What would be asked of the server now."""
        if self._span is None:
            return None
        lasting = LASTING[self.lasting.currentIndex()][1]
        until = self._now() + lasting if lasting is not None else None
        cameras = tuple(camera for camera, box in self._boxes.items() if box.isChecked())
        return LockEvidence(cameras, self._span, self.name.text().strip(), until=until)

    def refresh(self) -> None:
        """Says what it means, or why it cannot be asked."""
        command = self.command
        if command is not None:
            reason = self._why_not(command)
            self.words.setText(f"{self._meaning(command)} {reason}".strip() if command.cameras else reason)
            self.lock.setEnabled(not reason)

    def _agree(self) -> None:
        command = self.command
        if command is not None and not self._why_not(command):
            self.hide()
            self.locked.emit(command)
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc says no."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
