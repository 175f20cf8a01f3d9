"""Which cameras to open for an alarm, a device or a place: those that really see it, with the reason in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import Device, DeviceKind, Health
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import UnitKind
from smartclient.session.seers import Seer, Way, ranked
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_device, spot_of_unit
from smartclient.store.workspace import Spot

if TYPE_CHECKING:
    from smartclient.session.sight import Sight

COUNT = 4
NEAR_M = 20.0
"""A camera that looks elsewhere is worth showing only so near."""


@dataclass(frozen=True, slots=True)
class BestCamera:
    """A camera worth opening, and why."""

    camera: DeviceId
    reason: str


def best_cameras(
    store: SiteStore, sight: "Sight", device: DeviceId, related: Sequence[DeviceId] = (), count: int = COUNT
) -> tuple[BestCamera, ...]:
    """Up to `count` working cameras for what is at `device`, best first. May run in a thread.

    First the device itself when it is a camera, then those the server names in `related`, then those that see the place, by what
    they show of it; where few do, those that see the room it is in, or its doors; then the nearest on its floor.
    """
    spot = store.devices.get(device)
    place = spot_of_device(spot) if spot is not None else None
    seers = {seer.camera: seer for seer in _seers(sight, place, COUNT)} if place is not None else {}
    found: dict[DeviceId, str] = {}
    if spot is not None and spot.kind is DeviceKind.CAMERA:
        found[device] = "saw it"
    for camera in sorted((c for c in related if c in store.devices), key=lambda c: _place_in(c, seers)):
        found.setdefault(camera, seers[camera].reason if camera in seers else "named by the server")
    for camera, seer in seers.items():
        found.setdefault(camera, seer.reason)
    if spot is not None:
        for camera, distance_m in _nearest(sight, store, spot):
            if len(found) < COUNT:
                found.setdefault(camera, f"stands {distance_m:.0f} m away, looks elsewhere")
    return tuple(BestCamera(c, reason) for c, reason in found.items() if _is_of_use(store, c))[:count]


def cameras_for_alarm(store: SiteStore, sight: "Sight", alarm: Alarm, count: int = COUNT) -> tuple[BestCamera, ...]:
    """The best cameras for the place of an alarm; empty when neither its place nor cameras are known."""
    return best_cameras(store, sight, alarm.device or DeviceId(""), alarm.related, count)


def cameras_for_spot(store: SiteStore, sight: "Sight", spot: Spot, count: int = COUNT) -> tuple[BestCamera, ...]:
    """The working cameras that see a place, best first; where they are few, those that see the room around it, or its doors."""
    seers = _seers(sight, spot, COUNT)
    return tuple(BestCamera(seer.camera, seer.reason) for seer in seers if _is_of_use(store, seer.camera))[:count]


def _seers(sight: "Sight", spot: Spot, count: int) -> tuple[Seer, ...]:
    """Those that see the spot; where they are few, also those that see the room it is in, or its doors; else the way to them."""
    seers = sight.seers(spot)
    if spot.unit is not None:
        return seers or sight.seers_before(spot)
    if len(seers) >= count or spot.opening is not None:
        return seers
    unit = sight.places.at(spot.position, spot.level).unit
    if unit is None or unit.kind is UnitKind.GROUNDS:
        return seers
    known = {seer.camera for seer in seers}
    around = (seer for seer in sight.seers(spot_of_unit(unit)) if seer.camera not in known)
    rest = [seer if seer.way is Way.SEES_DOOR else replace(seer, it="the room around it") for seer in around]
    return (*seers, *ranked(rest)) or sight.seers_before(spot_of_unit(unit))


def _place_in(camera: DeviceId, seers: dict[DeviceId, Seer]) -> int:
    return list(seers).index(camera) if camera in seers else len(seers)


def _is_of_use(store: SiteStore, camera: DeviceId) -> bool:
    device, health = store.devices.get(camera), store.state(camera).health
    has_failed = health is not None and health.value is Health.FAILED
    return device is not None and device.kind is DeviceKind.CAMERA and not has_failed


def _nearest(sight: "Sight", store: SiteStore, spot: Device) -> list[tuple[DeviceId, float]]:
    """The cameras on the spot's floor that are not far, nearest first."""
    place = spot.placement
    if place is None:
        return []
    here = sight.stand_of(spot, place)
    found = []
    for camera in list(store.devices.values()):
        other = camera.placement
        if camera.kind is DeviceKind.CAMERA and other is not None and other.level_id == place.level_id:
            distance_m = math.dist(here, sight.stand_of(camera, other))
            if distance_m <= NEAR_M:
                found.append((camera.id, distance_m))
    return sorted(found, key=lambda pair: pair[1])
