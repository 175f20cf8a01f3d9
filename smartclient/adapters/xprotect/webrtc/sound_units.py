"""RTP packets of sound: each is whole by itself, and what is lost stays lost, as nobody waits for it."""

from smartclient.adapters.xprotect.webrtc.access_units import AccessUnit, RtpPart

LONGEST_PACKET = 4_096


class SoundUnits:
    """Packets in, the same packets out; those of a size that no sound has are passed over."""

    needs_key = False
    has_lost = False

    def add(self, part: RtpPart) -> list[AccessUnit]:
        """What this packet holds."""
        is_usable = 0 < len(part.payload) <= LONGEST_PACKET
        return [AccessUnit(part.payload, part.stamp, is_key=True)] if is_usable else []

    def missing(self) -> list[int]:
        """Nothing is worth asking for again."""
        return []
