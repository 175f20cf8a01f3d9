"""What a person says about drawings to import, in a small JSON file or on the command line, checked."""

from pathlib import Path
from typing import Annotated

import msgspec

from smartclient.domain.errors import PlanUnreadable
from smartclient.geometry.control_points import Shaping
from smartclient.plans.importing.placing import ControlPoint
from smartclient.plans.importing.roles import Role

_MOST_BYTES = 2**20
_Number = Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)]


class GridOrder(msgspec.Struct, frozen=True):
    """`cell` in metres; `origin` is the north-west corner, longitude first; what is 0 or missing comes from the campus."""

    cell: Annotated[float, msgspec.Meta(ge=1, le=1000)] = 10.0
    origin: tuple[float, float] | None = None
    columns: Annotated[int, msgspec.Meta(ge=0, le=702)] = 0
    rows: Annotated[int, msgspec.Meta(ge=0, le=702)] = 0


class FileOrder(msgspec.Struct, frozen=True):
    """What is said of one file: its floor and building, a PDF's page, control points `[x, y, longitude, latitude]`, roles of layers."""

    level: Annotated[int, msgspec.Meta(ge=-60, le=180)] | None = None
    page: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1
    control_points: list[tuple[_Number, _Number, float, float]] = []
    fit: Shaping = Shaping.SIMILARITY
    layers: dict[str, Role] = {}
    building: str = ""
    """Empty for the building of the whole order."""

    @property
    def points(self) -> tuple[ControlPoint, ...]:
        """The control points."""
        return tuple(ControlPoint((x, y), (lon, lat)) for x, y, lon, lat in self.control_points)


class Order(msgspec.Struct, frozen=True):
    """The whole file. `every` counts for files that are not named in `files`."""

    name: str = ""
    campus: str = ""
    """The campus of a site that is there that gets the buildings."""
    building: str = ""
    split: bool = False
    """Whether outlines that stand alone are buildings of their own."""
    address: str = ""
    wall: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.15
    levels: dict[str, str] = {}
    """Names of floors by ordinal."""
    grid: GridOrder | None = GridOrder()
    every: FileOrder = FileOrder()
    files: dict[str, FileOrder] = {}

    def of(self, path: Path) -> FileOrder:
        """What is said of that file."""
        return self.files.get(path.name, self.every)


def read_order(path: Path) -> Order:
    """The order in the JSON file at `path`. Raises PlanUnreadable with the place of the mistake."""
    try:
        data = path.read_bytes()
    except OSError as trouble:
        raise PlanUnreadable(f"{path} cannot be read: {trouble.strerror}.") from trouble
    if len(data) > _MOST_BYTES:
        raise PlanUnreadable(f"{path.name} is larger than any order.")
    try:
        return msgspec.json.decode(data, type=Order)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        raise PlanUnreadable(f"{path.name} is no order to import by: {trouble}.") from trouble
