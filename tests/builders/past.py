"""A recorded past made on the spot, every picture with the time strip burnt in, and a recorder that takes its time to read it."""

import threading
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import av
import numpy as np

from smartclient.demo.video.strip import burn
from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Gop, Packet, RecordedSource, Recording

WIDTH, HEIGHT = 320, 180
BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_ENCODER = {Codec.H264: "libx264", Codec.H265: "libx265", Codec.JPEG: "mjpeg"}


def gops(
    begin: datetime, pictures: int, fps: int = 15, gop: int = 15, codec: Codec = Codec.H264, b_frames: int = 0
) -> list[Gop]:
    """A piece of past without a gap, from `begin` on."""
    encoder = av.CodecContext.create(_ENCODER[codec], "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.time_base = WIDTH, HEIGHT, Fraction(1, fps)
    encoder.framerate = Fraction(fps)
    encoder.pix_fmt = "yuvj420p" if codec is Codec.JPEG else "yuv420p"
    encoder.gop_size = gop
    if codec is Codec.H264:
        encoder.options = {"preset": "ultrafast", "bf": str(b_frames), "sc_threshold": "0"}
    elif codec is Codec.H265:
        encoder.options = {"preset": "ultrafast", "x265-params": f"log-level=none:keyint={gop}:bframes={b_frames}"}
    encoder.max_b_frames = b_frames
    coded: list[av.Packet[av.VideoStream]] = []
    for index in range(pictures):
        picture = np.full((HEIGHT, WIDTH, 3), 60 + index % 60, np.uint8)
        picture[60:100, index * 7 % 280 : index * 7 % 280 + 40] = 200
        burn(picture, begin + timedelta(seconds=index / fps))
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = index
        coded += encoder.encode(frame)
    coded += encoder.encode(None)
    groups: list[list[Packet]] = []
    for packet in coded:
        assert packet.pts is not None
        if packet.is_keyframe:
            groups.append([])
        at = begin + timedelta(seconds=packet.pts / fps)
        groups[-1].append(Packet(bytes(packet), codec, packet.is_keyframe, at))
    ends = [*(group[0].at for group in groups[1:]), begin + timedelta(seconds=pictures / fps)]
    return [Gop(tuple(group), end, end is not ends[-1]) for group, end in zip(groups, ends, strict=True)]


class Past:
    """What one camera recorded: groups in order of time, with gaps where one ends before the next begins."""

    def __init__(self, *pieces: Sequence[Gop], key_s: float = 0.0, packet_s: float = 0.0) -> None:
        """Reading a key frame takes `key_s`, each further picture of a group `packet_s`."""
        self.gops = [gop for piece in pieces for gop in piece]
        self.key_s = key_s
        self.packet_s = packet_s
        self.fails: Exception | None = None
        self.asked: list[datetime] = []
        self.opened: list[PastRecording] = []

    @property
    def times(self) -> list[datetime]:
        """When each picture was taken."""
        return sorted(packet.at for gop in self.gops for packet in gop.packets)

    def standing(self, at: datetime) -> datetime | None:
        """When the picture that stands at `at` was taken; None in a gap."""
        gop = self.gop(at)
        return max(packet.at for packet in gop.packets if packet.at <= at) if gop is not None else None

    def gop(self, at: datetime) -> Gop | None:
        """The group that holds `at`."""
        place = bisect_right(self.gops, at, key=lambda gop: gop.begin) - 1
        return self.gops[place] if place >= 0 and at < self.gops[place].end else None

    def source(self, label: str = "Hall camera") -> RecordedSource:
        """A source that opens this past."""

        def open_past() -> Recording:
            if self.fails is not None:
                raise self.fails
            self.opened.append(PastRecording(self))
            return self.opened[-1]

        return RecordedSource(open_past, label)


class PastRecording:
    """An open recording of a `Past`."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._closed = threading.Event()

    def gop(self, at: datetime) -> Gop | None:
        """The group, after the time it takes to read."""
        gop = self._past.gop(at)
        self._take(self._past.key_s + self._past.packet_s * (len(gop.packets) if gop is not None else 0))
        self._past.asked.append(at)
        return gop

    def key(self, at: datetime) -> Packet | None:
        """The key frame."""
        self._take(self._past.key_s)
        gop = self._past.gop(at)
        return gop.packets[0] if gop is not None else None

    def following(self, at: datetime) -> datetime | None:
        """The first picture's time at or after `at`."""
        self._take(self._past.key_s)
        return next((time for time in self._past.times if time >= at), None)

    def preceding(self, at: datetime) -> datetime | None:
        """The last picture's time before `at`."""
        self._take(self._past.key_s)
        return next((time for time in reversed(self._past.times) if time < at), None)

    def close(self) -> None:
        """Ends a waiting call."""
        self._closed.set()

    @property
    def is_closed(self) -> bool:
        """Whether it was given back."""
        return self._closed.is_set()

    def _take(self, seconds: float) -> None:
        if self._past.fails is not None:
            raise self._past.fails
        if self._closed.wait(seconds):
            raise NoPicture("The recording was closed.")
