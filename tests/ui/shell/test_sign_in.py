"""The sign-in window asks once, says what went wrong, and shows an unknown certificate to be trusted or not."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from smartclient.runtime.secret import Secret
from smartclient.ui.shell.sign_in import SignIn, SignInWindow
from smartclient.ui.theme import dark


def window(qtbot: QtBot, asked: list[SignIn], server: str = "", user: str = "") -> SignInWindow:
    made = SignInWindow(dark(), server, user, None, "", asked.append, lambda: None, lambda: None)
    qtbot.addWidget(made)
    made.show()
    return made


def named(parent: QWidget, kind: type[QWidget], name: str) -> QWidget:
    return next(widget for widget in parent.findChildren(kind) if widget.accessibleName() == name)


def fill(parent: QWidget, name: str, text: str) -> None:
    field = named(parent, QLineEdit, name)
    assert isinstance(field, QLineEdit)
    field.setText(text)


def words(parent: QWidget) -> str:
    label = named(parent, QLabel, "What the server said")
    assert isinstance(label, QLabel)
    return label.text()


def test_enter_signs_in_with_https_by_default(qtbot: QtBot) -> None:
    asked: list[SignIn] = []
    made = window(qtbot, asked)
    fill(made, "Server", "vms.example.org")
    fill(made, "User", "dispatcher")
    fill(made, "Password", "correct horse")
    qtbot.keyClick(named(made, QLineEdit, "Password"), Qt.Key.Key_Return)
    assert asked == [SignIn("https://vms.example.org", "dispatcher", Secret("correct horse"), False, None)]
    assert not named(made, QPushButton, "Sign in").isEnabled()


def test_a_password_in_the_address_goes_no_further(qtbot: QtBot) -> None:
    asked: list[SignIn] = []
    made = window(qtbot, asked, "https://hale:correct-horse@vms.example.org/api", "dispatcher")
    qtbot.mouseClick(named(made, QPushButton, "Sign in"), Qt.MouseButton.LeftButton)
    assert [each.server for each in asked] == ["https://vms.example.org/api"]
    assert "correct-horse" not in words(made)


def test_what_is_missing_is_said_and_nothing_is_sent(qtbot: QtBot) -> None:
    asked: list[SignIn] = []
    made = window(qtbot, asked, server="https://vms.example.org")
    qtbot.mouseClick(named(made, QPushButton, "Sign in"), Qt.MouseButton.LeftButton)
    assert asked == []
    assert "user name" in words(made)


def test_a_refusal_lets_the_person_try_again_and_is_shown_as_plain_text(qtbot: QtBot) -> None:
    made = window(qtbot, [], "https://vms.example.org", "dispatcher")
    qtbot.mouseClick(named(made, QPushButton, "Sign in"), Qt.MouseButton.LeftButton)
    made.say("<b>The password is wrong.</b>")
    assert words(made) == "<b>The password is wrong.</b>"
    assert named(made, QPushButton, "Sign in").isEnabled()


def test_an_unknown_certificate_is_trusted_only_by_its_button(qtbot: QtBot) -> None:
    trusted: list[str] = []
    made = window(qtbot, [], "https://vms.example.org", "dispatcher")
    button = named(made, QPushButton, "Trust this certificate")
    assert not button.isVisible()
    made.ask_trust("The certificate is not known here.", "ab12" * 16, lambda: trusted.append("yes"))
    assert "AB12 AB12" in words(made)
    assert trusted == []
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert trusted == ["yes"]
    assert not button.isVisible()
