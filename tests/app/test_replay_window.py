"""The past in the whole window: led back, shown at an alarm's moment, marked, searched, and live again."""

import itertools
from collections import Counter
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
from smartclient.domain.recordings import Span
from smartclient.session.replay import LEAD
from smartclient.store.recordings import Held
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_click_on_the_timeline_shows_that_time_in_the_tile_and_no_two_keys_clash() -> None:
    async def body(watch: Watch) -> None:
        camera = the(watch, DeviceKind.CAMERA, "Hall B")
        watch.workspace.open_camera(camera.id)
        timeline, playback = watch.replay.timeline, watch.past.playbacks.one
        track = watch.past.recordings.track
        minute_ago = watch.given.clock.now() - timedelta(minutes=2)
        keys = Counter(itertools.chain.from_iterable(row.keys for row in watch.actions))
        assert [key for key, count in keys.items() if count > 1] == []
        await until(lambda: track(camera.id).held(minute_ago) is not Held.UNKNOWN)
        x = round(timeline.axis.x(minute_ago))
        QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, timeline.height() - 10))
        assert not playback.is_live
        watch.actions.run("play")
        assert playback.speed == 0.0
        player = watch.wall.board.tiles[0].player
        assert player is not None
        await until(
            lambda: player.shown_at is not None and abs(player.shown_at - playback.instant) < timedelta(seconds=1)
        )
        assert "PAST" in watch.replay.transport.watched.plate.accessibleName()
        watch.actions.run("live")
        assert playback.is_live

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)


def test_an_alarm_is_shown_as_it_happened_bookmarked_and_kept() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            door = the(watch, DeviceKind.DOOR, "HS Main · Door 7")
            await act(server, "door.forced", door)
            await until(watch.store.open_alarms)
            alarm: Alarm = watch.store.open_alarms()[0]
            watch.workspace.select(alarm.device, alarm.id)
            watch.selection.alarm.watch.click()
            playback = watch.past.playbacks.one
            assert timedelta(0) <= playback.instant - (alarm.at - LEAD) < LEAD
            await until(lambda: watch.workspace.tiles[0] is not None)
            watch.actions.run("bookmark")
            await until(lambda: watch.past.marks.bookmarks)
            assert watch.footage.marks.rows.count() == 1
            watch.past.selection.select(Span(alarm.at - LEAD, alarm.at))
            watch.actions.run("lock-evidence")
            assert "The server keeps" in watch.footage.form.words.text()
            watch.footage.form.name.setText("Door 7")
            watch.footage.form.lock.click()
            await until(lambda: watch.past.marks.locks)
            assert watch.past.marks.locks[0].name == "Door 7"
            assert watch.past.marks.locks[0].until is not None

        on_watch(server, body)


def test_a_room_is_searched_from_the_map() -> None:
    async def body(watch: Watch) -> None:
        camera = the(watch, DeviceKind.CAMERA, "Hall B")
        watch.workspace.select(camera.id)
        watch.actions.run("search-footage")
        search = watch.footage.search
        search.begin.setText("20 min ago")
        search.run.click()
        await until(lambda: search.rows.count() > 0)
        assert camera.id in {found.camera for found in search.rows.values}
        search.rows.setCurrentRow(0)
        QTest.keyClick(search.rows, Qt.Key.Key_Return)
        chosen = search.rows.values[0]
        assert chosen.camera in watch.workspace.tiles
        assert timedelta(0) <= watch.past.playbacks.one.instant - chosen.span.begin < LEAD

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)
