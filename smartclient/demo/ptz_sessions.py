"""Who moves which camera: one person at a time, until a while after the last move or until somebody with more priority comes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, cos, degrees, log, radians

from smartclient.demo.accounts import Account
from smartclient.demo.catalogue import PTZ_STARTED, PTZ_STOPPED
from smartclient.demo.events import EventStream
from smartclient.demo.ids import derived, path
from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.ptz import LONGEST_LENS, Aim
from smartclient.demo.world import World

SESSION_S = 15.0
HOME = "Home"
_NEAREST_DOORS = 2


@dataclass(frozen=True, slots=True)
class Preset:
    """A named aim of one camera."""

    id: str
    name: str
    aim: Aim


@dataclass(slots=True)
class _Session:
    user: str
    priority: int
    ending: asyncio.TimerHandle


class PtzSessions:
    """Moves cameras for users, and says on the event stream when somebody begins and when the session is over.

    Its moves belong to the server's loop. Among users of the same priority the first keeps the camera.
    """

    def __init__(self, site: DemoSite, world: World, stream: EventStream, accounts: Mapping[str, Account]) -> None:
        self._site, self._world, self._stream, self._accounts = site, world, stream, accounts
        self._sessions: dict[str, _Session] = {}

    def move(self, camera: str, pan: float, tilt: float, zoom: float, user: str) -> bool:
        """Turns and zooms a camera at a share of full speed, -1 to 1 each, until told otherwise; all zero stops.

        False when the camera does not move, or somebody with no less priority moves it.
        """
        if not self._take(camera, user):
            return False
        self._world.heads[camera].move(self._world.clock(), pan, tilt, zoom)
        return True

    def go_to_preset(self, camera: str, preset: str, user: str) -> bool:
        """Turns a camera to one of its presets; False as for `move`, and for an unknown preset."""
        found = next((each for each in self.presets(camera) if each.id == preset), None)
        if found is None or not self._take(camera, user):
            return False
        self._world.heads[camera].go_to(self._world.clock(), found.aim)
        return True

    def point(self, camera: str, pan: float, tilt: float, zoom: float, user: str) -> bool:
        """Turns a camera to a position: a share of half a turn right of how it was mounted, of a quarter turn up, of its lens.

        False as for `move`.
        """
        if not self._take(camera, user):
            return False
        head = self._world.heads[camera]
        field_of_view = head.home.field_of_view / LONGEST_LENS**zoom
        head.go_to(self._world.clock(), Aim((head.home.bearing + pan * 180) % 360, -tilt * 90, field_of_view))
        return True

    def position(self, camera: str) -> tuple[float, float, float] | None:
        """Where a camera looks now, as `point` takes it; None for one that does not move."""
        head = self._world.heads.get(camera)
        if head is None:
            return None
        aim = head.aim(self._world.clock())
        pan = ((aim.bearing - head.home.bearing + 180) % 360 - 180) / 180
        zoom = log(head.home.field_of_view / aim.field_of_view) / log(LONGEST_LENS)
        return round(pan, 5), round(-aim.tilt / 90, 5), round(zoom, 5)

    def presets(self, camera: str) -> list[Preset]:
        """How it was mounted, to both sides, far away, and the nearest doors; empty for a camera that does not move."""
        head = self._world.heads.get(camera)
        if head is None:
            return []
        home = head.home
        aims = {
            HOME: home,
            "Left": Aim((home.bearing - 60) % 360, home.tilt, home.field_of_view),
            "Right": Aim((home.bearing + 60) % 360, home.tilt, home.field_of_view),
            "Far": Aim(home.bearing, max(2.0, home.tilt / 3), home.field_of_view / 4),
        }
        for door in self._nearest_doors(self._site.by_guid[camera]):
            aims[door.name] = _aim_at(self._site.by_guid[camera], door)
        return [Preset(derived("ptzPresets", f"{camera}/{name}"), name, aim) for name, aim in aims.items()]

    def end(self) -> None:
        """Ends all sessions without a word."""
        for session in self._sessions.values():
            session.ending.cancel()
        self._sessions.clear()

    def _take(self, camera: str, user: str) -> bool:
        if camera not in self._world.heads:
            return False
        priority = self._accounts[user].role.ptz_priority
        session = self._sessions.get(camera)
        if session is not None:
            session.ending.cancel()
            if session.user != user and session.priority >= priority:
                session.ending = self._ending(camera)
                return False
        if session is None or session.user != user:
            self._stream.publish(PTZ_STARTED, path("cameras", camera), {"User": user, "Priority": priority})
        self._sessions[camera] = _Session(user, priority, self._ending(camera))
        return True

    def _ending(self, camera: str) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(SESSION_S, self._over, camera)

    def _over(self, camera: str) -> None:
        session = self._sessions.pop(camera)
        self._world.heads[camera].move(self._world.clock(), 0, 0, 0)
        self._stream.publish(PTZ_STOPPED, path("cameras", camera), {"User": session.user})

    def _nearest_doors(self, camera: Device) -> list[Device]:
        doors = [door for door in self._site.doors if door.campus == camera.campus and door.position]
        level = self._site.level_by_id.get(camera.level_id or "")
        if level is not None and level.outdoor:
            doors = [door for door in doors if self._is_outer(door)]
        else:
            doors = [door for door in doors if door.level_id == camera.level_id]
        return sorted(doors, key=lambda door: _way(camera, door)[1])[:_NEAREST_DOORS]

    def _is_outer(self, door: Device) -> bool:
        """Whether a door leads outdoors on the ground floor: those openings bear names."""
        level = self._site.level_by_id.get(door.level_id or "")
        opening = self._site.opening_by_id.get(door.opening_id or "")
        return level is not None and level.ordinal == 0 and opening is not None and bool(opening.name)


def _way(camera: Device, other: Device) -> tuple[float, float]:
    """Bearing in degrees clockwise from north and metres on the ground to another device; both must be placed."""
    (lon, lat), (other_lon, other_lat) = camera.position or (0.0, 0.0), other.position or (0.0, 0.0)
    east, north = (other_lon - lon) * 111_320 * cos(radians(lat)), (other_lat - lat) * 111_320
    return degrees(atan2(east, north)) % 360, (east * east + north * north) ** 0.5


def _aim_at(camera: Device, door: Device) -> Aim:
    """So that the door fills a good part of the picture."""
    bearing, away = _way(camera, door)
    tilt = degrees(atan2((camera.height or 3.0) - 1.0, max(away, 1.0)))
    return Aim(bearing, tilt, max(8.0, min(60.0, degrees(atan2(12.0, max(away, 1.0))))))
