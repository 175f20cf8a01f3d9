"""Signing in to several servers: added one by one, remembered, one that refuses stands in its row, then one window over all."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from smartclient.app.loop import run
from smartclient.app.scoping import SignedIn
from smartclient.app.sign_in import FrontDoor
from smartclient.app.sign_ins import SignIns
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.runtime import paths
from smartclient.runtime.secret import Secret
from smartclient.runtime.settings import SettingsFile
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.shell.sign_in import SignIn, SignInWindow
from tests.builders.demo_district import write_district
from tests.builders.demo_thread import demo_server
from tests.builders.running import until


def top(kind: type[QWidget]) -> QWidget | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def fill(window: QWidget, **texts: str) -> None:
    for field in window.findChildren(QLineEdit):
        name = field.accessibleName().lower().replace(" ", "_")
        if name in texts:
            field.setText(texts[name])


def press(window: QWidget, text: str) -> None:
    next(
        b for b in window.findChildren(QPushButton) if text in (b.text(), b.accessibleName()) and b.isVisible()
    ).click()


def said(window: QWidget) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


async def add(window: QWidget, server: DemoServer, site: Path, password: str = "") -> None:
    fill(window, server=server.url, user="dispatcher", password=password or server.password, floor_plans=str(site))
    press(window, "Add another server")


async def through(servers: list[DemoServer], site: Path) -> None:
    door = asyncio.ensure_future(FrontDoor([], "", "dark").pass_through())
    await until(lambda: top(SignInWindow) is not None)
    window = top(SignInWindow)
    assert window is not None
    await add(window, servers[0], site)
    await until(lambda: "● signed in" in said(window))
    await add(window, servers[1], site, "yesterday's")
    await until(lambda: any("password" in words for words in said(window)) and said(window).count("● signed in") == 1)
    await add(window, servers[1], site)
    await until(lambda: said(window).count("● signed in") == 2)
    press(window, "Go on watch")
    await until(lambda: top(MainWindow) is not None)
    main = top(MainWindow)
    assert main is not None
    assert "2 districts" in main.windowTitle()
    main.close()
    assert await door is False


async def again_without_passwords(servers: list[DemoServer]) -> None:
    door = asyncio.ensure_future(FrontDoor([], "", "dark").pass_through())
    await until(lambda: top(SignInWindow) is not None)
    window = top(SignInWindow)
    assert window is not None
    assert said(window).count("! password needed") == 2
    press(window, "Go on watch")
    assert any("Choose it in the list" in words for words in said(window))
    press(window, f"Remove: {servers[0].url}")
    await until(lambda: said(window).count("! password needed") == 1)
    press(window, f"Sign in again: {servers[1].url}")
    field = next(f for f in window.findChildren(QLineEdit) if f.accessibleName() == "Server")
    assert field.text() == servers[1].url
    window.close()
    assert await door is False


@pytest.mark.usefixtures("qapp")
def test_two_servers_are_added_watched_at_once_and_known_the_next_time(tmp_path: Path) -> None:
    site = write_district(tmp_path / "site")
    with ExitStack() as stack:
        servers = [stack.enter_context(demo_server(DemoOptions(site=site))) for _ in range(2)]

        async def both() -> int:
            await through(servers, site)
            kept = SettingsFile(paths.settings_folder()).read().servers
            assert [each.server for each in kept] == [server.url for server in servers]
            assert not any(
                server.password in path.read_text()
                for path in paths.settings_folder().rglob("*.json")
                for server in servers
            )
            await again_without_passwords(servers)
            return 0

        assert run(both) == 0


def test_a_server_that_is_filled_in_anew_keeps_its_place_and_with_it_the_watch_its_home() -> None:
    async def never(_filled: SignIn) -> SignedIn:
        raise AssertionError

    rows = SignIns(never, lambda: None)
    one, two = (SignIn(f"https://vms.{name}.example", "ana", Secret(""), False, None) for name in ("one", "two"))
    for each in (one, two, one):
        rows.add(each)
    assert [row.address for row in rows.rows()] == [one.server, two.server]


@pytest.mark.usefixtures("qapp")
def test_servers_named_on_the_command_line_are_rows_that_wait_for_passwords() -> None:
    async def named() -> int:
        door = asyncio.ensure_future(
            FrontDoor(["vms.one.example", "https://vms.two.example"], "", "dark").pass_through()
        )
        await until(lambda: top(SignInWindow) is not None)
        window = top(SignInWindow)
        assert window is not None
        await until(lambda: said(window).count("! password needed") == 2)
        press(window, "Sign in again: https://vms.one.example")
        field = next(f for f in window.findChildren(QLineEdit) if f.accessibleName() == "Server")
        assert field.text() == "https://vms.one.example"
        window.close()
        await door
        return 0

    assert run(named) == 0
