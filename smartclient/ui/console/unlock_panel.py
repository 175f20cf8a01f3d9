"""The panel of a locked console: who locked it and since when, a password, or another user."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from smartclient.runtime.secret import Secret
from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import push_button, text_field
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

_WIDTH_PX = 380


class UnlockPanel(QFrame):
    """`tried` carries a user and a Secret; whether they may is for the owner to say, by `say` or by taking the panel away."""

    tried = Signal(str, object)
    """To unlock."""
    another = Signal(str, object)
    """To sign in as another user."""

    def __init__(self, theme: Theme, user: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._user, self._is_for_another = theme, user, False
        self.setObjectName("unlock")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"#unlock {{ background: {theme.colors[Tone.PANEL]}; border: 1px solid {theme.colors[Tone.LINE]}; border-radius: 6px; }}"
        )
        self.title = QLabel("The console is locked")
        self.title.setProperty("headline", True)
        self.since = text_label("Since when it is locked", dim=True)
        self.user = text_field("User", most=200)
        self.password = text_field("Password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.words = text_label("What came of it")
        self.go, self.other = push_button("Unlock"), push_button("Another user …")
        for button in (self.go, self.other):
            button.setAutoDefault(True)
        self.go.setDefault(True)
        self.go.clicked.connect(self._go)
        self.other.clicked.connect(self._switch)
        for field in (self.user, self.password):
            field.returnPressed.connect(self._go)
        self._lay_out()
        self.setFixedWidth(_WIDTH_PX)
        self._show_mode()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.go)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 16)
        page.setSpacing(10)
        for widget in (self.title, self.since, self.user, self.password, self.words):
            page.addWidget(widget)
        page.addLayout(row)

    def show_since(self, words: str) -> None:
        """Says who locked it, when and why."""
        self.since.setText(one_line(words))

    def say(self, words: str, *, is_trouble: bool = True) -> None:
        """Says what came of a try, and takes the next one."""
        self.words.setText(one_line(words))
        tone = Tone.ALARM_MEDIUM if is_trouble else Tone.TEXT_DIM
        self.words.setStyleSheet(f"color: {self._theme.colors[tone]}")
        self._set_busy(False)
        self.take_keyboard()
        self.adjustSize()

    def take_keyboard(self) -> None:
        """Puts the keyboard where the person has to type."""
        field = self.user if self._is_for_another and not self.user.text() else self.password
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_another(self) -> None:
        """Asks for another user at once."""
        if not self._is_for_another:
            self._switch()

    def turn_away(self) -> None:
        """Somebody tried to do something else."""
        if self.password.isEnabled():
            self.say(f"The console is locked. Type the password of {self._user}, or let another user sign in.")

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 (Qt's name)
        """The keyboard goes round within the panel."""
        stops = [
            widget
            for widget in (self.user, self.password, self.other, self.go)
            if widget.isVisible() and widget.isEnabled()
        ]
        if stops:
            here = next((at for at, widget in enumerate(stops) if widget.hasFocus()), 0)
            stops[(here + (1 if is_next else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _switch(self) -> None:
        self._is_for_another = not self._is_for_another
        self._show_mode()
        self.take_keyboard()

    def _show_mode(self) -> None:
        is_other = self._is_for_another
        self.user.setVisible(is_other)
        self.user.clear()
        self.password.clear()
        self.password.setPlaceholderText("Password" if is_other else f"Password of {one_line(self._user)}")
        self.words.clear()
        self.go.setText("Sign in" if is_other else "Unlock")
        self.go.setAccessibleName(self.go.text())
        self.other.setText(f"Back to {one_line(self._user)[:24]}" if is_other else "Another user …")
        self.other.setAccessibleName(self.other.text())
        self.adjustSize()

    def _go(self) -> None:
        user, password = self.user.text().strip() if self._is_for_another else self._user, Secret(self.password.text())
        self.password.clear()
        if not user or not password:
            self.say("Fill in the user and the password." if self._is_for_another else "Type the password.")
            return
        self._set_busy(True)
        self.words.setText("Asking the server …")
        self.words.setStyleSheet(f"color: {self._theme.colors[Tone.TEXT_DIM]}")
        (self.another if self._is_for_another else self.tried).emit(user, password)

    def _set_busy(self, is_busy: bool) -> None:
        for widget in (self.user, self.password, self.go, self.other):
            widget.setDisabled(is_busy)
