"""Which cameras of a campus an area of the policy holds."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from smartclient.demo.memorandum.policy import Area, Policy
from smartclient.demo.plan import DemoSite, Device

_ON_THE_WAY = {"walkway", "stairs", "elevator", "lobby", "ramp", "escalator", "unenclosedarea"}


def cameras_of(site: DemoSite, policy: Policy, area: Area, campus: str) -> frozenset[str]:
    """Their guids; those that are never opened are not among them."""
    rooms = {unit.id: unit.category for unit in site.units}
    return frozenset(
        camera.guid
        for camera in site.cameras
        if camera.campus == campus
        and _holds(site, area, camera, rooms.get(camera.unit_id or "", ""))
        and not _is_never_opened(policy, camera, rooms.get(camera.unit_id or "", ""))
    )


def _holds(site: DemoSite, area: Area, camera: Device, room: str) -> bool:
    match area.scope:
        case "whole campus":
            return True
        case "outdoors and corridors":
            level = site.level_by_id.get(camera.level_id or "")
            return level is not None and (level.outdoor or room in _ON_THE_WAY)
        case "named cameras":
            return _is_named(camera, area.cameras)
    return False


def _is_never_opened(policy: Policy, camera: Device, room: str) -> bool:
    never = policy.never_opened
    return room in never.room_categories or _is_named(camera, never.cameras)


def _is_named(camera: Device, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(camera.name.lower(), pattern.lower()) for pattern in patterns)
