"""Servers come to a watch, go from it or get another user: the watch begins again with them and shows what was on show."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from smartclient.app.districts import key_of
from smartclient.app.homes import keep_scope
from smartclient.app.loop import run
from smartclient.app.serving import host_of
from smartclient.app.sign_in import FrontDoor
from smartclient.app.successor import Successor
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.connection import Line
from smartclient.domain.ids import ALONE, BuildingId, ServerKey, keyed, plain, server_of
from smartclient.runtime import paths
from smartclient.runtime.secret import Secret
from smartclient.runtime.settings import SettingsFile
from smartclient.ui.dialogs import Question
from smartclient.ui.shell.sign_in import SignIn, SignInWindow
from tests.builders.demo_district import PASSWORD, camera, guid_of, write_district
from tests.builders.demo_thread import demo_server
from tests.builders.districts_window import alarm_of, order
from tests.builders.running import until

pytestmark = pytest.mark.usefixtures("qapp")

Body = Callable[[Watch], Coroutine[Any, Any, None]]


def entered(server: DemoServer, user: str = "dispatcher") -> SignIn:
    return SignIn(server.url, user, Secret(PASSWORD), remember=False, plan=server.options.site)


def key(server: DemoServer) -> ServerKey:
    return key_of(host_of(server.url))


def filled(window: SignInWindow, **texts: str) -> None:
    for each in window.findChildren(QLineEdit):
        name = each.accessibleName().lower().replace("floor plans", "plans")
        if name in texts:
            each.setText(texts[name])
    next(b for b in window.findChildren(QPushButton) if b.text() == "Sign in").click()


async def asked() -> SignInWindow:
    """The window that the watch shows."""
    await until(shown_windows)
    return shown_windows()[0]


def shown_windows() -> list[SignInWindow]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, SignInWindow) and w.isVisible()]


def begun_with(successor: Successor, body: Body, watches: list[Watch]) -> Successor | None:
    """Goes through the front door as a process that takes over does, plays `body` once all are live, and tells who comes next."""

    async def whole() -> int:
        door = FrontDoor([], "", "dark", "", successor)
        passing = asyncio.ensure_future(door.pass_through())
        count = len(watches)
        await until(lambda: len(watches) > count)
        watch = watches[-1]
        await until(lambda: all(line.line is Line.LIVE for line in watch.store.connections.values()))
        await watch.furnished.wait()
        await body(watch)
        watch.ended.set()
        await passing
        told.append(door.successor)
        return 0

    told: list[Successor | None] = []
    assert run(whole) == 0
    return told[0]


@pytest.fixture
def watches(monkeypatch: pytest.MonkeyPatch) -> list[Watch]:
    """Every watch that begins."""
    begun: list[Watch] = []
    start = Watch.start

    def noted(self: Watch, first: Any = None) -> None:
        begun.append(self)
        start(self, first)

    monkeypatch.setattr(Watch, "start", noted)
    return begun


@pytest.fixture
def servers(tmp_path: Path) -> Any:
    site = write_district(tmp_path / "site")
    with ExitStack() as stack:
        options = DemoOptions(site=site, password=PASSWORD)
        yield [stack.enter_context(demo_server(options)) for _ in range(2)]


def test_a_server_is_added_and_taken_away_and_floor_tiles_and_incident_stay(
    servers: list[DemoServer], watches: list[Watch]
) -> None:
    one, two = servers
    shown: dict[str, Any] = {}

    async def alone(watch: Watch) -> None:
        building = watch.store.site.buildings[0].id
        floor = watch.places.floors[building][-1].id
        watch.workspace.show_level(building, floor)
        watch.workspace.open_cameras([camera(2)])
        watch.actions.run("open-incident")
        incident = watch.answering.incidents.incidents.current
        assert incident is not None
        shown.update(building=building, floor=floor, incident=incident.id)
        watch.actions.run("add-server")
        window = await asked()
        filled(window, server=one.url, user="dispatcher", password=PASSWORD)
        assert "watched already" in words(window)
        filled(window, server=two.url, user="dispatcher", password="wrong")
        await until(lambda: "wrong" in words(window))
        assert not watch.ended.is_set()
        filled(window, server=two.url, user="dispatcher", password=PASSWORD, plans=str(two.options.site))
        await until(watch.ended.is_set)

    async def both(watch: Watch) -> None:
        first, workspace = key(one), watch.workspace
        assert set(watch.store.connections) == {first, key(two)}
        building = BuildingId(keyed(first, shown["building"]))
        assert workspace.levels[building] == keyed(first, shown["floor"])
        assert any(keyed(first, camera(2)) in tile.cameras for tile in workspace.walls[0].contents)
        incidents = watch.answering.incidents.incidents
        await until(lambda: incidents.current is not None and incidents.is_taking_part)
        assert incidents.current is not None
        assert incidents.current.id == keyed(first, shown["incident"])
        assert incidents.current.opened_at is not None
        watch.actions.run(f"remove-server-{key(two)}")
        question = next(each for each in watch.window.findChildren(Question) if each.is_open)
        assert "no longer" in question.words.text()
        question.no.click()
        assert not watch.ended.is_set()
        watch.actions.run(f"remove-server-{key(two)}")
        question.yes.click()
        await until(watch.ended.is_set)

    async def alone_again(watch: Watch) -> None:
        assert set(watch.store.connections) == {ALONE}
        assert watch.workspace.levels[shown["building"]] == shown["floor"]
        assert any(camera(2) in tile.cameras for tile in watch.workspace.walls[0].contents)
        incidents = watch.answering.incidents.incidents
        await until(lambda: incidents.current is not None and incidents.current.id == shown["incident"])

    after = begun_with(Successor((entered(one),)), alone, watches)
    assert after is not None
    assert [each.server for each in after.entered] == [one.url, two.url]
    assert [each.server for each in SettingsFile(paths.settings_folder()).read().servers] == [one.url, two.url]
    killed_meanwhile = Successor(after.entered)
    last = begun_with(killed_meanwhile, both, watches)
    assert last is not None
    assert SettingsFile(paths.settings_folder()).read().servers == []
    assert [each.server for each in last.entered] == [one.url]
    assert begun_with(last, alone_again, watches) is None


def force_a_door(server: DemoServer) -> None:
    """While no watch runs, and no loop."""
    told = {"act": "door.forced", "device": server.site.by_guid[guid_of("door 2")].name}
    headers = {"Authorization": f"Bearer {server.control}"}
    assert httpx.post(f"{server.url}/x-demo/acts", headers=headers, json=told).is_success


def words(window: SignInWindow) -> str:
    return window._words.text()


def test_one_district_gets_another_user_and_nothing_of_the_former_is_handed_over(
    servers: list[DemoServer], watches: list[Watch]
) -> None:
    one, two = servers

    async def before(watch: Watch) -> None:
        watch.workspace.open_cameras([*(type(camera(1))(keyed(key(each), camera(2))) for each in servers)])
        watch.actions.run("another-user")
        assert watch.find.text() == "Another user signs in to"
        watch.actions.run(f"another-user-{key(two)}")
        window = await asked()
        filled(window, server="http://127.0.0.1:9", user="responder", password=PASSWORD)
        assert "another server" in words(window)
        filled(window, server=two.url, user="responder", password=PASSWORD)
        await until(watch.ended.is_set)

    async def after(watch: Watch) -> None:
        users = {key: watch.store.user_of(keyed(key, "")) for key in watch.store.connections}
        assert users == {key(one): "dispatcher", key(two): "responder"}
        cameras = [each for tile in watch.workspace.walls[0].contents for each in tile.cameras]
        assert {server_of(each) for each in cameras} == {key(one)}
        assert [plain(each) for each in cameras] == [camera(2)]
        await until(lambda: alarm_of(watch, key(one)) and watch.sounder._rang_s)

    successor = begun_with(Successor((entered(one), entered(two))), before, watches)
    assert successor is not None
    assert [(each.server, each.user) for each in successor.entered] == [(one.url, "dispatcher"), (two.url, "responder")]
    force_a_door(one)
    assert begun_with(successor, after, watches) is None


def test_a_server_that_shows_another_campus_begins_the_watch_again_with_it(
    servers: list[DemoServer], watches: list[Watch]
) -> None:
    maple = paths.floorplans() / "maple-grove"

    def campuses(watch: Watch, of: DemoServer) -> list[str]:
        return [venue.name for venue in watch.store.site.venues if server_of(venue.id) == key(of)]

    with demo_server(DemoOptions(site=maple, password=PASSWORD)) as scoped:

        async def before(watch: Watch) -> None:
            assert campuses(watch, scoped) == ["Maple Grove High School"]
            assert "You see 1 campus" in " ".join(watch.guarding.scope.why_not_all())
            await order(scoped, "roles", {"user": "principal-hs", "campus": "elm-street"})
            await until(watch.ended.is_set, timeout_s=60.0)

        async def after(watch: Watch) -> None:
            assert campuses(watch, scoped) == ["Elm Street Elementary School"]
            assert not any("HS " in device.name for device in watch.store.devices.values())

        begun = Successor((entered(servers[0]), entered(scoped, "principal-hs")))
        successor = begun_with(begun, before, watches)
        assert successor is not None
        assert [each.user for each in successor.entered] == ["dispatcher", "principal-hs"]
        assert len(list(paths.settings_folder().rglob("last-view.json"))) == 1, (
            "it is the next watch's, in the same folder"
        )
        assert begun_with(successor, after, watches) is None


def test_a_watch_that_is_handed_over_does_not_wait_for_a_server_that_hangs(
    servers: list[DemoServer], watches: list[Watch], tmp_path: Path
) -> None:
    site = write_district(tmp_path / "hanging")
    with demo_server(DemoOptions(site=site, password=PASSWORD, faults=("hang",))) as hanging:

        async def whole() -> int:
            keep_scope(host_of(hanging.url), "dispatcher", None)
            successor = Successor((entered(servers[0]), entered(hanging)))
            passing = asyncio.ensure_future(FrontDoor([], "", "dark", "", successor).pass_through())
            await until(lambda: watches)
            store = watches[0].store
            await watches[0].furnished.wait()
            await until(lambda: store.connections[key(servers[0])].line is Line.LIVE)
            assert store.connections[key(hanging)].line is not Line.LIVE
            watches[0].ended.set()
            await passing
            return 0

        assert run(whole) == 0
