"""What lies in the world already, as a drawing to pick control points on: the open plans, and the floors that were placed before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from smartclient.domain.errors import PlanError
from smartclient.domain.site import Line, LonLat, Site, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.plans.importing.drawing import Draft, Drawing
from smartclient.plans.importing.project import Part
from smartclient.plans.importing.sheets import Sheet

BUILDINGS, ROADS, CAMPUSES, WALLS, PLACED = "buildings", "roads", "campuses", "walls", "placed floors"
BARE = "bare ground"
_BARE_M = 600.0
_LEAST_WALLS = 60_000


@dataclass(frozen=True, slots=True)
class Ground:
    """`drawing` is in metres of `frame`; None of both where nothing is known of the world."""

    drawing: Drawing
    frame: Frame

    def lonlat(self, at: tuple[float, float]) -> LonLat:
        """WGS 84 degrees of a point of the drawing."""
        return self.frame.point_to_world(*at)


def ground(site: Site, parts: Sequence[Part], near: LonLat | None = None) -> Ground | None:
    """The plans of `site` and the placed `parts` as lines, each on a layer named after what it is; else bare ground around `near`."""
    placed = list(_placed(parts))
    if not site.venues and not placed:
        return _bare(near) if near is not None else None
    frame = Frame(*site.venues[0].display_point) if site.venues else placed[0].placement.frame
    draft = Draft()
    for venue in site.venues:
        _outline(draft, CAMPUSES, frame, venue.area[:1])
    for building in site.buildings:
        for footprint in building.footprints:
            _outline(draft, BUILDINGS, frame, footprint)
    ground_floors = {level.id for level in site.levels if level.ordinal == 0}
    walls = [u for u in site.units if u.level_id in ground_floors and u.kind not in (UnitKind.WINDOW, UnitKind.GROUNDS)]
    for unit in walls[:_LEAST_WALLS]:
        _outline(draft, WALLS, frame, unit.area[:1])
    for road in site.surroundings:
        if road.is_line:
            draft.line(ROADS, frame.to_local(np.array(road.shape[0])))
    for sheet in placed:
        placement = sheet.placement.in_frame(frame)
        for layer in map(placement.placed, sheet.drawing.layers):
            draft.extend(PLACED, layer, layer.points, layer.places[:0], layer.swings[:0])
    return Ground(Drawing("ground", draft.layers()), frame)


def _bare(near: LonLat) -> Ground:
    draft = Draft()
    half = _BARE_M / 2
    draft.area(BARE, [[(-half, -half), (half, -half), (half, half), (-half, half)]])
    return Ground(Drawing("ground", draft.layers()), Frame(*near))


def _placed(parts: Iterable[Part]) -> Iterable[Sheet]:
    for part in parts:
        try:
            sheet = part.sheet()
        except PlanError:
            continue
        if sheet.drawing.layers:
            yield sheet


def _outline(draft: Draft, layer: str, frame: Frame, rings: Sequence[Line]) -> None:
    draft.area(layer, [frame.to_local(np.array(ring)) for ring in rings])
