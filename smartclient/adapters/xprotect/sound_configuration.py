"""Which microphone and which loudspeaker is at which camera or intercom, and what this user may do with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from smartclient.adapters.xprotect.object_rights import ObjectRights
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.values import Item, child, device_id, guid
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, Unsupported
from smartclient.domain.ids import DeviceId

LISTEN = ("microphones", "LISTEN")
"""Resource, and a word in the name of the action."""
_TALK = "/x-demo/talk"


@dataclass(frozen=True, slots=True)
class SoundConfiguration:
    """`microphones` and `loudspeakers`: guids by the camera or input beside which they are.

    `listening` is the right to hear microphones; `speakable` are the loudspeakers the user may speak through, None where no voice is
    carried.
    """

    microphones: Mapping[DeviceId, str] = field(default_factory=dict)
    loudspeakers: Mapping[DeviceId, str] = field(default_factory=dict)
    listening: ObjectRights = field(default_factory=ObjectRights)
    speakable: frozenset[str] | None = None

    def may_listen(self, device: DeviceId) -> bool:
        """Whether there is a microphone and the user may hear it."""
        microphone = self.microphones.get(device)
        return microphone is not None and self.listening.may(microphone)

    def may_talk(self, device: DeviceId) -> bool:
        """Whether there is a loudspeaker, a way to it, and the right to take it."""
        return self.loudspeakers.get(device) in (self.speakable or ())


async def read_speakable(rest: Rest) -> frozenset[str] | None:
    """Those of the demo server's extension; XProtect's open protocols carry no voice to its loudspeakers. Raises ServerErrors that are
    no clear answers.
    """
    try:
        items = await rest.items(_TALK, "tell where you may speak")
    except (Unsupported, NotPermitted, Refused, BadAnswer):
        return None
    return frozenset(key for item in items if (key := guid(item.get("id"))))


def sound_configuration(
    told: Mapping[str, list[Item]], listening: ObjectRights, speakable: frozenset[str] | None
) -> SoundConfiguration:
    """What is at each camera and input: what hangs on the same hardware, of several the one on the same channel."""
    devices = [
        (key, item)
        for resource in ("cameras", "inputEvents")
        for item in told[resource]
        if (key := device_id(f"{resource}/{item.get('id')}")) is not None
    ]
    microphones, loudspeakers = (_beside(devices, told[resource]) for resource in ("microphones", "speakers"))
    return SoundConfiguration(microphones, loudspeakers, listening, speakable)


def _beside(devices: Iterable[tuple[DeviceId, Item]], items: Iterable[Item]) -> dict[DeviceId, str]:
    by_hardware: dict[str, list[Item]] = {}
    for item in items:
        if item.get("enabled") is not False and guid(item.get("id")):
            by_hardware.setdefault(_parent(item), []).append(item)
    found: dict[DeviceId, str] = {}
    for key, device in devices:
        there = by_hardware.get(_parent(device), []) if _parent(device) else []
        same = [item for item in there if item.get("channel") == device.get("channel")]
        if len(same or there) == 1:
            found[key] = guid((same or there)[0].get("id"))
    return found


def _parent(item: Item) -> str:
    return guid(child(item, "relations", "parent", "id"))
