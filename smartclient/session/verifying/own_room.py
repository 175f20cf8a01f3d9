"""Where this console stands, and what must stay silent there: whoever pressed a panic button must not be given away."""

from dataclasses import dataclass

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import ALONE, BuildingId, DeviceId, UnitId, plain, server_of
from smartclient.runtime.signal import Signal
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore


@dataclass(frozen=True, slots=True)
class Standing:
    """The room or, where only that is said, the building this console stands in."""

    unit: UnitId | None = None
    building: BuildingId | None = None


class OwnRoom:
    """Asked by whatever makes a sound or comes forward by itself. Belongs to the loop's thread; `changed` tells of another room.

    A panic button is silent at a console in its own room, and in its own building where the console is set to a whole building.
    Nothing in that room may sound either, wherever the command comes from: ask `may_sound` before a speaker or intercom is used.
    """

    def __init__(self, store: SiteStore, places: Places, standing: Standing = Standing()) -> None:
        self.changed: Signal[None] = Signal()
        self._store, self._places = store, places
        self._standing = standing

    @property
    def standing(self) -> Standing:
        """Where the console stands."""
        return self._standing

    def stand(self, standing: Standing) -> None:
        """The console stands there from now on."""
        if standing != self._standing:
            self._standing = standing
            self.changed.emit(None)

    def is_silent(self, alarm: Alarm) -> bool:
        """Whether nothing about this alarm may sound or come forward by itself here: the list alone has it."""
        return _is_panic(self._store, alarm) and self._is_here(alarm.device)

    def may_sound(self, device: DeviceId) -> bool:
        """Whether a speaker, intercom or camera may make a sound: not in a room from which somebody calls for help unheard."""
        room = self._place(device)
        open_panics = (alarm for alarm in self._store.open_alarms() if _is_panic(self._store, alarm))
        return room.unit is None or all(self._place(alarm.device).unit != room.unit for alarm in open_panics)

    def _is_here(self, device: DeviceId | None) -> bool:
        own = self._standing
        if own == Standing():
            return False
        place = self._place(device)
        if own.unit is not None:
            return _is_same(place.unit, own.unit)
        return own.building is not None and _is_same(place.building, own.building)

    def _place(self, device: DeviceId | None) -> Standing:
        known = self._store.devices.get(device) if device is not None else None
        if known is None or known.placement is None:
            return Standing()
        place = self._places.of_device(known)
        unit = _unit_of(known) or (place.unit.id if place.unit is not None else None)
        return Standing(unit, place.building.id if place.building is not None else None)


def _is_same(here: str | None, own: str) -> bool:
    """A room keeps its place when its server is watched beside others, or alone again: ids carry a key only among several."""
    if here is None or ALONE not in (server_of(here), server_of(own)):
        return here == own
    return plain(here) == plain(own)


def _unit_of(device: Device) -> UnitId | None:
    return device.placement.unit_id if device.placement is not None else None


def _is_panic(store: SiteStore, alarm: Alarm) -> bool:
    device = store.devices.get(alarm.device) if alarm.device is not None else None
    return device is not None and device.kind is DeviceKind.PANIC_BUTTON
