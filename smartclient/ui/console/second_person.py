"""Asks a second person at this console for a yes to one act, with a user and password of his own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from smartclient.runtime.secret import Secret
from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import push_button, text_field
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

_WIDTH_PX = 420


class SecondPersonForm(QDialog):
    """Stands before the window that asks. `tried` carries a user and a Secret; `say` tells what came of it. Esc says no."""

    tried = Signal(str, object)

    def __init__(self, theme: Theme, asked: str, first: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("A second person must agree · smartclient")
        self.setAccessibleName("A second person must agree")
        self._what = text_label("What is asked")
        self._what.setText(one_line(asked))
        who = text_label("Who may agree", dim=True)
        who.setText(f"Somebody other than {one_line(first)} who has the right to it signs in here, for this once.")
        self.user, self.password = text_field("User"), text_field("Password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.words = text_label("What came of it")
        self.agree, self.no = push_button("Agree", self._go), push_button("Cancel", self.reject)
        self.agree.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.agree)
        page = self._page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 16)
        page.setSpacing(10)
        for widget in (self._what, who, self.user, self.password, self.words):
            page.addWidget(widget)
        page.addLayout(row)
        self.setFixedWidth(_WIDTH_PX)
        self.user.setFocus()

    def say(self, words: str) -> None:
        """What went wrong; another try is taken."""
        self.words.setText(one_line(words))
        self.words.setStyleSheet(f"color: {self._theme.colors[Tone.ALARM_MEDIUM]}")
        self._set_busy(False)
        self.password.setFocus()
        self._page.activate()
        self.resize(_WIDTH_PX, self._page.totalHeightForWidth(_WIDTH_PX))

    def _go(self) -> None:
        user, password = self.user.text().strip(), Secret(self.password.text())
        self.password.clear()
        if not user or not password:
            self.say("Fill in the user and the password.")
            return
        self._set_busy(True)
        self.words.setText("Asking the server …")
        self.words.setStyleSheet(f"color: {self._theme.colors[Tone.TEXT_DIM]}")
        self.tried.emit(user, password)

    def _set_busy(self, is_busy: bool) -> None:
        for widget in (self.user, self.password, self.agree):
            widget.setDisabled(is_busy)
