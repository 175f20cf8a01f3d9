"""Footage made on the spot: a red top left, a blue bottom right and a white square that walks."""

import threading
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Packet, PacketSource

WIDTH, HEIGHT, FPS, GOP = 320, 180, 10, 5
RED_AT, BLUE_AT = (HEIGHT // 4, WIDTH // 8), (HEIGHT * 3 // 4, WIDTH * 7 // 8)
_ENCODER = {Codec.H264: "libx264", Codec.H265: "libx265", Codec.JPEG: "mjpeg"}


def drawing(index: int, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """Picture number `index`: (height, width, 3) RGB."""
    picture = np.full((height, width, 3), 90, np.uint8)
    picture[: height // 2, : width // 2] = (220, 20, 20)
    picture[height // 2 :, width // 2 :] = (20, 20, 220)
    left = index * 8 % (width // 4) + width * 3 // 8
    picture[height // 2 - 20 : height // 2, left : left + 20] = 255
    return picture


def coded(count: int, codec: Codec = Codec.H264, width: int = WIDTH, height: int = HEIGHT) -> list[tuple[bytes, bool]]:
    """`count` pictures coded as a camera does, without looking ahead: bytes and whether a key picture."""
    encoder = av.CodecContext.create(_ENCODER[codec], "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.time_base = width, height, Fraction(1, FPS)
    encoder.framerate = Fraction(FPS)
    encoder.pix_fmt = "yuvj420p" if codec is Codec.JPEG else "yuv420p"
    encoder.gop_size = GOP
    if codec is not Codec.JPEG:
        encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "x265-params": f"log-level=none:keyint={GOP}"}
        if codec is Codec.H264:
            del encoder.options["x265-params"]
            encoder.options = {"preset": "ultrafast", "tune": "zerolatency"}
    packets = []
    for index in range(count):
        frame = av.VideoFrame.from_ndarray(drawing(index, width, height), format="rgb24")
        frame.pts = index
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    return [(bytes(packet), packet.is_keyframe) for packet in packets]


def write_clip(
    path: Path,
    seconds: float = 2.0,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    created: str = "",
) -> Path:
    """A clip in the container that `path` names; `created` becomes its `creation_time`."""
    with av.open(str(path), "w", options=options or {}) as output:
        if created:
            output.metadata["creation_time"] = created
        stream = output.add_stream(codec, rate=FPS)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.gop_size = GOP
        if codec == "libx264":
            stream.options = {"preset": "ultrafast", "bf": "0"}
        for index in range(round(seconds * FPS)):
            frame = av.VideoFrame.from_ndarray(drawing(index), format="rgb24")
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


class Camera:
    """A packet stream that plays coded pictures again and again in real time, each stamped with this machine's time."""

    def __init__(
        self, codec: Codec = Codec.H264, lasts: int | None = None, falls_silent_after: int | None = None
    ) -> None:
        self._codec = codec
        self._coded = coded(GOP * 2, codec)
        self._lasts = lasts
        self._silent_after = falls_silent_after
        self._closed = threading.Event()
        self._count = 0

    def read(self) -> Packet:
        """The next packet, a picture's time after the last."""
        if self._count == self._silent_after:
            self._closed.wait(20)
        if self._closed.wait(1 / FPS if self._count else 0):
            raise NoPicture("The stream was closed.")
        if self._count == self._lasts:
            raise NoPicture("Hall camera: the recorder sends no more.")
        data, is_key = self._coded[self._count % len(self._coded)]
        self._count += 1
        return Packet(data, self._codec, is_key, datetime.now(UTC) - timedelta(milliseconds=40))

    def close(self) -> None:
        """Ends a waiting read."""
        self._closed.set()

    @property
    def is_closed(self) -> bool:
        """Whether the player gave it back."""
        return self._closed.is_set()

    def source(self) -> PacketSource:
        """A source that opens this camera, once."""
        return PacketSource(lambda: self, "Hall camera")
