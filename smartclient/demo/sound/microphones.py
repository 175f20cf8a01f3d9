"""Which microphones there are, and what of the world is within earshot of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

from smartclient.demo.devices import has_microphone, microphone_of
from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.world import World

_HEARD_M = 18.0
_SIREN_M = 120.0
_METRES_A_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class Microphone:
    """The microphone at `device`; doors and panic buttons within earshot by guid."""

    device: Device
    doors: tuple[str, ...]
    panic_buttons: tuple[str, ...]


class Microphones:
    """All microphones of the site by their own guid."""

    def __init__(self, site: DemoSite, world: World) -> None:
        self.world = world
        panic_buttons = [device for device in site.devices if device.category == "panicbutton"]
        self.by_guid = {
            microphone_of(device): Microphone(
                device, _near(device, site.doors, _HEARD_M), _near(device, panic_buttons, _SIREN_M)
            )
            for device in site.devices
            if has_microphone(device)
        }


def _near(device: Device, others: Iterable[Device], metres: float) -> tuple[str, ...]:
    if device.position is None:
        return ()
    longitude, latitude = device.position
    narrower = cos(radians(latitude))
    return tuple(
        other.guid
        for other in others
        if other.position is not None
        and other.guid
        and hypot((other.position[0] - longitude) * narrower, other.position[1] - latitude) * _METRES_A_DEGREE <= metres
    )
