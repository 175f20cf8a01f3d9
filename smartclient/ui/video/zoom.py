"""Digital zoom: which part of a picture a tile shows."""

from dataclasses import dataclass

MOST = 8.0


@dataclass(frozen=True, slots=True)
class Zoom:
    """`factor` 1 (all of it) to 8; `x`, `y` is the middle of the visible part, 0…1 from the picture's upper left."""

    factor: float = 1.0
    x: float = 0.5
    y: float = 0.5

    @property
    def is_in(self) -> bool:
        """Whether only a part is visible."""
        return self.factor > 1.0

    @property
    def part(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the visible part, as shares of the picture."""
        side = 1 / self.factor
        return self.x - side / 2, self.y - side / 2, side, side

    def closer(self, factor: float, x: float = 0.5, y: float = 0.5) -> "Zoom":
        """Closer (over 1) or farther; what is at `x`, `y` of the visible part stays there."""
        to = min(max(self.factor * factor, 1.0), MOST)
        left, top, side, _ = self.part
        return _within(to, left + x * side + (0.5 - x) / to, top + y * side + (0.5 - y) / to)

    def moved(self, across: float, down: float) -> "Zoom":
        """The visible part moves by so many of its own widths and heights."""
        return _within(self.factor, self.x + across / self.factor, self.y + down / self.factor)


def _within(factor: float, x: float, y: float) -> Zoom:
    """The zoom with its middle kept where no edge comes into sight."""
    margin = 0.5 / factor
    return Zoom(factor, min(max(x, margin), 1 - margin), min(max(y, margin), 1 - margin))
