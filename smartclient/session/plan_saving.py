"""Saving the edited plan: who may, what will change on disk and on the server, and what came of it."""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from smartclient.adapters.server import Capability, Server
from smartclient.domain.devices import Placement
from smartclient.domain.errors import NotPermitted, PlanError, PlanUnwritable, ServerError
from smartclient.domain.site import Site
from smartclient.plans.cache import read_cached
from smartclient.plans.earlier_plans import EarlierPlans
from smartclient.plans.revision import revision_of
from smartclient.plans.stamp import RECORD, Stamp, stamp_of
from smartclient.plans.writing.history import Entry, Step
from smartclient.plans.writing.saving import Save, save
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not_connected
from smartclient.session.editing import Editing
from smartclient.session.record import Record
from smartclient.session.write_backs import WriteBack, write_backs
from smartclient.store.notices import Grade, Notices
from smartclient.store.site_store import SiteStore

NOTICE = "plan saved"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlanOnDisk:
    """Where the plan was read from, its files as they were then, and where it is saved instead if it travels with the program."""

    path: Path
    stamp: Stamp
    instead: Path | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """What a save would do: the steps, and what the server would be told, with the reason where it cannot be."""

    steps: tuple[Step, ...]
    server: tuple[WriteBack, ...]
    why_not_server: str


class PlanSaving:
    """`changed` tells when a save begins and when it ended. Belongs to the loop's thread."""

    def __init__(
        self,
        editing: Editing,
        server: Server,
        store: SiteStore,
        record: Record,
        notices: Notices,
        clock: Clock,
        plan: PlanOnDisk | None,
        cache_folder: Path,
        earlier: EarlierPlans | None = None,
    ) -> None:
        """`earlier` keeps the plan that a save replaces."""
        self.changed: Signal[None] = Signal()
        self.is_running = False
        self._editing, self._server, self._store, self._record = editing, server, store, record
        self._notices, self._clock, self._plan, self._cache = notices, clock, plan, cache_folder
        self._earlier = earlier
        self._first = editing.saved
        self._tasks = Tasks("plan")
        self._idle = asyncio.Event()
        self._idle.set()

    def expect_record(self) -> None:
        """A record was written into the plan by this program: in a zip that changes the plan's own file."""
        if self._plan is not None and self._plan.path.is_file():
            self._plan = replace(self._plan, stamp=stamp_of(self._plan.path))

    @property
    def path(self) -> Path | None:
        """Where the plan is read from now."""
        return self._plan.path if self._plan is not None else None

    @property
    def place_words(self) -> str:
        """Where a save goes."""
        if self._plan is None:
            return ""
        return f"{self._plan.instead}, a copy of yours" if self._plan.instead is not None else str(self._plan.path)

    def pending(self) -> Pending:
        """What a save would do now."""
        backs = write_backs(self._first, self._store)
        reason = why_not_connected(self._store) if backs else ""
        if backs and not reason and not any(self._may_tell(back) for back in backs):
            reason = f"You may not change {backs[0].device.name} on the server."
        return Pending(self._editing.steps, backs, reason)

    def save(self, *, with_server: bool) -> None:
        """Begins to save; what came of it is a notice."""
        if self._plan is not None and not self.is_running:
            self.is_running = True
            self._idle.clear()
            self.changed.emit(None)
            backs = self.pending().server if with_server else ()
            self._tasks.start("save", self._save(self._plan, self._editing.site, backs))

    async def wait(self) -> None:
        """Lets a save that has begun come to its end, then lets go."""
        await self._idle.wait()
        await self._tasks.cancel()

    async def _save(self, plan: PlanOnDisk, site: Site, backs: tuple[WriteBack, ...]) -> None:
        saved, steps = self._editing.saved, self._editing.steps
        who, now = self._store.user or os.environ.get("USER", "") or "somebody", self._clock.now()
        try:
            plan, entry = await asyncio.to_thread(_write, plan, saved, site, Entry(now, who, "", "", steps))
        except PlanError as trouble:
            self._notices.say(NOTICE, f"The plan is not saved. {trouble}", Grade.TROUBLE)
        else:
            self._plan = plan
            self._record.act(who, "save plan", str(plan.path), entry.after)
            self._editing.take_saved(site, len(steps))
            if self._earlier is not None:
                self._tasks.start("keep", self._keep(self._earlier, saved, entry))
            words = await self._write_back(backs)
            self._notices.say(NOTICE, f"Revision {entry.after} is saved.{words}", Grade.QUIET)
            self._tasks.start("read back", self._read_back(plan.path, entry.after))
        finally:
            self.is_running = False
            self._idle.set()
            self.changed.emit(None)

    def _may_tell(self, back: WriteBack) -> bool:
        return self._server.permits(back.device.id, Capability.EDIT_PLANS)

    async def _write_back(self, backs: tuple[WriteBack, ...]) -> str:
        """Tells the server device by device; what came of it in words."""
        refused = []
        for back in backs:
            try:
                if not self._may_tell(back):
                    raise NotPermitted("you may not change it.")
                await self._server.execute(back.command)
            except ServerError as trouble:
                refused.append(f" {back.device.name} is as it was on the server: {trouble}")
                continue
            self._record.act(self._store.user, "write place to server", back.device.id, "; ".join(back.differences))
            told = self._store.told(back.device.id)
            if told is not None:
                where = back.device.placement
                place = Placement(where.position) if where else None
                self._store.take_told(replace(told, placement=place, view=back.command.view or told.view))
        written = len(backs) - len(refused)
        count = f" The server has taken {written} of {len(backs)} devices." if backs else ""
        return count + "".join(refused)

    async def _keep(self, earlier: EarlierPlans, before: Site, entry: Entry) -> None:
        """What the plan was until now, for replays of what happened until now."""
        try:
            await asyncio.to_thread(earlier.keep, before, entry.before, entry.at)
        except PlanError as trouble:
            log.warning("the plan that was saved over is not kept: %s", trouble)

    async def _read_back(self, path: Path, revision: str) -> None:
        """The next start finds the plan compiled; and what is on disk is what is on the screen."""
        try:
            site, _ = await asyncio.to_thread(read_cached, path, self._cache)
            found = await asyncio.to_thread(revision_of, site)
        except PlanError as trouble:
            self._notices.say(NOTICE, f"The saved plan cannot be read: {trouble}", Grade.TROUBLE)
            return
        if found != revision:
            log.warning("saved revision %s reads back as %s", revision, found)


def _write(plan: PlanOnDisk, before: Site, after: Site, entry: Entry) -> tuple[PlanOnDisk, Entry]:
    """In a thread: saves, first into a copy where the plan travels with the program. Raises PlanError."""
    told = replace(entry, before=revision_of(before), after=revision_of(after))
    if plan.instead is not None:
        try:
            shutil.copytree(plan.path, plan.instead, dirs_exist_ok=True, ignore=_records_kept(plan.path, plan.instead))
        except OSError as trouble:
            raise PlanUnwritable(
                f"The plan cannot be copied to {plan.instead}: {trouble.strerror or trouble}."
            ) from trouble
        plan = PlanOnDisk(plan.instead, stamp_of(plan.instead))
    stamp = save(Save(plan.path, before, after, plan.stamp, told))
    return PlanOnDisk(plan.path, stamp), told


def _records_kept(source: Path, target: Path) -> Callable[[str, list[str]], set[str]]:
    """What people recorded in their copy already is not copied over."""

    def kept(folder: str, names: list[str]) -> set[str]:
        there = target / Path(folder).relative_to(source) / RECORD
        return {RECORD} & set(names) if there.exists() else set()

    return kept
