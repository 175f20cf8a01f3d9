"""Where a drawing lies: fitted to control points, by what the file itself says, or because it is in degrees already."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from smartclient.domain.errors import PlanError
from smartclient.domain.site import LonLat
from smartclient.geometry.control_points import BadControlPoints, Fit, Shaping, fit
from smartclient.geometry.frames import Frame, Points
from smartclient.plans.importing.drawing import Drawing, Layer

LEAST_POINTS = 3
_WORST_SCALE = 0.02


class NotPlaced(PlanError):
    """Nobody knows yet where the drawing lies in the world."""


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A point known in both: `drawn` in drawing units, `world` in WGS 84 degrees, longitude first."""

    drawn: tuple[float, float]
    world: LonLat


@dataclass(frozen=True, slots=True)
class Placement:
    """A fit into the metres of a frame; `points` are what it came from, in the order of the fit's residuals."""

    frame: Frame
    fit: Fit | None
    points: tuple[ControlPoint, ...] = ()
    warning: str = ""

    def to_metres(self, drawn: Points) -> Points:
        """Metres east and north of the frame's centre, both of shape (n, 2)."""
        return self.frame.to_local(drawn) if self.fit is None else self.fit.to_world(drawn)

    def to_drawing(self, metres: Points) -> Points:
        """Where in the drawing these metres are."""
        return self.frame.to_world(metres) if self.fit is None else self.fit.to_drawing(metres)

    def in_frame(self, frame: Frame) -> "Placement":
        """The same in the metres of another frame near by."""
        if self.fit is None or frame == self.frame:
            return replace(self, frame=frame)
        corners = np.array([(0.0, 0.0), (100.0, 0.0), (0.0, 100.0), (100.0, 100.0)])
        there = frame.to_local(self.frame.to_world(corners))
        moved = fit(corners, there, Shaping.AFFINE)
        whole = replace(self.fit, matrix=moved.matrix @ self.fit.matrix, shift=moved.to_world(self.fit.shift[None])[0])
        return replace(self, frame=frame, fit=whole)

    def placed(self, layer: Layer) -> Layer:
        """The layer in metres."""
        return replace(
            layer,
            points=self.to_metres(layer.points),
            places=self.to_metres(layer.places),
            swings=self.to_metres(layer.swings),
        )


def place(drawing: Drawing, points: Sequence[ControlPoint] = (), shaping: Shaping = Shaping.SIMILARITY) -> Placement:
    """Where the drawing lies by `points`, three or more, else by what the file says of itself. Raises NotPlaced."""
    if points:
        return _by_points(drawing, points, shaping)
    if drawing.is_world:
        bounds = drawing.bounds
        if bounds is None:
            raise NotPlaced(f"{drawing.name} is empty.")
        return Placement(Frame(round((bounds[0] + bounds[2]) / 2, 6), round((bounds[1] + bounds[3]) / 2, 6)), None)
    if drawing.georeference is not None:
        return _by_georeference(drawing)
    raise NotPlaced(
        f"{drawing.name} does not say where in the world it lies. Place it by three or more control points."
    )


def _by_points(drawing: Drawing, points: Sequence[ControlPoint], shaping: Shaping) -> Placement:
    if len(points) < LEAST_POINTS:
        missing = LEAST_POINTS - len(points)
        raise NotPlaced(
            f"{drawing.name} needs {missing} more control point{'s' if missing > 1 else ''}; {LEAST_POINTS} at least."
        )
    for point in points:
        _check_world(point.world)
    frame = Frame(*points[0].world)
    drawn = np.array([point.drawn for point in points], dtype=np.float64)
    world = frame.to_local(np.array([point.world for point in points], dtype=np.float64))
    try:
        found = fit(drawn, world, shaping)
    except BadControlPoints as trouble:
        raise NotPlaced(f"{drawing.name} cannot be placed: {trouble}") from trouble
    return Placement(frame, found, tuple(points), _scale_warning(drawing, found))


def _scale_warning(drawing: Drawing, found: Fit) -> str:
    if np.linalg.det(found.matrix) < 0:
        return "By these control points the drawing is mirrored. Are two of them exchanged?"
    if drawing.unit_m is None:
        return ""
    off = found.metres_per_unit / drawing.unit_m - 1
    if abs(off) <= _WORST_SCALE:
        return ""
    return f"By these control points the drawing is {abs(off):.0%} {'larger' if off > 0 else 'smaller'} than its own units say."


def _by_georeference(drawing: Drawing) -> Placement:
    said = drawing.georeference
    if said is None:
        raise NotPlaced(f"{drawing.name} does not say where it lies.")
    _check_world((said.lon, said.lat))
    turn, unit_m = math.radians(said.north_deg), drawing.unit_m or 1.0
    cos, sin = unit_m * math.cos(turn), unit_m * math.sin(turn)
    matrix = np.array([[cos, sin], [-sin, cos]])
    return Placement(Frame(said.lon, said.lat), Fit(matrix, -matrix @ np.array(said.origin), np.empty(0)))


def _check_world(point: LonLat) -> None:
    lon, lat = point
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -85 <= lat <= 85):
        raise NotPlaced(f"{lat:g}, {lon:g} is no place: latitude goes from -85 to 85, longitude from -180 to 180.")
    if lon == 0 and lat == 0:
        raise NotPlaced("0, 0 is a place in the Atlantic.")
