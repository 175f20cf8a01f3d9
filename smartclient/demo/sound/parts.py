"""Everything of the demo that is heard: microphones, calls at intercoms, loudspeakers."""

from smartclient.demo.calls import Calls
from smartclient.demo.configuration import Configuration
from smartclient.demo.devices import speaker_of
from smartclient.demo.events import EventStream
from smartclient.demo.gate import Gate
from smartclient.demo.plan import DemoSite
from smartclient.demo.sound.microphones import Microphones
from smartclient.demo.sound.talk import Talk
from smartclient.demo.world import World


class SoundParts:
    """What the server mounts."""

    def __init__(
        self, gate: Gate, site: DemoSite, world: World, stream: EventStream, configuration: Configuration
    ) -> None:
        intercoms = (device for device in site.devices if device.category == "intercom" and device.guid)
        self.microphones = Microphones(site, world)
        self.calls = Calls(site, world, stream, configuration)
        self.talk = Talk(gate, {speaker_of(device): device for device in intercoms})
