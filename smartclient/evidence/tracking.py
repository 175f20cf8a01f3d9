"""From boxes found here and there to tracks without a gap: what was seen once stays covered before, between and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from smartclient.evidence.order import Box, KeyBox, Track

HOLD = timedelta(seconds=1.5)
"""How long a box stays before it was first found and after it was last found, and over how long a miss it is bridged."""
GROW = 0.5
"""How much larger than found each side is drawn, in all."""
_REACH = 1.5
"""How far a person moves between two findings, in lengths of their box."""


@dataclass(slots=True)
class _Growing:
    seen: list[KeyBox] = field(default_factory=list)

    @property
    def last(self) -> KeyBox:
        return self.seen[-1]


def tracks(found: Iterable[tuple[datetime, Sequence[Box]]]) -> tuple[Track, ...]:
    """Tracks of the boxes found in pictures that follow each other in time."""
    growing: list[_Growing] = []
    for at, boxes in found:
        free = [track for track in growing if at - track.last.at <= HOLD]
        for box in boxes:
            nearest = min(free, key=lambda track: _distance(track.last.box, box), default=None)
            if nearest is not None and _distance(nearest.last.box, box) <= _REACH:
                nearest.seen.append(KeyBox(at, box))
                free.remove(nearest)
            else:
                growing.append(_Growing([KeyBox(at, box)]))
    return tuple(_held(track.seen) for track in growing)


def _distance(one: Box, other: Box) -> float:
    """Between their middles, in lengths of the longer side; boxes of unlike size are far apart."""
    longest = max(one.width, one.height, other.width, other.height, 1e-6)
    across = (one.x + one.width / 2) - (other.x + other.width / 2)
    down = (one.y + one.height / 2) - (other.y + other.height / 2)
    unlike = 1.0 if max(one.height, 1e-6) > 2.5 * other.height or other.height > 2.5 * max(one.height, 1e-6) else 0.0
    return float((across**2 + down**2) ** 0.5 / longest + unlike * _REACH)


def _held(seen: Sequence[KeyBox]) -> Track:
    grown = [KeyBox(key.at, _grown(key.box)) for key in seen]
    before, after = KeyBox(grown[0].at - HOLD, grown[0].box), KeyBox(grown[-1].at + HOLD, grown[-1].box)
    return Track((before, *grown, after))


def _grown(box: Box) -> Box:
    more_x, more_y = box.width * GROW / 2, box.height * GROW / 2
    left, top = max(-1.0, box.x - more_x), max(-1.0, box.y - more_y)
    return Box(left, top, min(2.0, box.width + 2 * more_x), min(2.0, box.height + 2 * more_y))
