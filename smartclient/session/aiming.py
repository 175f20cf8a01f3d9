"""Turns every camera that can see a place to it, and opens them."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass

from smartclient.domain.commands import PointPtz
from smartclient.domain.devices import CameraForm, Device
from smartclient.domain.ids import DeviceId
from smartclient.runtime.tasks import Tasks
from smartclient.session.best_cameras import COUNT
from smartclient.session.moving import Moving
from smartclient.session.seeing import Seeing
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Spot

_USUAL_HEIGHT_M, _USUAL_HEIGHT_OUTDOORS_M = 2.8, 6.0
_LOOKED_AT_M = 1.0
"""A person's middle."""
_STEEPEST_DEG = 90.0


@dataclass(frozen=True, slots=True)
class _Aim:
    camera: DeviceId
    command: PointPtz


class Aiming:
    """Belongs to the loop's thread; `close` ends it. `show` opens cameras, `say` tells the operator why nothing turns."""

    def __init__(
        self,
        seeing: Seeing,
        store: SiteStore,
        moving: Moving,
        show: Callable[[list[DeviceId]], None],
        say: Callable[[str], None],
    ) -> None:
        self._seeing, self._store, self._moving, self._show, self._say = seeing, store, moving, show, say
        self._tasks = Tasks("aiming")

    def why_not(self) -> str | None:
        """Why no camera can be turned now, wherever to; None when some can."""
        cameras = [device.id for device in self._store.devices.values() if _turns(device)]
        if not cameras:
            return "No camera here can be turned."
        reasons = [self._moving.why_not(camera) for camera in cameras]
        return None if None in reasons else reasons[0]

    def aim(self, spot: Spot) -> None:
        """Turns all cameras that can see the spot to it, those that show it best first, and opens up to four."""
        if (reason := self.why_not()) is not None:
            self._say(reason)
        else:
            self._tasks.start("aim", self._aim(spot))

    async def close(self) -> None:
        """Ends what is being worked out."""
        await self._tasks.cancel()

    async def _aim(self, spot: Spot) -> None:
        aims = await asyncio.to_thread(self._aims, spot)
        if not aims:
            self._say("No camera that turns can see this place.")
            return
        reasons = {aim.camera: self._moving.why_not(aim.camera) for aim in aims}
        able = [aim for aim in aims if reasons[aim.camera] is None]
        if not able:
            self._say(reasons[aims[0].camera] or "")
            return
        for aim in able:
            self._moving.send(aim.command)
        self._show([aim.camera for aim in able[:COUNT]])

    def _aims(self, spot: Spot) -> list[_Aim]:
        sight = self._seeing.sight
        devices = (self._store.devices.get(seer.camera) for seer in sight.seers(spot))
        found = (_aim_of(sight.places, device, spot) for device in devices if device is not None and _turns(device))
        return [aim for aim in found if aim is not None]


def _turns(device: Device) -> bool:
    return device.view is not None and device.view.form is CameraForm.PTZ


def _aim_of(places: Places, device: Device, spot: Spot) -> _Aim | None:
    place, view = device.placement, device.view
    if place is None or view is None:
        return None
    x, y = places.frame.point_to_local(*place.position)
    east, north = (to - here for to, here in zip(places.frame.point_to_local(*spot.position), (x, y), strict=True))
    level = places.levels.get(place.level_id) if place.level_id is not None else None
    usual = _USUAL_HEIGHT_OUTDOORS_M if level is None or level.outdoor else _USUAL_HEIGHT_M
    below_m = (view.height_m or usual) - _LOOKED_AT_M
    pan = (math.degrees(math.atan2(east, north)) - view.bearing_deg + 180) % 360 - 180
    tilt = math.degrees(math.atan2(below_m, math.hypot(east, north)))
    return _Aim(device.id, PointPtz(device.id, round(pan, 2), round(min(tilt, _STEEPEST_DEG), 2)))
