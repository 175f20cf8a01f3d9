"""Which cameras show a place best: by direction, distance and floor, with the reason in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import CameraForm, Device, DeviceKind, Health, Placement
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.domain.site import Level
from smartclient.store.site_store import SiteStore

COUNT = 4
NEAR_M = 20.0
"""A camera that looks elsewhere is worth showing only so near."""
_METRES_PER_DEGREE = 111_195.0
_SAME_ROOM, _CAN_TURN = 0.6, 0.8


@dataclass(frozen=True, slots=True)
class BestCamera:
    """A camera worth opening, `distance_m` away, and why."""

    camera: DeviceId
    distance_m: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Ranked:
    tier: int
    weight_m: float
    best: BestCamera


def best_cameras(
    store: SiteStore, device: DeviceId, related: Sequence[DeviceId] = (), count: int = COUNT
) -> tuple[BestCamera, ...]:
    """Up to `count` working cameras for what is at `device`, best first.

    First the device itself when it is a camera, then those the server names in `related`, then those whose field of view holds
    the place on the same floor, then from outside, then the nearest. Sight is judged in the plane; walls are not.
    """
    spot = store.devices.get(device)
    levels = {level.id: level for level in store.site.levels}
    ranked = [
        found
        for camera in store.devices.values()
        if camera.kind is DeviceKind.CAMERA and not _has_failed(store, camera.id)
        if (found := _rank(camera, spot, camera.id in related, levels)) is not None
    ]
    ranked.sort(key=lambda found: (found.tier, found.weight_m, found.best.camera))
    return tuple(found.best for found in ranked[:count])


def cameras_for_alarm(store: SiteStore, alarm: Alarm, count: int = COUNT) -> tuple[BestCamera, ...]:
    """The best cameras for the place of an alarm; empty when neither its place nor cameras are known."""
    return best_cameras(store, alarm.device or DeviceId(""), alarm.related, count)


def _has_failed(store: SiteStore, camera: DeviceId) -> bool:
    health = store.state(camera).health
    return health is not None and health.value is Health.FAILED


def _rank(camera: Device, spot: Device | None, is_named: bool, levels: dict[LevelId, Level]) -> _Ranked | None:
    if spot is not None and camera.id == spot.id:
        return _Ranked(0, 0.0, BestCamera(camera.id, 0.0, "saw it"))
    place, target = camera.placement, spot.placement if spot is not None else None
    if place is None or target is None:
        return _Ranked(1, 0.0, BestCamera(camera.id, 0.0, "named by the server")) if is_named else None
    east_m, north_m = _offset_m(place.position, target.position)
    distance_m = math.hypot(east_m, north_m)
    outside = _is_outside(place, target, levels)
    if outside is None:
        return _Ranked(1, distance_m, BestCamera(camera.id, distance_m, "named by the server")) if is_named else None
    weight_m = distance_m * (_SAME_ROOM if place.unit_id is not None and place.unit_id == target.unit_id else 1.0)
    sight = _sight(camera, math.degrees(math.atan2(east_m, north_m)), distance_m)
    if sight == "can turn to it":
        weight_m *= _CAN_TURN
    if sight:
        reason = f"{sight} from {distance_m:.0f} m" + (" outside" if outside else "")
    elif is_named:
        reason = f"named by the server, {distance_m:.0f} m away"
    elif distance_m <= NEAR_M:
        reason = f"stands {distance_m:.0f} m away, looks elsewhere"
    else:
        return None
    tier = 1 if is_named else (2 + outside if sight else 4 + outside)
    return _Ranked(tier, weight_m, BestCamera(camera.id, distance_m, reason))


def _offset_m(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """East and north in metres; on a campus the Earth is flat to the centimetre."""
    north_m = (end[1] - start[1]) * _METRES_PER_DEGREE
    return (end[0] - start[0]) * _METRES_PER_DEGREE * math.cos(math.radians((start[1] + end[1]) / 2)), north_m


def _is_outside(place: Placement, target: Placement, levels: dict[LevelId, Level]) -> bool | None:
    """False on the same floor, true from the grounds to a ground floor or back, None where a ceiling is between."""
    if place.level_id == target.level_id or place.level_id is None or target.level_id is None:
        return False
    one, other = levels.get(place.level_id), levels.get(target.level_id)
    if one is None or other is None or one.venue_id != other.venue_id:
        return None
    return True if one.outdoor != other.outdoor and one.ordinal == other.ordinal == 0 else None


def _sight(camera: Device, bearing_deg: float, distance_m: float) -> str:
    view = camera.view
    if view is None or distance_m > view.range_m:
        return ""
    off_deg = abs((bearing_deg - view.bearing_deg + 180.0) % 360.0 - 180.0)
    if view.form is CameraForm.FISHEYE or off_deg <= view.field_of_view_deg / 2 or distance_m < 0.5:
        return "looks at it"
    return "can turn to it" if view.form is CameraForm.PTZ else ""
