"""The picture before or after another, over borders of groups and over gaps."""

from datetime import datetime, timedelta

from smartclient.domain.footage import Gop, Recording
from smartclient.video.recorded.groups import Groups

_MICROSECOND = timedelta(microseconds=1)


def neighbour(recording: Recording, groups: Groups, at: datetime, count: int) -> datetime | None:
    """The time of the picture `count` after (before, when negative) the one that stands at `at`; None where there is none.

    In a gap the first step leads to the gap's edge. Blocks; raises what `recording` raises.
    """
    found: datetime | None = None
    for _ in range(abs(count)):
        found = _after(recording, groups, at) if count > 0 else _before(recording, groups, at)
        if found is None:
            return None
        at = found
    return found


def _after(recording: Recording, groups: Groups, at: datetime) -> datetime | None:
    gop = _group(recording, groups, at)
    if gop is None:
        return recording.following(at + _MICROSECOND)
    later = min((packet.at for packet in gop.packets if packet.at > at), default=None)
    if later is not None:
        return later
    return gop.end if gop.is_followed else recording.following(gop.end)


def _before(recording: Recording, groups: Groups, at: datetime) -> datetime | None:
    gop = _group(recording, groups, at)
    if gop is None:
        return recording.preceding(at)
    standing = max((packet.at for packet in gop.packets if packet.at <= at), default=gop.begin)
    earlier = max((packet.at for packet in gop.packets if gop.begin <= packet.at < standing), default=None)
    return earlier if earlier is not None else recording.preceding(gop.begin)


def _group(recording: Recording, groups: Groups, at: datetime) -> Gop | None:
    known = groups.at(at)
    if known is None:
        known = recording.gop(at)
        if known is not None:
            groups.add(known)
    return known if isinstance(known, Gop) else None
