"""A recorded past made on the spot: groups of pictures at the times that a test gives, served as a recorder serves them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Gop, Packet
from tests.builders.clips import FPS, coded

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
PICTURE = timedelta(seconds=1) / FPS


def groups(
    seconds: float = 5.0,
    begin: datetime = START,
    codec: Codec = Codec.H264,
    jitter_us: int = 7,
    is_followed: bool = False,
) -> list[Gop]:
    """Groups of five pictures, ten pictures a second, each a few microseconds off; the last one `is_followed` by nothing."""
    packets = [
        Packet(data, codec, is_key, begin + index * PICTURE + timedelta(microseconds=index % 3 * jitter_us))
        for index, (data, is_key) in enumerate(coded(round(seconds * FPS), codec))
    ]
    return grouped(packets, is_followed)


def grouped(packets: Sequence[Packet], is_followed: bool = False) -> list[Gop]:
    """Packets in decoding order as groups."""
    starts = [place for place, packet in enumerate(packets) if packet.is_key]
    ends = [*starts[1:], len(packets)]
    made = []
    for start, end in zip(starts, ends, strict=True):
        is_last = end == len(packets)
        until = max(p.at for p in packets[start:end]) + PICTURE if is_last else packets[end].at
        made.append(Gop(tuple(packets[start:end]), until, is_followed or not is_last))
    return made


class Recorded:
    """A recording of these groups. `fails_at`, a group's number, raises once, as a recorder that goes away."""

    def __init__(self, gops: Sequence[Gop], fails_at: int | None = None) -> None:
        self.gops = list(gops)
        self.asked = 0
        self.is_closed = False
        self._fails_at = fails_at

    def gop(self, at: datetime) -> Gop | None:
        """The group around `at`."""
        self.asked += 1
        if self._fails_at is not None and self.asked > self._fails_at:
            self._fails_at = None
            raise NoPicture("Hall camera: the recorder does not answer.")
        return next((gop for gop in self.gops if gop.begin <= at < gop.end), None)

    def key(self, at: datetime) -> Packet | None:
        """Its key frame."""
        gop = self.gop(at)
        return gop.packets[0] if gop else None

    def following(self, at: datetime) -> datetime | None:
        """The first picture from `at` on."""
        return min((p.at for gop in self.gops for p in gop.packets if p.at >= at), default=None)

    def preceding(self, at: datetime) -> datetime | None:
        """The last picture before `at`."""
        return max((p.at for gop in self.gops for p in gop.packets if p.at < at), default=None)

    def close(self) -> None:
        """Given back."""
        self.is_closed = True
