"""The question before saving: what changes on disk, what changes on the server, and why it may not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from smartclient.session.plan_saving import Pending
from smartclient.ui.dialogs import text_label
from smartclient.ui.words import one_line

_ROW_PX, _MOST_ROWS = 42, 6
"""Rows of two lines."""


class SaveSheet(QWidget):
    """`agreed` carries whether the server is told too; `left` says that nothing is saved."""

    agreed = Signal(bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Save the plan")
        title = text_label("Save the plan")
        title.setText("Save the plan")
        title.setProperty("title", True)
        self.disk_words, self.server_words = text_label("On disk", dim=True), text_label("On the server", dim=True)
        self.disk, self.server = _list("What was changed"), _list("What the server would be told")
        self.tell = QCheckBox("Tell the server too")
        self.reason = text_label("Why the server is not told", dim=True)
        self.save, self.cancel = QPushButton("Save"), QPushButton("Cancel")
        self.save.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 10, 12, 12)
        page.setSpacing(6)
        for widget in (title, self.disk_words, self.disk, self.server_words, self.server, self.tell, self.reason):
            page.addWidget(widget)
        page.addLayout(buttons)
        page.addStretch(1)
        self.save.clicked.connect(lambda: self.agreed.emit(self.tell.isChecked() and self.tell.isEnabled()))
        self.cancel.clicked.connect(self.left)

    def ask(self, pending: Pending, place: str) -> None:
        """Shows what a save into `place` would do."""
        count = len(pending.steps)
        self.disk_words.setText(f"{'One step' if count == 1 else f'{count} steps'} into {one_line(place)}:")
        _show(self.disk, [f"{step.at.astimezone():%H:%M}  {step.what}" for step in pending.steps])
        self.server_words.setText("The server tells these otherwise, and would be told:")
        _show(self.server, [f"{back.device.name}: {', '.join(back.differences)}" for back in pending.server])
        has_server = bool(pending.server)
        for widget in (self.server_words, self.server, self.tell):
            widget.setVisible(has_server)
        self.tell.setEnabled(has_server and not pending.why_not_server)
        self.tell.setChecked(has_server and not pending.why_not_server)
        self.reason.setText(one_line(pending.why_not_server))
        self.reason.setVisible(bool(pending.why_not_server))
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter saves, Esc does not."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.cancel if self.cancel.hasFocus() else self.save).click()
        else:
            super().keyPressEvent(event)


def _list(name: str) -> QListWidget:
    found = QListWidget()
    found.setAccessibleName(name)
    found.setProperty("framed", True)
    found.setWordWrap(True)
    return found


def _show(target: QListWidget, lines: list[str]) -> None:
    target.clear()
    target.addItems([one_line(line) for line in lines])
    target.setFixedHeight(min(max(len(lines), 1), _MOST_ROWS) * _ROW_PX + 8)
