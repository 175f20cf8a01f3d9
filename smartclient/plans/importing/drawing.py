"""A drawing as it was read, whatever its format: named layers of areas, lines, points, texts and door swings, y up."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.errors import PlanUnreadable
from smartclient.geometry.frames import Points
from smartclient.geometry.viewport import Bounds
from smartclient.plans.text import clean

Point = tuple[float, float]
MOST_POINTS = 20_000_000
MOST_TEXTS = 200_000
MOST_LAYERS = 5_000


class Form(IntEnum):
    """What a path is. A hole belongs to the area before it."""

    AREA = 0
    HOLE = 1
    LINE = 2
    POINT = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of one path: its name, the number on its door, its category in our words (IMDF's)."""

    name: str = ""
    number: str = ""
    category: str = ""


_NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Layer:
    """Paths of one name on one floor, kept in a few arrays, since a campus has millions of points.

    Path `i` is `points[starts[i]:starts[i + 1]]` of form `forms[i]`; areas are not closed (the first point is not repeated).
    """

    name: str
    floor: int | None
    """The ordinal of the floor, where the file tells it."""
    points: Points
    starts: NDArray[np.int64]
    forms: NDArray[np.int8]
    facts: tuple[Facts, ...]
    """One a path, or none at all."""
    words: tuple[str, ...]
    places: Points
    """Where each of the `words` stands, shape (n, 2)."""
    swings: Points
    """Door swings, three rows each: the hinge and both ends of a quarter of a circle; shape (3 n, 2)."""

    def __len__(self) -> int:
        return len(self.forms)

    def path(self, index: int) -> Points:
        """The points of one path."""
        return self.points[self.starts[index] : self.starts[index + 1]]

    def facts_of(self, index: int) -> Facts:
        """What the file says of one path."""
        return self.facts[index] if self.facts else Facts()

    def indices(self, *forms: Form) -> list[int]:
        """The paths of these forms."""
        return [int(index) for index in np.flatnonzero(np.isin(self.forms, forms))]

    def areas(self) -> Iterator[tuple[int, list[Points]]]:
        """Each area by its index: its outer ring, then its holes."""
        for index in self.indices(Form.AREA):
            rings = [self.path(index)]
            hole = index + 1
            while hole < len(self) and self.forms[hole] == Form.HOLE:
                rings.append(self.path(hole))
                hole += 1
            yield index, rings

    def extents(self) -> NDArray[np.float64]:
        """How wide or high each path is, whichever is more, shape (n,)."""
        if not len(self):
            return np.empty(0)
        begins = self.starts[:-1]
        sizes = np.maximum.reduceat(self.points, begins) - np.minimum.reduceat(self.points, begins)
        widest: NDArray[np.float64] = sizes.max(axis=1)
        return widest

    def only(self, kept: Sequence[int]) -> "Layer":
        """The layer with these paths alone, in their order; texts and swings stay."""
        paths = [self.path(index) for index in kept]
        lengths = [len(path) for path in paths]
        return replace(
            self,
            points=np.vstack(paths) if paths else np.empty((0, 2)),
            starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            forms=self.forms[list(kept)],
            facts=tuple(self.facts[index] for index in kept) if self.facts else (),
        )

    def count(self, form: Form) -> int:
        """How many paths of that form."""
        return int(np.count_nonzero(self.forms == form))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to place and trace: `pixels` of shape (height, width, 3), fewer than the file's own where that is huge.

    It covers `width` × `height` drawing units; its upper left corner is at (0, 0), so that all of it has y from `-height` to 0.
    """

    pixels: NDArray[np.uint8]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Georeference:
    """Where the file says it lies: `origin` of the drawing at WGS 84 `lon`, `lat`; its y axis points to `north_deg` (clockwise
    from true north).
    """

    lon: float
    lat: float
    origin: Point = (0.0, 0.0)
    north_deg: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """What one file, or one page of it, holds. Points are in drawing units, or in WGS 84 degrees where it `is_world`."""

    name: str
    layers: tuple[Layer, ...]
    unit_m: float | None = None
    """Metres a drawing unit, where the file tells it."""
    is_world: bool = False
    georeference: Georeference | None = None
    floors: Mapping[int, str] = field(default_factory=dict)
    """Names of the floors that the file tells, by ordinal."""
    building: str = ""
    address: str = ""
    picture: Picture | None = None
    pages: int = 1
    left_out: tuple[str, ...] = ()
    """What could not be taken, a sentence each."""

    @cached_property
    def bounds(self) -> Bounds | None:
        """West, south, east, north of everything in it; None when it is empty. Known once it was asked for, also in a copy."""
        if self.picture is not None:
            return (0.0, -self.picture.height, self.picture.width, 0.0)
        parts = [part for layer in self.layers for part in (layer.points, layer.places) if len(part)]
        if not parts:
            return None
        low = np.min([part.min(axis=0) for part in parts], axis=0)
        high = np.max([part.max(axis=0) for part in parts], axis=0)
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


class Draft:
    """Collects what a file draws, layer by layer, until it is a drawing. Raises PlanUnreadable when there is too much of it."""

    def __init__(self) -> None:
        self._sheets: dict[tuple[str, int | None], _Sheet] = {}
        self._points = self._texts = 0
        self.left_out: Counter[str] = Counter()
        """How often something could not be taken, by its sentence: `splines without points were`."""

    def line(
        self, layer: str, points: Sequence[Point] | Points, floor: int | None = None, facts: Facts | None = None
    ) -> None:
        """An open path of two points or more."""
        self._add(layer, floor, Form.LINE, points, 2, facts or _NO_FACTS)

    def area(
        self,
        layer: str,
        rings: Sequence[Sequence[Point] | Points],
        floor: int | None = None,
        facts: Facts | None = None,
    ) -> None:
        """A closed path with its holes."""
        for number, ring in enumerate(rings):
            form = Form.HOLE if number else Form.AREA
            if not self._add(layer, floor, form, _open(ring), 3, facts or _NO_FACTS) and number == 0:
                return

    def point(self, layer: str, point: Point, floor: int | None = None, facts: Facts | None = None) -> None:
        """A single place, such as a door of a map."""
        self._add(layer, floor, Form.POINT, (point,), 1, facts or _NO_FACTS)

    def text(self, layer: str, words: str, place: Point, floor: int | None = None) -> None:
        """Lettering; blank text is nothing."""
        shown = clean(words)
        if not shown or not np.isfinite(place).all():
            return
        self._texts += 1
        if self._texts > MOST_TEXTS:
            self.left_out["texts beyond the first 200,000 were"] += 1
            return
        sheet = self._sheet(layer, floor)
        sheet.words.append(shown)
        sheet.places.extend(place)

    def swing(self, layer: str, hinge: Point, one: Point, other: Point, floor: int | None = None) -> None:
        """A quarter of a circle, as doors are drawn."""
        self._sheet(layer, floor).swings.extend((*hinge, *one, *other))

    def extend(self, name: str, layer: Layer, points: Points, places: Points, swings: Points) -> None:
        """Adds a whole layer at other points, under another name."""
        self._count(len(points))
        self._texts += len(layer.words)
        sheet = self._sheet(name, layer.floor)
        sheet.extend(layer, points, places if self._texts <= MOST_TEXTS else places[:0], swings)

    def layers(self) -> tuple[Layer, ...]:
        """All layers that hold anything, by name and floor."""
        ordered = sorted(self._sheets.items(), key=lambda item: (item[0][0].lower(), item[0][1] or 0))
        return tuple(sheet.layer(name, floor) for (name, floor), sheet in ordered if sheet.forms or sheet.words)

    def sentences(self) -> tuple[str, ...]:
        """What was left out, most frequent first: `12 splines without points were left out.`"""
        return tuple(f"{count:,} {what} left out." for what, count in self.left_out.most_common())

    def _add(
        self, layer: str, floor: int | None, form: Form, points: Sequence[Point] | Points, least: int, facts: Facts
    ) -> bool:
        array_of = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        if len(array_of) < least or not np.isfinite(array_of).all():
            self.left_out["paths with too few points, or impossible ones, were"] += 1
            return False
        self._count(len(array_of))
        self._sheet(layer, floor).add(form, array_of, facts)
        return True

    def _count(self, points: int) -> None:
        self._points += points
        if self._points > MOST_POINTS:
            raise PlanUnreadable(
                f"The drawing has more than {MOST_POINTS:,} points. Save the floors you need as files of their own."
            )

    def _sheet(self, layer: str, floor: int | None) -> "_Sheet":
        sheet = self._sheets.get((layer, floor))
        if sheet is None:
            key = (clean(layer) or "0", floor)
            sheet = self._sheets.get(key)
        if sheet is None:
            if len(self._sheets) >= MOST_LAYERS:
                raise PlanUnreadable(f"The drawing has more than {MOST_LAYERS:,} layers.")
            sheet = self._sheets[key] = _Sheet()
        return sheet


class _Sheet:
    """One layer while it grows."""

    def __init__(self) -> None:
        self.points, self.places, self.swings = array("d"), array("d"), array("d")
        self.starts, self.forms = array("q", [0]), array("b")
        self.facts: list[Facts] = []
        self.has_facts = False
        self.words: list[str] = []

    def add(self, form: Form, points: Points, facts: Facts) -> None:
        self.points.frombytes(np.ascontiguousarray(points).tobytes())
        self.starts.append(len(self.points) // 2)
        self.forms.append(form)
        self.facts.append(facts)
        self.has_facts = self.has_facts or facts is not _NO_FACTS

    def extend(self, layer: Layer, points: Points, places: Points, swings: Points) -> None:
        start = len(self.points) // 2
        self.points.frombytes(np.ascontiguousarray(points).tobytes())
        self.starts.frombytes((layer.starts[1:] + start).astype(np.int64).tobytes())
        self.forms.frombytes(layer.forms.astype(np.int8).tobytes())
        self.facts.extend(layer.facts or (Facts(),) * len(layer))
        self.has_facts = self.has_facts or bool(layer.facts)
        self.words.extend(layer.words[: len(places)])
        self.places.frombytes(np.ascontiguousarray(places).tobytes())
        self.swings.frombytes(np.ascontiguousarray(swings).tobytes())

    def layer(self, name: str, floor: int | None) -> Layer:
        return Layer(
            name=name,
            floor=floor,
            points=_pairs(self.points),
            starts=np.array(self.starts, dtype=np.int64),
            forms=np.array(self.forms, dtype=np.int8),
            facts=tuple(self.facts) if self.has_facts else (),
            words=tuple(self.words),
            places=_pairs(self.places),
            swings=_pairs(self.swings),
        )


def _pairs(values: "array[float]") -> Points:
    return np.array(values, dtype=np.float64).reshape(-1, 2)


def _open(ring: Sequence[Point] | Points) -> Points:
    """The ring without its first point repeated at the end."""
    points = np.asarray(ring, dtype=np.float64).reshape(-1, 2)
    is_closed = len(points) > 1 and points[0, 0] == points[-1, 0] and points[0, 1] == points[-1, 1]
    return points[:-1] if is_closed else points


def total(values: Iterable[Layer]) -> int:
    """How many paths the layers hold together."""
    return sum(len(layer) for layer in values)
