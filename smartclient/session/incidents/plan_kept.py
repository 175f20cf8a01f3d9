"""The plan of an incident's time: kept when the file is opened or joined, and found again for its replay."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from smartclient.domain.devices import Device
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import DeviceId, IncidentId
from smartclient.domain.site import Site
from smartclient.plans.earlier_plans import EarlierPlans
from smartclient.plans.writing.history import last_change
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.known_revision import KnownRevision
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.site_store import SiteStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlanThen:
    """What a replay draws: `site` and its devices, and in `words` how sure it is that it was so; empty where it is sure."""

    site: Site
    devices: Mapping[DeviceId, Device]
    words: str = ""


class PlanKept:
    """Needs a running loop; `stop` ends it."""

    def __init__(
        self, incidents: Incidents, store: SiteStore, revision: KnownRevision, clock: Clock, folder: Path
    ) -> None:
        """`folder` is where earlier plans are kept."""
        self._incidents, self._store, self._revision, self._clock = incidents, store, revision, clock
        self._plans = EarlierPlans(folder)
        self._tasks, self._turn = Tasks("plan of an incident"), asyncio.Lock()
        self._last: IncidentId | None = None
        self._stop_following: Callable[[], None] = incidents.changed.connect(lambda _nothing: self._look())

    async def stop(self) -> None:
        """Keeps nothing more; what is being written is written."""
        self._stop_following()
        async with self._turn:
            await self._tasks.cancel()

    async def then(self, at: datetime, plan: Path | None) -> PlanThen:
        """The plan as it was at that time, where that is known and kept, else that of today; `plan` is what it was read from."""
        site, devices = self._store.site, self._store.devices
        async with self._turn:
            return await asyncio.to_thread(self._then, at, plan, site, dict(devices))

    def _look(self) -> None:
        """Somebody opened a file here, or joined one."""
        current = self._incidents.current
        if current is not None and current.is_open and self._incidents.is_taking_part and current.id != self._last:
            self._last = current.id
            self._tasks.start("keep", self._keep(self._store.site, self._clock.now()))

    async def _keep(self, site: Site, at: datetime) -> None:
        async with self._turn:
            try:
                await asyncio.to_thread(lambda: self._plans.keep(site, self._revision.of(site), at))
            except PlanError as error:
                log.warning("the plan of the incident is not kept: %s", error)

    def _then(self, at: datetime, plan: Path | None, today: Site, devices: Mapping[DeviceId, Device]) -> PlanThen:
        known = self._plans.then(at, frozenset(venue.id for venue in today.venues))
        if known is not None and known.revision == self._revision.of(today):
            return PlanThen(today, devices)
        if known is not None:
            try:
                site = self._plans.read(known.revision)
            except PlanError as error:
                log.warning("%s", error)
            else:
                local = known.at.astimezone()
                words = f"plan as it was {local.day} {local:%b %Y %H:%M}"
                return PlanThen(site, _placed_as_in(site, today, devices), words)
        changed_at = last_change(plan) if plan is not None else None
        if changed_at is None or changed_at <= at:
            return PlanThen(today, devices)
        local = changed_at.astimezone()
        return PlanThen(today, devices, f"plan of today, changed {local.day} {local:%b %Y}")


def _placed_as_in(site: Site, today: Site, devices: Mapping[DeviceId, Device]) -> dict[DeviceId, Device]:
    """The devices where that plan has them; what only today's plan has is on it nowhere, what no plan has stays."""
    then, now = {each.id: each for each in site.devices}, {each.id for each in today.devices}
    placed = {key: _placed(device, then.get(key), is_new=key in now) for key, device in devices.items()}
    return placed | {key: device for key, device in then.items() if key not in placed}


def _placed(device: Device, then: Device | None, *, is_new: bool) -> Device:
    if then is not None:
        return replace(device, name=then.name, placement=then.placement, view=then.view)
    return replace(device, placement=None) if is_new else device
