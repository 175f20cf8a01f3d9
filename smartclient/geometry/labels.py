"""Where labels go so that none covers another: by priority, four places tried, the rest dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; pixels."""
Place = tuple[float, float, float, float]
"""A box's upper left corner from the anchor: fractions of its width and height, then gaps to the right and down."""

BESIDE: tuple[Place, ...] = ((0, -0.5, 1, 0), (-1, -0.5, -1, 0), (-0.5, -1, 0, -1), (-0.5, 0, 0, 1))
"""Right of a pin, left, above, below."""
AROUND: tuple[Place, ...] = ((-0.5, -0.5, 0, 0), (-0.5, -1, 0, -1), (-0.5, 0, 0, 1), (-0.25, -0.5, 0, 0))
"""On the middle of a room, above, below, to the right of it."""

_BUCKET_PX = 64.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text of `width` × `height` pixels that belongs at (`x`, `y`); the least `rank` goes first."""

    x: float
    y: float
    width: float
    height: float
    rank: float = 0.0
    places: tuple[Place, ...] = BESIDE
    gap: float = 4.0

    def boxes(self) -> Iterable[Box]:
        """Where it could go, best first."""
        for across, down, right, below in self.places:
            left = self.x + across * self.width + right * self.gap
            top = self.y + down * self.height + below * self.gap
            yield (left, top, left + self.width, top + self.height)


def place(labels: Sequence[Label], obstacles: Iterable[Box] = ()) -> dict[int, Box]:
    """The boxes of the labels that found room, by index; none overlaps another or an obstacle (touching is allowed).

    Taken in order of rank, then index; a label is dropped only when all its places collide.
    """
    taken = _Taken()
    for obstacle in obstacles:
        taken.add(obstacle)
    placed: dict[int, Box] = {}
    for index in sorted(range(len(labels)), key=lambda i: (labels[i].rank, i)):
        box = next((box for box in labels[index].boxes() if taken.is_free(box)), None)
        if box is not None:
            taken.add(box)
            placed[index] = box
    return placed


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


class _Taken:
    """Boxes that are in use, found by the squares of the screen they lie in."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        for bucket in self._squares(box):
            self._buckets.setdefault(bucket, []).append(box)

    def is_free(self, box: Box) -> bool:
        return not any(overlap(box, other) for square in self._squares(box) for other in self._buckets.get(square, ()))

    @staticmethod
    def _squares(box: Box) -> list[tuple[int, int]]:
        left, top, right, bottom = (int(side // _BUCKET_PX) for side in box)
        return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]
