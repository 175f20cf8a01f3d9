"""The sign-in window: server, user, password, or the demo; an unknown certificate is shown to be trusted or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from smartclient.runtime.secret import Secret
from smartclient.ui.form_parts import push_button, text_field
from smartclient.ui.shell.server_rows import ServerRow, ServerRows
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a person filled in."""

    server: str
    user: str
    password: Secret
    remember: bool
    plan: Path | None
    """Floor plans for this server; None shows its devices by their coordinates only."""


@dataclass(frozen=True, slots=True)
class Several:
    """What is done where a person watches over several servers: `add` signs in to one more, `go` begins with those added."""

    add: Callable[[SignIn], None]
    go: Callable[[], None]


class SignInWindow(QWidget):
    """Asks who and where; the owner answers by `say` (what went wrong) or `ask_trust` (an unknown certificate)."""

    def __init__(
        self,
        theme: Theme,
        server: str,
        user: str,
        password: Secret | None,
        plan: str,
        sign_in: Callable[[SignIn], None],
        try_demo: Callable[[], None] | None,
        closed: Callable[[], None],
        several: Several | None = None,
    ) -> None:
        """`several` is what to do where more than one server can be watched."""
        super().__init__()
        self._theme, self._several = theme, several
        self._sign_in, self._closed = sign_in, closed
        self._trust: Callable[[], None] | None = None
        self.setWindowTitle("smartclient · sign in")
        self.setMinimumWidth(480)
        self._server = text_field("Server", server, "https://vms.example.org")
        self._user = text_field("User", user, "")
        self._password = text_field("Password", password.reveal() if password else "", "")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._plan = text_field("Floor plans", plan, "folder or .zip, may stay empty")
        self._remember = QCheckBox("Keep the password in this system's key ring")
        self._remember.setChecked(password is not None)
        self.rows = ServerRows(theme)
        self._add = push_button("Add another server", self._ask_to_add)
        self._add.setVisible(several is not None)
        self._go = push_button("Sign in", self._ask)
        self._go.setDefault(True)
        self._demo = push_button("Try the demo", try_demo or (lambda: None))
        self._demo.setVisible(try_demo is not None)
        self._trust_it = push_button("Trust this certificate", self._trusted)
        self._trust_it.hide()
        self._claim = QLabel("The watch over a school district: map, doors, alarms, video.")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setAccessibleName("What the server said")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        for _, field in self._fields():
            field.returnPressed.connect(self._ask)
        first = self._server if not server else self._user if not user else self._password
        first.setFocus()

    def _lay_out(self) -> None:
        title = QLabel("smartclient")
        title.setProperty("headline", True)
        self._claim.setProperty("dim", True)
        self._claim.setWordWrap(True)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        for text, field in self._fields():
            label = QLabel(text)
            label.setProperty("dim", True)
            form.addRow(label, field)
        form.addRow("", self._remember)
        row = QHBoxLayout()
        row.addWidget(self._demo)
        row.addStretch()
        row.addWidget(self._add)
        row.addWidget(self._trust_it)
        row.addWidget(self._go)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setStyleSheet(f"color: {self._theme.colors[Tone.LINE]}")
        page = QVBoxLayout(self)
        page.setContentsMargins(32, 28, 32, 24)
        page.setSpacing(12)
        page.addWidget(title)
        page.addWidget(self._claim)
        page.addSpacing(12)
        page.addWidget(self.rows)
        page.addLayout(form)
        page.addWidget(self._words)
        page.addStretch()
        page.addWidget(line)
        page.addLayout(row)

    def _fields(self) -> tuple[tuple[str, QLineEdit], ...]:
        return (
            ("Server", self._server),
            ("User", self._user),
            ("Password", self._password),
            ("Floor plans", self._plan),
        )

    def show_servers(self, rows: Sequence[ServerRow]) -> None:
        """Shows the servers that are watched beside the one in the form."""
        self.rows.show_rows(rows)
        self._go.setText("Go on watch" if rows else "Sign in")
        self._go.setAccessibleName(self._go.text())

    def fill(self, server: str, user: str, plan: str) -> None:
        """Puts that into the form, to be completed by a person."""
        self._server.setText(server)
        self._user.setText(user)
        self._plan.setText(plan)
        self._password.clear()
        (self._password if server else self._server).setFocus()

    def explain(self, sentence: str) -> None:
        """Says what signing in here is for, where a watch runs already."""
        self._claim.setText(one_line(sentence))

    def say(self, sentence: str) -> None:
        """Shows what went wrong and lets the person try again."""
        self._words.setText(sentence)
        self._words.setStyleSheet(f"color: {self._theme.colors[Tone.ALARM_MEDIUM]}")
        self._set_busy(False)

    def ask_trust(self, sentence: str, sha256: str, trust: Callable[[], None]) -> None:
        """Shows an unknown certificate's fingerprint with a button to trust it."""
        pairs = [sha256[i : i + 4].upper() for i in range(0, len(sha256), 4)]
        lines = "\n".join(" ".join(pairs[i : i + 8]) for i in range(0, len(pairs), 8))
        self.say(f"{sentence}\n\nSHA-256 fingerprint, to compare with what the server's owner says:\n{lines}")
        self._trust = trust
        self._trust_it.show()

    def _trusted(self) -> None:
        self._trust_it.hide()
        trust, self._trust = self._trust, None
        if trust is not None:
            trust()

    def _ask(self) -> None:
        is_empty = not self._server.text().strip()
        if is_empty and self._several is not None and self.rows.isVisibleTo(self):
            self._several.go()
        elif (filled := self._filled()) is not None:
            self._sign_in(filled)

    def _ask_to_add(self) -> None:
        filled = self._filled()
        if filled is not None and self._several is not None:
            self._several.add(filled)

    def _filled(self) -> SignIn | None:
        """The form; None, and it is said, where something is missing."""
        server, user = self._server.text().strip(), self._user.text().strip()
        if not server or not user:
            self.say("Fill in the server's address and your user name.")
            return None
        server = with_scheme(server)
        self._trust_it.hide()
        self._words.setText(f"Signing in to {server} …")
        self._words.setStyleSheet(f"color: {self._theme.colors[Tone.TEXT_DIM]}")
        self._set_busy(True)
        plan = self._plan.text().strip()
        password = Secret(self._password.text())
        return SignIn(server, user, password, self._remember.isChecked(), Path(plan).expanduser() if plan else None)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Closing the window without signing in ends the program."""
        self._closed()
        event.accept()

    def _set_busy(self, is_busy: bool) -> None:
        for widget in (*(field for _, field in self._fields()), self._go, self._add, self._demo):
            widget.setDisabled(is_busy)


def with_scheme(server: str) -> str:
    """An address that names no scheme means https. A user or password in it is left out: addresses are kept, and shown to anybody."""
    scheme, _, rest = (server if "://" in server else f"https://{server}").partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}"
