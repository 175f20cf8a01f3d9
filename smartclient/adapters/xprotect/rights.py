"""What this user may do with which camera, as far as the server tells (2024 R2 and later)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.values import child, children, guid, integer, words
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, Unsupported
from smartclient.domain.ids import DeviceId

CAMERAS = "623D03F8-C5D5-46BC-A2F4-4C03562D4F85"
"""The security namespace of cameras, the same on every installation."""
LIVE, PLAYBACK, EXPORT, PTZ, WRITE = "VIEW_LIVE", "PLAYBACK", "EXPORT", "PTZ_CONTROL", "GENERIC_WRITE"
"""Actions whose names are published."""
BOOKMARK, LOCK = ("CREATE_BOOKMARKS", "BOOKMARK_CREATE"), ("EVIDENCE_LOCK", "EVIDENCE_LOCK_CREATE")
"""Those whose names are not: one the server does not know is left to its refusal."""
MOST_CAMERAS = 200_000


@dataclass(frozen=True, slots=True)
class CameraRights:
    """Bits of actions by their names, and of cameras. What the server does not tell is left to its own refusal."""

    is_told: bool = False
    is_administrator: bool = False
    actions: Mapping[str, int] = field(default_factory=dict)
    masks: Mapping[DeviceId, int] = field(default_factory=dict)

    def may(self, action: str, camera: DeviceId) -> bool:
        """Whether the user may do `action` with that camera."""
        bit = self.actions.get(action, 0)
        return not self.is_told or self.is_administrator or not bit or bool(self.masks.get(camera, 0) & bit)


async def read_camera_rights(rest: Rest) -> CameraRights:
    """Reads them; a server or user without that list may do everything until the server refuses. Raises other ServerErrors."""
    try:
        namespace = await rest.item(f"securityNamespaces/{CAMERAS}", "tell what its users may do")
        told = await rest.item(f"effectivePermissions/{CAMERAS}", "tell what you may do")
    except (Unsupported, NotPermitted, Refused, BadAnswer):
        return CameraRights()
    actions = {
        words(child(action, "name")).upper(): mask
        for action in children(namespace, "securityActions")
        if (mask := _mask(child(action, "securityMask")))
    }
    masks = {
        DeviceId(f"cameras/{key}"): _mask(child(each, "mask"))
        for each in children(told, "objectPermissions", limit=MOST_CAMERAS)
        if (key := guid(child(each, "id")))
    }
    return CameraRights(bool(actions), child(told, "isAdministrator") is True, actions, masks)


def _mask(value: object) -> int:
    """An unsigned 64-bit number, also when it came as a string."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value & 0xFFFF_FFFF_FFFF_FFFF
    return integer(value) or 0
