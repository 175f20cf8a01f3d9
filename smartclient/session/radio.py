"""Radio strings for the window: worked out in a thread when they are asked for, kept as long as the plan stays the same."""

import asyncio
from collections.abc import Callable, Sequence
from copy import copy

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId
from smartclient.runtime.backlog import Backlog
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.routes import Standpoint
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Spot

Subject = DeviceId | Spot | Standpoint
Lasting = DeviceId | Standpoint
"""What is asked for again and again, by lists that are painted."""
_BATCH = 32


class Radio:
    """Says where devices, rooms, doorways and points are.

    `changed` tells what was asked for and has been said now; nothing at all when everything has to be asked for anew.
    """

    def __init__(self, store: SiteStore, places: Places, walkable: Walkable) -> None:
        self.changed: Signal[frozenset[Lasting]] = Signal()
        self._store, self._places, self._walkable = store, places, walkable
        self._site = store.site
        self._tasks = Tasks("radio")
        self._generation = 0
        self._said: dict[Lasting, str] = {}
        self._asked: dict[Lasting, int] = {}
        """In which generation: each is worked out once, also where that fails."""
        self._wanted: Backlog[Lasting] = Backlog("radio strings", self._work_out, _BATCH)
        store.changed.connect(self._take)

    def where(self, subject: Lasting) -> str:
        """The radio string, at first the place in plain words; the server's path for a device that nobody knows."""
        said = self._said.get(subject)
        if said:
            return said
        if isinstance(subject, Standpoint):
            self._want(subject)
            return self._places.at_local(subject.x, subject.y, subject.level).words
        device = self._store.devices.get(subject)
        if device is None:
            return str(subject)
        if device.placement is not None:
            self._want(subject)
        return self._places.of_device(device).words

    def tell(self, subject: Subject, then: Callable[[str], None]) -> None:
        """Calls `then` with the radio string a little later; with nothing where there is none."""
        self._tasks.start("tell", self._tell(subject, then))

    async def stop(self) -> None:
        """Lets go of what is being worked out."""
        await self._wanted.stop()
        await self._tasks.cancel()

    def _want(self, subject: Lasting) -> None:
        if subject not in self._asked:
            self._asked[subject] = self._generation
            self._wanted.add([subject])

    async def _work_out(self, batch: Sequence[Lasting]) -> None:
        asked = [self._asked.get(subject) for subject in batch]
        said = await self._say(batch)
        fresh = {one: words for one, at, words in zip(batch, asked, said, strict=True) if self._asked.get(one) == at}
        self._said |= fresh
        if fresh:
            self.changed.emit(frozenset(fresh))

    async def _tell(self, subject: Subject, then: Callable[[str], None]) -> None:
        then((await self._say([subject]))[0])

    async def _say(self, subjects: Sequence[Subject]) -> list[str]:
        known = [
            subject if isinstance(subject, Spot | Standpoint) else self._store.devices.get(subject)
            for subject in subjects
        ]
        return await asyncio.to_thread(_say_all, self._present(), self._walkable, known)

    def _present(self) -> Places:
        """For a thread: places of the plan as it is now, also while the others have not heard of it yet."""
        places = copy(self._places)
        if places.site is not self._store.site:
            places.adopt(self._store.site)
        return places

    def _take(self, changes: Changes) -> None:
        """Devices may be elsewhere; points are where they were, unless the plan is another."""
        if not changes.everything:
            return
        before, self._site = self._site, self._store.site
        self._generation += 1
        kept = [one for one in self._asked if isinstance(one, Standpoint)] if before is self._site else []
        self._asked = {one: self._asked[one] for one in kept}
        self._said = {one: self._said[one] for one in kept if one in self._said}
        self._wanted.clear()
        self._wanted.add(one for one in kept if one not in self._said)
        self.changed.emit(frozenset())


def _say_all(places: Places, walkable: Walkable, subjects: Sequence[Device | Spot | Standpoint | None]) -> list[str]:
    """In a thread, where the import holds nobody up; nothing for None."""
    from smartclient.store.radio_string import RadioStrings

    strings = RadioStrings(places, walkable)

    def say(subject: Device | Spot | Standpoint | None) -> str:
        if isinstance(subject, Device):
            return strings.of_device(subject)
        if isinstance(subject, Standpoint):
            return strings.of_point(subject)
        return strings.of_spot(subject) if subject is not None else ""

    return [say(subject) for subject in subjects]
