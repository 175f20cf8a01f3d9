"""Pictures to H.264, H.265, JPEG and RGB through FFmpeg."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray

from smartclient.demo.video.shots import FRAMES_PER_SECOND, Stream

Bytes = NDArray[np.uint8]

_MILLISECONDS = Fraction(1, 1000)
_FULL_RANGE = np.clip((np.arange(256) - 16) * 255 / 219, 0, 255).round().astype(np.uint8)


def pixels(frame: av.VideoFrame) -> Bytes:
    """A frame's pixels as bytes, in the layout of its format."""
    return frame.to_ndarray().astype(np.uint8, copy=False)


def to_rgb(packed: Bytes) -> Bytes:
    """RGB (h, w, 3) of a packed YUV 4:2:0 picture (h * 3 / 2, w), BT.601 limited range."""
    frame = av.VideoFrame.from_ndarray(packed, format="yuv420p")
    return pixels(frame.reformat(format="rgb24", src_colorspace="ITU601", src_color_range="MPEG"))


def encode_jpeg(packed: Bytes) -> bytes:
    """A JPEG file of a packed YUV 4:2:0 picture."""
    height, width = packed.shape[0] * 2 // 3, packed.shape[1]
    full = packed.copy()
    full[:height] = _FULL_RANGE[packed[:height]]
    context = _context("mjpeg", width, height, "yuvj420p", {})
    context.qmin, context.qmax = 3, 5
    frame = av.VideoFrame.from_ndarray(full, format="yuvj420p")
    return b"".join(bytes(packet) for packet in (*context.encode(frame), *context.encode(None)))


class H264Encoder:
    """One stream in Annex B form: closed groups of pictures, parameter sets before each key frame, no delay.

    A key frame comes where it is asked for, and after two seconds at the latest.
    """

    _codec = "libx264"
    _options: ClassVar[dict[str, str]] = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "crf": "25",
        "threads": "1",
        "x264-params": "repeat-headers=1:open-gop=0:scenecut=0:bframes=0:annexb=1",
    }

    def __init__(self, width: int, height: int) -> None:
        self._context = _context(self._codec, width, height, "yuv420p", self._options)
        self._context.gop_size = 2 * FRAMES_PER_SECOND

    def encode(self, packed: Bytes, milliseconds: int, *, key: bool) -> tuple[bytes, bool]:
        """One picture, and whether it is a key frame; `key` asks for one."""
        frame = av.VideoFrame.from_ndarray(packed, format="yuv420p")
        frame.pts, frame.time_base = milliseconds, _MILLISECONDS
        frame.pict_type = av.video.frame.PictureType.I if key else av.video.frame.PictureType.NONE
        packets = self._context.encode(frame)
        return b"".join(bytes(packet) for packet in packets), any(packet.is_keyframe for packet in packets)


class H265Encoder(H264Encoder):
    """As H264Encoder, in H.265."""

    _codec = "libx265"
    _options: ClassVar[dict[str, str]] = {
        "preset": "ultrafast",
        "tune": "zerolatency",
        "crf": "27",
        "x265-params": "repeat-headers=1:open-gop=0:scenecut=0:bframes=0:pools=none:frame-threads=1:log-level=none",
    }


def encoder(stream: Stream) -> H264Encoder:
    """An encoder for a stream that is not JPEG."""
    return (H265Encoder if stream.as_h265 else H264Encoder)(stream.width, stream.height)


def _context(name: str, width: int, height: int, pixels: str, options: dict[str, str]) -> VideoCodecContext:
    context = av.CodecContext.create(name, "w")
    assert isinstance(context, VideoCodecContext)  # noqa: S101
    context.width, context.height, context.pix_fmt = width, height, pixels
    context.time_base, context.framerate = _MILLISECONDS, Fraction(FRAMES_PER_SECOND)
    context.options = options
    return context
