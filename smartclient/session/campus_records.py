"""The records of all campuses while a watch runs: read once off the loop, every change written at once and told."""

import asyncio
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from smartclient.domain.campus_record import CampusRecord, Entry
from smartclient.domain.errors import PlanError, PlanUnwritable
from smartclient.domain.ids import VenueId
from smartclient.plans import Problem
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.notices import Grade, Notices

log = logging.getLogger(__name__)


class CampusRecords:
    """What `record.json` of every campus says. Where the plan travels with the program, a copy of it in `own_folder` is changed."""

    def __init__(self, plan: Path | None, bundled: Path, own_folder: Path, notices: Notices) -> None:
        is_bundled = plan is not None and plan.resolve().is_relative_to(bundled.resolve())
        self._source, self._notices = plan, notices
        self._plan = own_folder / plan.name if plan is not None and is_bundled else plan
        self._tasks = Tasks("campus records")
        self._writing, self._turn = asyncio.Lock(), asyncio.Lock()
        self._waiting: dict[tuple[VenueId, str], Entry] = {}
        self.records: dict[VenueId, CampusRecord] = {}
        self.problems: tuple[Problem, ...] = ()
        self.changed: Signal[VenueId | None] = Signal()
        """Tells which campus has another record; None after all were read."""

    def of(self, venue_id: VenueId) -> CampusRecord:
        """The record of a campus, an empty one where nothing is kept."""
        return self.records.get(venue_id, CampusRecord(venue_id))

    def read(self) -> None:
        """Reads all records anew; `changed` tells when they are there."""
        self._tasks.start("read", self._read())

    def put(self, venue_id: VenueId, entry: Entry) -> None:
        """Adds or replaces an entry; it counts when it is on disk, and a notice says when it cannot be.

        Of changes of one entry that come faster than the disk writes, the newest is written.
        """
        self._waiting[venue_id, entry.id] = entry
        self._tasks.start("write", self._write_newest(venue_id, entry.id))

    def remove(self, venue_id: VenueId, entry: Entry) -> None:
        """Takes an entry out."""
        from smartclient.plans.records.writing import remove_entry

        self._tasks.start("write", self._write(venue_id, lambda plan: remove_entry(plan, venue_id, entry)))

    def why_not(self) -> str | None:
        """Why nothing can be recorded."""
        return None if self._source is not None else "This plan is on no disk; save it first."

    async def settle(self) -> None:
        """Waits until everything asked for so far is written."""
        while len(self._tasks):
            async with self._writing:
                await asyncio.sleep(0)

    async def stop(self) -> None:
        """Finishes what is being written."""
        await self.settle()
        await self._tasks.cancel()

    async def _read(self) -> None:
        from smartclient.plans.records.reading import read_records

        source = self._plan if self._plan is not None and self._plan.exists() else self._source
        if source is None:
            return
        async with self._writing:
            try:
                self.records, self.problems = await asyncio.to_thread(read_records, source)
            except PlanError as trouble:
                log.warning("the records of %s cannot be read: %s", source.name, trouble)
                self._say(str(trouble))
        self.changed.emit(None)

    async def _write_newest(self, venue_id: VenueId, own_id: str) -> None:
        from smartclient.plans.records.writing import put_entry

        async with self._turn:
            entry = self._waiting.pop((venue_id, own_id), None)
            if entry is not None:
                await self._write(venue_id, lambda plan: put_entry(plan, venue_id, entry))

    async def _write(self, venue_id: VenueId, change: Callable[[Path], CampusRecord]) -> None:
        async with self._writing:
            try:
                record = await asyncio.to_thread(self._changed, change)
            except PlanError as trouble:
                self._say(str(trouble))
                return
            self.records[venue_id] = record
        self.changed.emit(venue_id)

    def _changed(self, change: Callable[[Path], CampusRecord]) -> CampusRecord:
        if self._plan is None or self._source is None:
            raise PlanUnwritable("This plan is on no disk; save it first.")
        if not self._plan.exists():
            _copied(self._source, self._plan)
        return change(self._plan)

    def _say(self, words: str) -> None:
        self._notices.say("record", words, Grade.WARNING)


def _copied(source: Path, target: Path) -> None:
    """Raises PlanUnwritable."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        if source.is_dir():
            shutil.copytree(source, part)
        else:
            shutil.copyfile(source, part)
        part.replace(target)
    except OSError as trouble:
        raise PlanUnwritable(f"{target} cannot be written: {trouble.strerror or trouble}.") from trouble
