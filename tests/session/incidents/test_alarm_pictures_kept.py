"""The server's pictures of alarms in the incident file: kept once, on the disk of those who may keep them, bounded."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm
from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.events import AlarmChanged
from smartclient.domain.grants import GrantTerms
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.domain.incident_entries import SnapshotTaken
from smartclient.domain.snapshot import Snapshot
from smartclient.session.incidents.alarm_pictures import AlarmPictureFiles, file_here
from tests.builders.running import run, until
from tests.session.incidents.test_intake import Post

CAMERA = DeviceId("cameras/1")
PICTURE = b"\xff\xd8\xff a picture"


class Pictures:
    """A post whose server keeps one picture with every alarm."""

    def __init__(self, folder: Path) -> None:
        self.post, self.folder = Post(folder), folder / "pictures"
        self.asked: list[AlarmId] = []
        self.closed: set[DeviceId] = set()
        self.trouble = ""
        post = self.post
        self.files = AlarmPictureFiles(
            post.incidents,
            post.intake,
            post.store,
            self.ask,
            lambda camera: "closed" if camera in self.closed else "",
            lambda _picture, masks: f"black at {masks}".encode(),
            self.folder,
        )

    async def ask(self, alarm: AlarmId) -> Sequence[AlarmSnapshot]:
        """What the server says."""
        self.asked.append(alarm)
        if self.trouble:
            raise ServerUnreachable(self.trouble)
        return [AlarmSnapshot(PICTURE, CAMERA, timedelta(seconds=2))]

    @property
    def entered(self) -> list[SnapshotTaken]:
        """What the file has."""
        current = self.post.incidents.current
        return [e.body for e in current.timeline if isinstance(e.body, SnapshotTaken)] if current is not None else []

    def alarm_with_its_file(self) -> Alarm:
        """A new alarm, an incident's file opened from it, and its entry there."""
        post = self.post
        alarm = post.alarm()
        post.hear(AlarmChanged(alarm))
        post.opening.from_alarm(alarm)
        post.intake.enter_alarm(alarm)
        post.later.run()
        return alarm

    async def stop(self) -> None:
        """Ends everything."""
        await self.files.stop()
        await self.post.intake.stop()


def test_a_picture_is_kept_and_entered_once(tmp_path: Path) -> None:
    async def play() -> None:
        told = Pictures(tmp_path)
        post = told.post
        alarm = told.alarm_with_its_file()
        await until(lambda: told.entered)
        (entered,) = told.entered
        file = Path(entered.file)
        assert await asyncio.to_thread(file.read_bytes) == PICTURE
        assert (entered.camera, entered.alarm, entered.at) == (CAMERA, alarm.id, alarm.at + timedelta(seconds=2))
        assert entered.sha256 == hashlib.sha256(PICTURE).hexdigest()
        assert list(told.folder.iterdir()) == [file]
        post.clock.advance(5)
        post.hear(AlarmChanged(replace(alarm, owner="Ann", changed_at=post.clock.now())))
        await until(lambda: len(told.asked) == 2)
        post.later.run()
        await until(lambda: not len(told.files._tasks))
        assert told.entered == [entered], "the same picture again is no new one"
        elsewhere = replace(entered, file=f"/elsewhere/{file.name}")
        assert file_here(elsewhere, told.folder) == file
        await told.stop()

    run(play())


def test_nothing_is_kept_of_a_camera_that_is_closed_or_when_the_server_is_away(tmp_path: Path) -> None:
    async def play() -> None:
        told = Pictures(tmp_path)
        post = told.post
        told.closed = {CAMERA}
        alarm = told.alarm_with_its_file()
        await until(lambda: told.asked)
        await until(lambda: not len(told.files._tasks))
        told.closed, told.trouble = set(), "The server is away."
        post.clock.advance(5)
        post.hear(AlarmChanged(replace(alarm, owner="Ann", changed_at=post.clock.now())))
        await until(lambda: len(told.asked) == 2)
        await until(lambda: not len(told.files._tasks))
        assert told.entered == []
        assert not told.folder.exists()
        await told.stop()

    run(play())


def test_who_sees_by_a_grant_keeps_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        told = Pictures(tmp_path)
        post = told.post
        terms = GrantTerms(is_governed=True)
        devices = tuple(post.store.devices.values())
        post.store.take_snapshot(Snapshot(post.clock.now(), "demo", "officer", devices, grant_terms=terms))
        told.alarm_with_its_file()
        await until(lambda: told.asked)
        await until(lambda: not len(told.files._tasks))
        assert not told.folder.exists()
        assert told.entered == []
        await told.stop()

    run(play())


def test_what_privacy_masks_cover_is_black_on_the_disk_too(tmp_path: Path) -> None:
    async def play() -> None:
        told = Pictures(tmp_path)
        post = told.post
        mask = ((0.0, 0.0), (0.5, 0.0), (0.5, 0.5))
        devices = [replace(d, masks=(mask,)) if d.id == CAMERA else d for d in post.store.devices.values()]
        post.store.take_snapshot(Snapshot(post.clock.now(), "demo", "dispatcher", tuple(devices)))
        told.alarm_with_its_file()
        await until(lambda: told.entered)
        (entered,) = told.entered
        assert await asyncio.to_thread(Path(entered.file).read_bytes) == f"black at {(mask,)}".encode()
        await told.stop()

    run(play())
