"""Radio strings for the window: worked out in a thread when they are asked for, kept as long as the plan stays the same."""

import asyncio
from collections.abc import Callable, Sequence
from copy import copy
from typing import TYPE_CHECKING

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.routes import Standpoint
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Spot

if TYPE_CHECKING:
    from smartclient.store.radio_string import RadioStrings

Subject = DeviceId | Spot | Standpoint
_BATCH = 32


class Radio:
    """Says where devices, rooms, doorways and points are. `changed` tells that devices have been said that were asked for."""

    def __init__(self, store: SiteStore, places: Places, walkable: Walkable) -> None:
        self.changed: Signal[None] = Signal()
        self._store, self._places, self._walkable = store, places, walkable
        self._tasks = Tasks("radio")
        self._generation = 0
        self._said: dict[DeviceId, str] = {}
        self._asked: set[DeviceId] = set()
        """Each is worked out once, also where that fails."""
        self._wanted: dict[DeviceId, Device] = {}
        self._is_working = False
        store.changed.connect(self._take)

    def where(self, device_id: DeviceId) -> str:
        """The radio string of a device, at first its place in plain words; the server's path for one that nobody knows."""
        said = self._said.get(device_id)
        if said:
            return said
        device = self._store.devices.get(device_id)
        if device is None:
            return str(device_id)
        if device_id not in self._asked and device.placement is not None:
            self._want(device)
        return self._places.of_device(device).words

    def tell(self, subject: Subject, then: Callable[[str], None]) -> None:
        """Calls `then` with the radio string a little later; with nothing where there is none."""
        self._tasks.start("tell", self._tell(subject, then))

    async def stop(self) -> None:
        """Lets go of what is being worked out."""
        await self._tasks.cancel()

    def _want(self, device: Device) -> None:
        self._asked.add(device.id)
        self._wanted[device.id] = device
        if not self._is_working:
            self._is_working = True
            self._tasks.start("say", self._work())

    async def _work(self) -> None:
        try:
            while self._wanted:
                batch = [self._wanted.pop(device_id) for device_id in list(self._wanted)[:_BATCH]]
                generation = self._generation
                said = await asyncio.to_thread(_say_devices, self._present(), self._walkable, batch)
                if generation == self._generation:
                    self._said |= zip((device.id for device in batch), said, strict=True)
                    self.changed.emit(None)
        finally:
            self._is_working = False

    async def _tell(self, subject: Subject, then: Callable[[str], None]) -> None:
        device = None if isinstance(subject, Spot | Standpoint) else self._store.devices.get(subject)
        if isinstance(subject, Spot | Standpoint):
            then(await asyncio.to_thread(_say_place, self._present(), self._walkable, subject))
        else:
            then(
                (await asyncio.to_thread(_say_devices, self._present(), self._walkable, [device]))[0] if device else ""
            )

    def _present(self) -> Places:
        """For a thread: places of the plan as it is now, also while the others have not heard of it yet."""
        places = copy(self._places)
        if places.site is not self._store.site:
            places.adopt(self._store.site)
        return places

    def _take(self, changes: Changes) -> None:
        if changes.everything:
            self._generation += 1
            for kept in (self._said, self._asked, self._wanted):
                kept.clear()
            self.changed.emit(None)


def _say_devices(places: Places, walkable: Walkable, devices: Sequence[Device]) -> list[str]:
    strings = _strings(places, walkable)
    return [strings.of_device(device) for device in devices]


def _strings(places: Places, walkable: Walkable) -> "RadioStrings":
    """Imported in a thread, where it holds nobody up."""
    from smartclient.store.radio_string import RadioStrings

    return RadioStrings(places, walkable)


def _say_place(places: Places, walkable: Walkable, place: Spot | Standpoint) -> str:
    strings = _strings(places, walkable)
    if isinstance(place, Standpoint):
        return strings.of_point(place)
    level = place.level
    unit = next((unit for unit in places.units_on(level) if unit.id == place.unit), None) if level else None
    if unit is not None:
        return strings.of_unit(unit)
    opening = next((one for one in places.openings_on(level) if one.id == place.opening), None) if level else None
    if opening is not None:
        return strings.of_opening(opening)
    return strings.of_point(Standpoint(*places.frame.point_to_local(*place.position), level))
