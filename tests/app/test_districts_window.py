"""Two districts in one window: one list, one wall, one map, one tree; a cut line greys only what hangs on it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTreeView

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.homes import known_withheld
from smartclient.app.watch import Watch
from smartclient.domain.alarms import AlarmState
from smartclient.domain.commands import MoveAlarm
from smartclient.domain.connection import Line
from smartclient.domain.ids import AlarmId, ServerKey, server_of
from smartclient.runtime.secret import Secret
from smartclient.session.sessions import Sessions
from smartclient.ui.shell.connection_label import ConnectionLabel
from smartclient.ui.shell.places_tree import PlacesTree
from smartclient.ui.shell.sign_in import SignInWindow
from smartclient.ui.video.tile import Tile
from smartclient.video.status import PRESENT
from tests.builders.demo_district import camera, door
from tests.builders.districts_window import NORTH, SOUTH, Servers, alarm_of, force, of, on_two, order
from tests.builders.running import until


def tree(watch: Watch) -> list[str]:
    model = next(iter(watch.window.findChildren(PlacesTree))).findChildren(QTreeView)[0].model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]


def lines(watch: Watch) -> str:
    return watch.window.findChildren(ConnectionLabel)[0].accessibleName()


@pytest.mark.usefixtures("qapp")
def test_alarms_and_video_of_both_stand_in_one_window(tmp_path: Path) -> None:
    async def body(watch: Watch, servers: Servers) -> None:
        watch.workspace.open_cameras([of(NORTH, camera(1)), of(SOUTH, camera(1))])
        await until(lambda: playing(watch) == {NORTH, SOUTH})
        for server in servers.values():
            await force(server, 2)
        await until(lambda: alarm_of(watch, NORTH) and alarm_of(watch, SOUTH))
        await until(lambda: watch.alarms.model.rowCount() >= 2)
        south = alarm_of(watch, SOUTH)
        assert south is not None
        where = watch.whereabouts.radio.where
        names = watch.store.site.districts
        await until(lambda: names[SOUTH] in where(of(SOUTH, door(2))))
        assert names[NORTH] in where(of(NORTH, door(2)))
        watch.dispatcher.send(MoveAlarm(south.id, AlarmState.IN_PROGRESS))
        await until(lambda: watch.store.alarms[AlarmId(south.id)].state is AlarmState.IN_PROGRESS)
        north = alarm_of(watch, NORTH)
        assert north is not None
        assert north.state is AlarmState.NEW

    on_two(tmp_path, body)


def playing(watch: Watch) -> set[ServerKey]:
    """The districts of the cameras whose pictures are on the wall."""
    tiles = (tile for tile in watch.wall.findChildren(Tile) if tile.player and tile.player.status.phase in PRESENT)
    return {server_of(tile.camera) for tile in tiles if tile.camera is not None}


@pytest.mark.usefixtures("qapp")
def test_a_cut_line_greys_its_district_alone_and_says_which(tmp_path: Path) -> None:
    async def body(watch: Watch, servers: Servers) -> None:
        names = list(watch.store.site.districts.values())
        await until(lambda: tree(watch)[:2] == names)
        await until(lambda: lines(watch).count("live") == 2)
        await order(servers[SOUTH], "faults", {"refuse_s": 30.0})
        await until(lambda: watch.store.connections[SOUTH].line is Line.OFFLINE)
        await until(lambda: "offline" in lines(watch))
        assert lines(watch).count("live") == 1
        await until(lambda: tree(watch)[1] == f"{names[1]} · offline")
        assert tree(watch)[0] == names[0]
        assert not watch.store.is_stale
        old = watch.map.ground.scene().old
        ids = watch.map.stage.board.ids
        assert {server_of(ids[index]) for index in old.tolist()} == {SOUTH}

    on_two(tmp_path, body)


@pytest.mark.usefixtures("qapp")
def test_one_district_is_signed_in_to_again_by_itself(tmp_path: Path) -> None:
    async def body(watch: Watch, servers: Servers) -> None:
        since = watch.store.connections[NORTH].since
        watch.actions.run("sign-in-again-south")
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, SignInWindow) and w.isVisible())
        password = next(f for f in window.findChildren(QLineEdit) if f.accessibleName() == "Password")
        go = next(b for b in window.findChildren(QPushButton) if b.text() == "Sign in")
        before = watch.store.connections[SOUTH]
        password.setText("yesterday's")
        go.click()
        await until(go.isEnabled)
        assert watch.store.connections[SOUTH].since == before.since
        password.setText(servers[SOUTH].password)
        go.click()
        await until(lambda: not any(isinstance(w, SignInWindow) for w in QApplication.topLevelWidgets()))
        await until(lambda: watch.store.connections[SOUTH].line is Line.LIVE)
        assert watch.store.connections[NORTH].since == since

    on_two(tmp_path, body)


@pytest.mark.usefixtures("qapp")
def test_a_district_whose_password_changed_says_what_to_do(tmp_path: Path) -> None:
    async def body(watch: Watch, servers: Servers) -> None:
        names = watch.store.site.districts
        wrong = XProtectServer(servers[SOUTH].url, "dispatcher", Secret("yesterday's"))
        assert isinstance(watch.session, Sessions)
        await watch.session.sign_in_again(SOUTH, wrong)
        await until(lambda: watch.store.connections[SOUTH].line is Line.REFUSED)
        await until(lambda: any("Sign in again" in notice.text for notice in watch.notices.standing))
        assert all(names[NORTH] not in notice.text for notice in watch.notices.standing)
        right = XProtectServer(servers[SOUTH].url, "dispatcher", Secret(servers[SOUTH].password))
        await watch.session.sign_in_again(SOUTH, right)
        await until(lambda: not any("Sign in again" in notice.text for notice in watch.notices.standing))

    on_two(tmp_path, body)


@pytest.mark.usefixtures("qapp")
def test_a_locked_console_is_unlocked_by_whom_a_district_knows(tmp_path: Path) -> None:
    async def body(watch: Watch, servers: Servers) -> None:
        console = watch.guarding.console
        watch.actions.run("lock")
        console.try_unlock("dispatcher", Secret("yesterday's"))
        await until(lambda: console.lock.failures == 1)
        assert console.lock.is_locked
        console.try_unlock("dispatcher", Secret(servers[SOUTH].password))
        await until(lambda: not console.lock.is_locked)

    on_two(tmp_path, body)


@pytest.mark.usefixtures("qapp")
def test_what_is_done_with_one_district_alone_says_so(tmp_path: Path) -> None:
    async def body(watch: Watch, _servers: Servers) -> None:
        reasons = {row.name: row.why_not() or "" for row in watch.actions}
        assert "one district signed in" in reasons["edit"]
        assert "one district signed in" in reasons["walk-through"]
        assert "signing in by hand" in reasons["add-server"]

    on_two(tmp_path, body)


@pytest.mark.usefixtures("qapp")
def test_a_device_that_one_district_takes_away_is_found_in_its_plan_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartclient.session.rereading.CALM_S", 0.05)

    async def body(watch: Watch, servers: Servers) -> None:
        lost, same_of_other = of(SOUTH, camera(2)), of(NORTH, camera(2))
        where = watch.store.devices[lost].placement
        districts = watch.given.districts
        assert districts is not None
        role: dict[str, object] = {"user": "dispatcher", "campus": None}
        await order(servers[SOUTH], "roles", role | {"hidden": [camera(2)]})
        await until(lambda: lost not in watch.store.devices)
        assert same_of_other in watch.store.devices
        assert known_withheld(districts.by_key[SOUTH].settings) == {camera(2)}
        assert not known_withheld(districts.by_key[NORTH].settings)
        await order(servers[SOUTH], "roles", role | {"hidden": []})
        await until(lambda: lost in watch.store.devices and watch.store.devices[lost].placement == where)
        assert not known_withheld(districts.by_key[SOUTH].settings)

    on_two(tmp_path, body)
