"""Single devices that the server takes away from this user while the watch runs: they go at once, from all that the window shows."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartclient.app.districts import read_again
from smartclient.app.homes import keep_withheld
from smartclient.app.starting import plan
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import DeviceId, plain, server_of
from smartclient.domain.site import Site
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.notices import Grade
from smartclient.store.withheld import forget, withheld, without
from smartclient.ui.bindings import bind

if TYPE_CHECKING:
    from smartclient.app.watch import Watch

_NOTICE = "withheld"


class WithheldRoom:
    """Build it on the running loop, after wall, stills and replay. Of what went only the ids are remembered, to find it again."""

    def __init__(self, watch: "Watch") -> None:
        self._watch = watch
        self._gone = watch.given.withheld
        self._is_reading = False
        self._tasks = Tasks("withheld devices")
        bind(watch.window, watch.store.changed, self._look)
        if self._gone:
            watch.notices.say(_NOTICE, self._words(), Grade.QUIET)

    async def stop(self) -> None:
        """Looks no more."""
        await self._tasks.cancel()

    def why_not_all(self) -> Iterator[str]:
        """Why devices of the plan are not shown, for a person; nothing where all are."""
        if self._gone:
            yield self._words()

    def _look(self, changes: Changes) -> None:
        if not changes.everything:
            return
        store = self._watch.store
        if lost := withheld(store):
            self._forget(lost)
        back = frozenset(each for each in self._gone if each in store.devices)
        if back and not self._is_reading:
            self._is_reading = True
            self._tasks.start("read the plan again", self._read_again(back))

    def _forget(self, lost: frozenset[DeviceId]) -> None:
        watch = self._watch
        watch.store.has_whole_plan = False
        forget(watch.store, lost)
        self._adopt()
        watch.store.changed.emit(Changes(everything=True))  # at once: no view may ask for what is gone
        if watch.workspace.device in lost or watch.workspace.alarm not in watch.store.alarms:
            watch.workspace.select(None)
        for wall in watch.workspace.walls:
            wall.forget(lost)
        watch.finding.forget()
        watch.stills.forget(lost)
        watch.replay.thumbnails.forget(lambda camera: camera in lost)
        self._gone |= lost
        self._keep()
        self._tasks.start("walks", asyncio.to_thread(watch.walkable.follow))
        watch.record.act("", "let go of devices that the server does not show", watch.store.user, {"count": len(lost)})
        watch.notices.say(_NOTICE, self._words(), Grade.QUIET)

    async def _read_again(self, back: frozenset[DeviceId]) -> None:
        """The plan alone knows where they are."""
        given, store = self._watch.given, self._watch.store
        self._is_reading = False
        self._gone -= back
        self._keep()
        if given.plan is None and given.districts is None:
            return
        try:
            site = await asyncio.to_thread(self._read)
        except PlanError as error:
            self._watch.notices.say(_NOTICE, str(error), Grade.WARNING)
            return
        store.adopt(without(site, self._gone))
        store.has_whole_plan = given.scope is None and not self._gone
        self._adopt()
        if not self._gone:
            self._watch.notices.end(_NOTICE)

    def _read(self) -> Site:
        given = self._watch.given
        if given.districts is not None:
            return read_again(given.districts)
        return plan(given.plan, given.scope).site if given.plan is not None else given.site

    def _keep(self) -> None:
        """For the next start, where a watch over each server alone looks for it."""
        given = self._watch.given
        if given.districts is None:
            keep_withheld(given.settings.folder, self._gone)
            return
        for each in given.districts.by_key.values():
            own = (device for device in self._gone if server_of(device) == each.key)
            keep_withheld(each.settings, frozenset(DeviceId(plain(device)) for device in own))

    def _adopt(self) -> None:
        site = self._watch.store.site
        self._watch.places.adopt(site)
        self._watch.given.site = site
        self._watch.editing.start_from(site)

    def _words(self) -> str:
        count = len(self._gone)
        things = "One device" if count == 1 else f"{count} devices"
        are = "is" if count == 1 else "are"
        return f"{things} of the plan {are} not shown to you. The server gives that right; ask who keeps it."
