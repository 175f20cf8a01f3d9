"""Recorded footage as an export walks through it: group after group, from the key frame before the span to its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.errors import BadAnswer
from smartclient.domain.footage import Gop, Recording

_NO_SENSE = (
    "The recorder's pictures of {at:%Y-%m-%d %H:%M:%S} UTC do not follow each other in time and cannot be exported."
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A group of pictures; `is_after_gap` when nothing is recorded right before it, or nobody looked."""

    gop: Gop
    is_after_gap: bool


def walk(recording: Recording, begin: datetime, end: datetime) -> Iterator[Stretch]:
    """All groups that hold a picture of the span, the last one cut at `end`. Raises NoPicture, ServerError."""
    at: datetime | None = begin
    is_after_gap = True
    while at is not None and at < end:
        gop = recording.gop(at)
        if gop is None:
            following = recording.following(at)
            if following is not None and following <= at:
                raise BadAnswer(_NO_SENSE.format(at=at))
            at, is_after_gap = following, True
            continue
        if gop.end <= at or not gop.packets[0].is_key:
            raise BadAnswer(_NO_SENSE.format(at=at))
        yield Stretch(_cut(gop, end), is_after_gap)
        at, is_after_gap = gop.end, not gop.is_followed


def _cut(gop: Gop, end: datetime) -> Gop:
    """The group without the pictures, last in decoding order, that are only for after `end`."""
    if gop.end <= end:
        return gop
    wanted = max((place for place, packet in enumerate(gop.packets) if packet.at < end), default=0)
    if wanted == len(gop.packets) - 1:
        return gop
    kept = gop.packets[: wanted + 1]
    shown_last = max(packet.at for packet in kept)
    following = min((packet.at for packet in gop.packets if packet.at > shown_last), default=gop.end)
    return Gop(kept, following, is_followed=True)
