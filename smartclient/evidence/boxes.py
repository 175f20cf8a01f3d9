"""Where tracks are at a moment, in whole pixels."""

from datetime import datetime

from smartclient.evidence.order import Box, KeyBox, Track

Rectangle = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are beyond the last one."""


def at_moment(track: Track, at: datetime) -> Box | None:
    """Where the track's box is; None where it is not in the picture."""
    keys = track.boxes
    if at <= keys[0].at:
        return keys[0].box if track.stays or at == keys[0].at else None
    if at >= keys[-1].at:
        return keys[-1].box if track.stays or at == keys[-1].at else None
    after = next(place for place, key in enumerate(keys) if key.at >= at)
    return _between(keys[after - 1], keys[after], at)


def _between(before: KeyBox, after: KeyBox, at: datetime) -> Box:
    length = (after.at - before.at).total_seconds()
    part = (at - before.at).total_seconds() / length if length > 0 else 1.0
    one, other = before.box, after.box
    return Box(*(a + (b - a) * part for a, b in zip(_sides(one), _sides(other), strict=True)))


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height


def rectangle(box: Box, width_px: int, height_px: int) -> Rectangle | None:
    """The pixels a box touches, cut at the picture's edges; None when it touches none."""
    left, top = max(0, int(box.x * width_px)), max(0, int(box.y * height_px))
    right = min(width_px, -int(-(box.x + box.width) * width_px // 1))
    bottom = min(height_px, -int(-(box.y + box.height) * height_px // 1))
    return (left, top, right, bottom) if left < right and top < bottom else None
