"""Pictures out of a package's file and back into groups: decoded, changed by somebody, coded anew at the same times."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.plane import VideoPlane
from numpy.typing import NDArray

from smartclient.domain.errors import CannotDecode
from smartclient.domain.footage import Codec, Gop, Packet
from smartclient.evidence.manifest import Video

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
"""Luma (height, width), and two planes of colour at half of both; height and width are even."""

Change = Callable[[Planes, datetime], None]
"""Changes a picture, and may not keep it."""

_TICK = Fraction(1, 1_000_000)
_MICROSECOND = timedelta(microseconds=1)
_KEY_EVERY = timedelta(seconds=2)
_OPTIONS = {"preset": "veryfast", "crf": "21", "bf": "0", "g": "250"}
"""No picture before its time; else x264's quality at which a face is as good as in the original."""


def decoded(path: Path, video: Video) -> Iterator[tuple[datetime, Planes]]:
    """A file's pictures in order of time, each at the time that the manifest gives it. Raises CannotDecode."""
    times = sorted(block.begin + us * _MICROSECOND for block in video.blocks for us in block.times_us)
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            stream = container.streams.video[0]
            start = stream.start_time or 0
            for packet in container.demux(stream):
                try:
                    frames = packet.decode()
                except av.InvalidDataError:
                    continue
                for frame in frames:
                    if frame.pts is not None and frame.time_base is not None:
                        yield (
                            _nearest(
                                times, video.begin + timedelta(seconds=float((frame.pts - start) * frame.time_base))
                            ),
                            _planes(frame),
                        )
    except (av.FFmpegError, IndexError) as error:
        raise CannotDecode(f"{path.name} cannot be decoded, and no copy can be made of it.") from error


def _nearest(times: list[datetime], at: datetime) -> datetime:
    """Matroska rounds to milliseconds; the manifest does not."""
    place = bisect_left(times, at)
    return min(times[max(0, place - 1) : place + 1], key=lambda time: abs(time - at))


def _planes(frame: av.VideoFrame) -> Planes:
    width, height = frame.width & ~1, frame.height & ~1
    plain = frame.reformat(format="yuv420p")
    y, u, v = (_plane(plain.planes[index]) for index in range(3))
    return y[:height, :width], u[: height // 2, : width // 2], v[: height // 2, : width // 2]


def _plane(plane: VideoPlane) -> NDArray[np.uint8]:
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(plane), np.uint8)[: plane.height * plane.line_size].reshape(
        plane.height, plane.line_size
    )
    return rows[:, : plane.width].copy()


def coded(pictures: Iterable[tuple[datetime, Planes]], change: Change, end: datetime) -> Iterator[Gop]:
    """The changed pictures as H.264, in groups of two seconds; the last one ends at `end`. Raises CannotDecode."""
    encoder: av.VideoCodecContext | None = None
    begin = key_at = end
    group: list[Packet] = []
    for at, planes in pictures:
        change(planes, at)
        if encoder is None:
            begin, encoder = at, _encoder(planes[0].shape[1], planes[0].shape[0])
        frame = _frame(planes)
        frame.pts, frame.time_base = (at - begin) // _MICROSECOND, _TICK
        if at == begin or at - key_at >= _KEY_EVERY:
            frame.pict_type, key_at = av.video.frame.PictureType.I, at
        yield from _full(group, encoder.encode(frame), begin)
    if encoder is None:
        raise CannotDecode("The recorded pictures cannot be decoded, and no copy can be made of them.")
    yield from _full(group, encoder.encode(None), begin)
    if group:
        yield Gop(tuple(group), max(end, group[-1].at + timedelta(milliseconds=1)), is_followed=False)


def _full(group: list[Packet], packets: Iterable["av.Packet[av.VideoStream]"], begin: datetime) -> Iterator[Gop]:
    """Adds packets to the growing group; gives it out when the next one begins."""
    for coded_packet in packets:
        at = begin + (coded_packet.pts or 0) * _MICROSECOND
        if coded_packet.is_keyframe and group:
            yield Gop(tuple(group), at)
            group.clear()
        group.append(Packet(bytes(coded_packet), Codec.H264, coded_packet.is_keyframe, at))


def _encoder(width: int, height: int) -> av.VideoCodecContext:
    try:
        encoder = av.CodecContext.create("libx264", "w")
    except av.codec.codec.UnknownCodecError as error:
        raise CannotDecode("This installation cannot code H.264, and no copy can be made.") from error
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base, encoder.framerate = _TICK, Fraction(25)
    encoder.options = dict(_OPTIONS)
    return encoder


def _frame(planes: Planes) -> av.VideoFrame:
    height, width = planes[0].shape
    frame = av.VideoFrame(width, height, "yuv420p")
    for plane, values in zip(frame.planes, planes, strict=True):
        rows = np.zeros((plane.height, plane.line_size), np.uint8)
        rows[:, : plane.width] = values
        plane.update(rows)  # type: ignore[arg-type]
    return frame
