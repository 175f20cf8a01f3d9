"""Schools traced by hand, in metres around 43.1, -89.5."""

from smartclient.domain.site import Site
from smartclient.geometry.frames import Frame
from smartclient.plans.importing.drawing import Drawing
from smartclient.plans.importing.placing import ControlPoint, place
from smartclient.plans.importing.roles import Role
from smartclient.plans.importing.school import GridWish, Names
from smartclient.plans.importing.sheets import Sheet, imported
from smartclient.plans.importing.tracing import DOORS, ROOMS, Traced, TracedRoom, traced_layers

FRAME = Frame(-89.5, 43.1)


def box(x: float, y: float, wide: float, deep: float, category: str, **facts: str) -> TracedRoom:
    """A room with its south-west corner there."""
    return TracedRoom(((x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep)), category, **facts)


def sheet(traced: Traced, ordinal: int, building: str = "") -> Sheet:
    """One floor as it was traced."""
    points = [ControlPoint((x, y), FRAME.point_to_world(x, y)) for x, y in ((0.0, 0.0), (50.0, 0.0), (0.0, 50.0))]
    drawing = Drawing(f"floor {ordinal}", traced_layers(traced))
    return Sheet(drawing, place(drawing, points), {ROOMS: Role.ROOMS, DOORS: Role.DOORS}, ordinal, building)


def traced_school(*floors: Traced, grid: GridWish | None = None, name: str = "East School", first: int = 0) -> Site:
    """A school of floors one above the other, the lowest of them `first`."""
    sheets = [sheet(traced, ordinal) for ordinal, traced in enumerate(floors, first)]
    return imported(sheets, Names(name), grid).site
