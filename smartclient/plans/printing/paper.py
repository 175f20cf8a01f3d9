"""Papers, where the map lies on a page, and the round scale at which something fits there. Millimetres; pages lie on their long side."""

from dataclasses import dataclass

from smartclient.domain.errors import PlanError

_ROUND = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0)
_LARGEST_SCALE = 100.0


class PaperUnknown(PlanError):
    """There is no paper of that name."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper. `edge` is what no printer prints on, `band` the strip with the grid's letters and numbers."""

    name: str
    title: str
    width: float
    height: float
    edge: float = 9.0
    band: float = 5.0
    column: float = 58.0
    head: float = 13.0
    foot: float = 8.0

    @property
    def frame(self) -> Box:
        """All that is printed on."""
        return Box(self.edge, self.edge, self.width - 2 * self.edge, self.height - 2 * self.edge)

    @property
    def map(self) -> Box:
        """Where the map lies, inside the bands."""
        frame = self.frame
        width = frame.width - self.column - 2 * self.band
        height = frame.height - self.head - self.foot - 2 * self.band
        return Box(frame.left + self.band, frame.top + self.head + self.band, width, height)

    @property
    def side(self) -> Box:
        """The column of legend and title block, right of the map."""
        frame, map_box = self.frame, self.map
        left = map_box.right + self.band + 3.0
        return Box(left, frame.top + self.head, frame.right - left, frame.height - self.head - self.foot)


_PAPERS = {
    paper.name: paper
    for paper in (
        Paper("letter", "Letter", 279.4, 215.9),
        Paper("tabloid", "Tabloid", 431.8, 279.4),
        Paper("a4", "A4", 297.0, 210.0),
        Paper("a3", "A3", 420.0, 297.0),
    )
}


def paper_names() -> tuple[str, ...]:
    """All papers."""
    return tuple(_PAPERS)


def paper_named(name: str) -> Paper:
    """The paper of that name, upper or lower case. Raises PaperUnknown."""
    found = _PAPERS.get(name.lower())
    if found is None:
        raise PaperUnknown(f"There is no paper {name!r}; there are {', '.join(_PAPERS)}.")
    return found


def scale_for(width_m: float, height_m: float, box: Box) -> float:
    """The largest round scale, as its denominator (500 is 1:500), at which so many metres fit into `box`."""
    needed = max(width_m / box.width, height_m / box.height, 1e-6) * 1000
    power = 1.0
    while needed > 10 * power:
        power *= 10
    fitting = (step * power for power in (power, 10 * power) for step in _ROUND if step * power >= needed * (1 - 1e-9))
    return max(next(fitting), _LARGEST_SCALE)
