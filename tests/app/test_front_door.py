"""Signing in against a real demo server: wrong password, unknown certificate, trust, then the watch."""

import asyncio

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from smartclient.app.loop import run
from smartclient.app.sign_in import FrontDoor
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.evidence.audit.files import front_door
from smartclient.runtime import paths
from smartclient.runtime.settings import SettingsFile
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.shell.sign_in import SignInWindow
from tests.app.test_auditing_window import entries
from tests.builders.demo_thread import demo_server
from tests.builders.running import until


def top(kind: type[QWidget]) -> QWidget | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def fill(window: QWidget, **texts: str) -> None:
    for field in window.findChildren(QLineEdit):
        name = field.accessibleName().lower()
        if name in texts:
            field.setText(texts[name])


def press(window: QWidget, text: str) -> None:
    next(b for b in window.findChildren(QPushButton) if b.text() == text).click()


def words(window: QWidget) -> str:
    return next(
        label for label in window.findChildren(QLabel) if label.accessibleName() == "What the server said"
    ).text()


async def through_the_door(server: DemoServer) -> None:
    door = asyncio.ensure_future(
        FrontDoor([server.url], str(paths.floorplans() / "maple-grove"), "dark").pass_through()
    )
    await until(lambda: top(SignInWindow) is not None)
    window = top(SignInWindow)
    assert isinstance(window, SignInWindow)
    fill(window, user="dispatcher", password=server.password)
    press(window, "Sign in")
    await until(lambda: "SHA-256" in words(window))
    press(window, "Trust this certificate")
    await until(lambda: top(MainWindow) is not None)
    main = top(MainWindow)
    assert main is not None
    assert "Maple Grove" in main.windowTitle()
    main.close()
    assert await door is False


@pytest.mark.usefixtures("qapp")
def test_an_unknown_certificate_is_trusted_once_and_remembered() -> None:
    with demo_server(DemoOptions(https=True)) as server:

        async def body() -> int:
            await through_the_door(server)
            return 0

        assert run(body) == 0
        settings = SettingsFile(paths.settings_folder()).read()
        assert (settings.server, settings.user) == (server.url, "dispatcher")
        assert len(settings.trusted_sha256) == 1


@pytest.mark.usefixtures("qapp")
def test_a_wrong_password_is_one_sentence() -> None:
    with demo_server(DemoOptions()) as server:

        async def body() -> int:
            door = asyncio.ensure_future(FrontDoor([server.url], "", "dark").pass_through())
            await until(lambda: top(SignInWindow) is not None)
            window = top(SignInWindow)
            assert isinstance(window, SignInWindow)
            fill(window, user="dispatcher", password="wrong")
            press(window, "Sign in")
            await until(lambda: "password" in words(window).lower() and "Signing in" not in words(window))
            window.close()
            assert await door is False
            return 0

        assert run(body) == 0
    refused = [entry for entry in entries(front_door()) if entry.act == "sign-in refused"]
    assert [(entry.by, entry.subject) for entry in refused] == [("dispatcher", server.url)]
