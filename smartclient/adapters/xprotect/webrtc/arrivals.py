"""Pictures on their way from the loop that receives them to the thread that wants them, and the word that none will follow."""

from datetime import datetime

from smartclient.adapters.xprotect.picture import LARGEST_PICTURE
from smartclient.adapters.xprotect.webrtc.access_units import AccessUnit
from smartclient.adapters.xprotect.webrtc.waiting import Waiting
from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Packet

MOST_PICTURES = 600


class PacketsLost(NoPicture):
    """What comes would have holes; read more slowly it may be whole."""


class ReadAhead(NoPicture):
    """More lies ahead than is kept; the rest has to be asked for again."""


class Arrivals(Waiting[Packet]):
    """Bounded. What nobody takes is passed over up to the next key frame, so that what is taken can be decoded; with `keeps_all`
    that ends it instead, and so do lost packets: a recording must have no holes.
    """

    def __init__(self, *, keeps_all: bool = False, most_pictures: int = MOST_PICTURES) -> None:
        super().__init__()
        self._keeps_all, self._most_pictures = keeps_all, most_pictures
        self._bytes = 0
        self._needs_key = True

    def arrive(self, unit: AccessUnit, at: datetime) -> None:
        """Adds one, taken at that time."""
        self.put(Packet(unit.data, Codec.H264, unit.is_key, at))

    def put(self, packet: Packet) -> None:
        """Adds one."""
        with self._changed:
            is_full = len(self._waiting) >= self._most_pictures or self._bytes + len(packet.data) > LARGEST_PICTURE
            if is_full and self._keeps_all:
                self.end(ReadAhead("There is more than was asked for."))
            self._needs_key = is_full or (self._needs_key and not packet.is_key)
            if not self._needs_key and self._end is None:
                self._bytes += len(packet.data)
                self.add(packet)

    def lose(self) -> None:
        """Packets were lost for good."""
        if self._keeps_all:
            self.end(PacketsLost("Packets of a recording were lost on the way."))

    def clear(self) -> None:
        """Forgets what is waiting."""
        with self._changed:
            self._waiting.clear()
            self._bytes = 0

    def take(self, timeout_s: float) -> Packet | None:
        """The next one; None when none came in time. Raises the reason once all are taken."""
        with self._changed:
            packet = super().take(timeout_s)
            self._bytes -= len(packet.data) if packet is not None else 0
            return packet
