"""The server's pictures of an incident's alarms: kept beside the file on every console that may see them, entered once for all."""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path

from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm
from smartclient.domain.errors import ServerError
from smartclient.domain.footage import Mask
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.domain.incident_entries import SnapshotTaken
from smartclient.domain.incidents import Incident
from smartclient.domain.own_alarms import is_own
from smartclient.runtime.tasks import Tasks
from smartclient.session.incidents.intake import Intake
from smartclient.session.verifying.alarm_pictures import AlarmPicture, picture_of
from smartclient.store.changes import Changes
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.site_store import SiteStore

MOST = 60
"""Pictures entered in one file by this console."""
_JPEG = b"\xff\xd8"

Covered = Callable[[AlarmPicture, tuple[Mask, ...]], bytes]
"""The picture as a JPEG with these privacy masks black; empty where it is no picture. For a thread."""

log = logging.getLogger(__name__)


class AlarmPictureFiles:
    """Needs a running loop; `stop` ends it. It works for the file this operator takes part in."""

    def __init__(
        self,
        incidents: Incidents,
        intake: Intake,
        store: SiteStore,
        ask: Callable[[AlarmId], Awaitable[Sequence[AlarmSnapshot]]],
        why_closed: Callable[[DeviceId], str],
        covered: Covered,
        folder: Path,
    ) -> None:
        """`ask` asks the server; `why_closed` says why this person may not see a camera now; files are written to `folder`."""
        self._incidents, self._intake, self._store = incidents, intake, store
        self._ask, self._why_closed, self._covered, self._folder = ask, why_closed, covered, folder
        self._tasks = Tasks("pictures of alarms")
        self._waiting: OrderedDict[AlarmId, datetime] = OrderedDict()
        self._read: dict[AlarmId, datetime] = {}
        self._count = 0
        self._of: Incident | None = None
        self._stops = [
            incidents.changed.connect(lambda _nothing: self._look()),
            store.changed.connect(self._hear),
        ]

    async def stop(self) -> None:
        """Reads nothing more."""
        for stop in self._stops:
            stop()
        await self._tasks.cancel()

    def _hear(self, changes: Changes) -> None:
        if changes.alarms or changes.everything:
            self._look()

    def _look(self) -> None:
        """Alarms of the file that are new in it, or changed since their pictures were read."""
        incident = self._incidents.current
        if incident is None or not incident.is_open or not self._incidents.is_taking_part:
            return
        if self._of is None or self._of.id != incident.id:
            self._of, self._count = incident, 0
            self._read.clear()
        for key in incident.alarms:
            alarm = self._store.alarms.get(key)
            if alarm is None or is_own(key) or not self._store.is_live(key):
                continue
            if self._read.get(key) != alarm.changed_at and self._waiting.get(key) != alarm.changed_at:
                self._waiting[key] = alarm.changed_at
        if self._waiting and not len(self._tasks):
            self._tasks.start("read", self._read_all())

    async def _read_all(self) -> None:
        """One alarm after the other: a flood of them must not become a flood of pictures."""
        while self._waiting and self._count < MOST:
            key, changed_at = self._waiting.popitem(last=False)
            self._read[key] = changed_at
            alarm = self._store.alarms.get(key)
            if alarm is None:
                continue
            try:
                told = await self._ask(key)
            except ServerError as error:
                log.info("no picture of an alarm for the incident file: %s", error)
                continue
            for each in told:
                await self._keep(alarm, each)
        self._waiting.clear()

    async def _keep(self, alarm: Alarm, told: AlarmSnapshot) -> None:
        """Not on the disk of somebody who sees by a grant: what he saw ends with it."""
        picture = picture_of(alarm, told, self._store)
        is_passing = self._store.grant_terms.is_governed
        if is_passing or (picture.camera is not None and self._why_closed(picture.camera)):
            return
        known = self._store.devices.get(picture.camera) if picture.camera is not None else None
        content = picture.jpeg
        if known is not None and known.masks:
            content = await asyncio.to_thread(self._covered, picture, known.masks)
        if not content:
            return
        sha256 = hashlib.sha256(content).hexdigest()
        file = self._folder / f"alarm-{sha256[:24]}.{'jpg' if content.startswith(_JPEG) else 'png'}"
        try:
            await asyncio.to_thread(_write, file, content)
        except OSError as error:
            log.warning("the picture of an alarm cannot be kept in %s: %s", self._folder, error)
            return
        name = known.name if known is not None else alarm.source_name or alarm.name
        self._count += 1
        self._intake.enter(SnapshotTaken(picture.camera, name, str(file), sha256, picture.at, alarm.id), picture.at)


def file_here(body: SnapshotTaken, folder: Path) -> Path:
    """Where the picture lies on this console: an alarm's has the same name on every one."""
    told = Path(body.file)
    here = folder / told.name
    return here if body.alarm is not None and not told.is_file() and here.is_file() else told


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_file():
        part = file.with_suffix(".part")
        part.write_bytes(content)
        part.replace(file)
