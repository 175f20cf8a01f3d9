"""A microphone heard through the gateway, now or as it was recorded."""

from datetime import datetime

from smartclient.adapters.xprotect.webrtc.access_units import AccessUnit
from smartclient.adapters.xprotect.webrtc.live import end_soon
from smartclient.adapters.xprotect.webrtc.loop_thread import LoopThread
from smartclient.adapters.xprotect.webrtc.session import OPEN_TIMEOUT_S, Gateway, Session
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.adapters.xprotect.webrtc.waiting import Waiting
from smartclient.domain.errors import MediaError, NoSound
from smartclient.domain.sound import SoundCodec, SoundPacket

SILENCE_S = 5.0
MOST_PACKETS = 100
_NEAR_ZERO = 80_000
"""Ten seconds: so much may be lost before the first packet comes."""
_WRAP = 1 << 32


class SoundArrivals(Waiting[SoundPacket]):
    """Packets on their way; what is lost is not heard."""

    def __init__(self) -> None:
        super().__init__(MOST_PACKETS)
        self._zero: int | None = None

    def arrive(self, unit: AccessUnit, at: datetime) -> None:  # noqa: ARG002  sound is put in order by its stamps
        """Adds one. Stamps count from zero; where a server began elsewhere, from its first packet."""
        if self._zero is None:
            self._zero = 0 if unit.stamp < _NEAR_ZERO else unit.stamp
        self.add(SoundPacket(unit.data, SoundCodec.PCMU, (unit.stamp - self._zero) % _WRAP))

    def lose(self) -> None:
        """What is lost is not heard."""


class GatewaySound:
    """One microphone; a SoundStream."""

    def __init__(self, thread: LoopThread, gateway: Gateway, wish: Wish, label: str) -> None:
        """Opens it. Raises NoSound, CannotDecode or a ServerError."""
        self._thread, self._label = thread, label
        self._arrivals = SoundArrivals()
        self._session = Session(gateway, wish, label, self._arrivals)
        thread.run(self._session.open(), OPEN_TIMEOUT_S + 5)

    def read(self) -> SoundPacket:
        """The next packet. Raises NoSound when the sound ends, stalls or was closed."""
        try:
            packet = self._arrivals.take(SILENCE_S)
        except MediaError as error:
            raise NoSound(str(error)) from error
        if packet is None:
            raise NoSound(f"No sound from {self._label}: nothing came for {SILENCE_S:.0f} s.")
        return packet

    def close(self) -> None:
        """Ends the sound and a waiting `read`, from any thread, without waiting for the gateway."""
        self._arrivals.end(NoSound(f"No sound from {self._label}: it was closed."))
        end_soon(self._thread, self._session)
