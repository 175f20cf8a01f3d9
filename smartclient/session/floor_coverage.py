"""How well one floor is covered: worked out in a thread from frozen things, and what would be lost without some of its cameras."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.geometry.coverage import (
    ClassAreas,
    Shares,
    blind_spots,
    class_areas,
    lost,
    polygonal,
    seen_alone_m2,
    shares,
    shares_of,
    union_of,
)
from smartclient.geometry.frames import Frame
from smartclient.geometry.visibility import Ring
from smartclient.session.covered_floor import CoveredFloor, CoveredPlace

UNSEEN = 0.05
"""A place of which less is seen counts as not seen: a doorway's worth."""
_LEAST_BLIND_M2, _LEAST_BLIND_OUTDOORS_M2 = 2.0, 25.0

Outline = Callable[[DeviceId], Ring | None]
"""What a camera sees of its floor, a ring of shape (n, 2) in metres, one and the same while nothing is different; None where its view is
not known. Called in a thread."""


@dataclass(frozen=True, slots=True)
class PlaceCoverage:
    """A place and which share of it is seen, class by class."""

    place: CoveredPlace
    shares: Shares

    @property
    def is_unseen(self) -> bool:
        """Whether nobody would be noticed in it."""
        return self.shares[0] < UNSEEN


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """A piece of a place that no camera sees, with a point well inside it, metres."""

    level: LevelId
    place: CoveredPlace
    shape: BaseGeometry
    x: float
    y: float

    @property
    def area_m2(self) -> float:
        """Its size."""
        return self.shape.area


@dataclass(frozen=True, slots=True)
class FloorCoverage:
    """A floor as its working cameras see it. `views` holds all cameras with a known view, those that have `failed` too."""

    floor: CoveredFloor
    cameras: Mapping[DeviceId, Device]
    outlines: Mapping[DeviceId, Ring]
    views: Mapping[DeviceId, ClassAreas]
    failed: frozenset[DeviceId]
    seen: ClassAreas
    unseen: BaseGeometry
    """What of the floor nobody sees."""
    shares: Shares
    places: tuple[PlaceCoverage, ...]
    blind: tuple[BlindSpot, ...]
    """Of ways, largest first; rooms that nobody sees are among the places."""
    alone_m2: Mapping[DeviceId, float]
    """What each working camera sees that no other does: what dies with it, most first."""


@dataclass(frozen=True, slots=True)
class LostPlace:
    """A place of which less would be seen."""

    place: CoveredPlace
    before: Shares
    after: Shares

    @property
    def lost_m2(self) -> float:
        """How much of it nobody would see any more."""
        return self.place.shape.area * (self.before[0] - self.after[0])


@dataclass(frozen=True, slots=True)
class Loss:
    """What these cameras alone see: the `area` that nobody else sees, and the `places` it touches, worst first."""

    cameras: frozenset[DeviceId]
    area: BaseGeometry
    places: tuple[LostPlace, ...]

    @property
    def area_m2(self) -> float:
        """How large that is."""
        return self.area.area


def cover(
    floor: CoveredFloor,
    cameras: Sequence[Device],
    failed: frozenset[DeviceId],
    frame: Frame,
    outline: Outline,
    before: FloorCoverage | None = None,
) -> FloorCoverage:
    """The coverage of a floor; areas of cameras that see what they saw `before` are not cut again."""
    found = {camera.id: ring for camera in cameras if (ring := outline(camera.id)) is not None}
    views = {
        camera.id: before.views[camera.id]
        if before is not None and before.outlines.get(camera.id) is found[camera.id]
        else _view(camera, frame, found[camera.id])
        for camera in cameras
        if camera.id in found
    }
    seen = union_of(areas for camera, areas in views.items() if camera not in failed)
    shares_of_places = shares_of([place.shape for place in floor.places], seen)
    return FloorCoverage(
        floor=floor,
        cameras={camera.id: camera for camera in cameras},
        outlines=found,
        views=views,
        failed=failed & views.keys(),
        seen=seen,
        unseen=lost(floor.whole, seen.detect),
        shares=shares_of([floor.whole], seen)[0],
        places=tuple(PlaceCoverage(place, share) for place, share in zip(floor.places, shares_of_places, strict=True)),
        blind=tuple(_blind(floor, seen)),
        alone_m2=_alone(floor, {camera: areas for camera, areas in views.items() if camera not in failed}),
    )


def loss_of(coverage: FloorCoverage, gone: Collection[DeviceId]) -> Loss:
    """What is not seen without `gone` that the others and they together would see. May take some ms; may run in a thread."""
    others = union_of(a for c, a in coverage.views.items() if c not in gone and c not in coverage.failed)
    own = union_of(areas for camera, areas in coverage.views.items() if camera in gone)
    both = union_of((others, own))
    touched = [p for p in coverage.floor.places if p.shape.intersects(own.detect)]
    shapes = [place.shape for place in touched]
    pairs = zip(touched, shares_of(shapes, both), shares_of(shapes, others), strict=True)
    places = [LostPlace(place, before, after) for place, before, after in pairs if _is_less(before, after)]
    places.sort(key=lambda lost_place: (not lost_place.place.is_way, -lost_place.lost_m2))
    area = polygonal(lost(own.detect, others.detect).intersection(coverage.floor.whole))
    return Loss(frozenset(gone), area, tuple(places))


def path_shares(lines: Iterable[BaseGeometry], seen: ClassAreas) -> Shares:
    """Which share of the lines together is seen, class by class, by length."""
    each = list(lines)
    whole = sum(line.length for line in each)
    if not whole:
        return (0.0, 0.0, 0.0, 0.0)
    parts = (shares(each, area) for area in seen.all)
    sums = [sum(line.length * float(part) for line, part in zip(each, found, strict=True)) / whole for found in parts]
    return (sums[0], sums[1], sums[2], sums[3])


def _view(camera: Device, frame: Frame, outline: Ring) -> ClassAreas:
    if camera.placement is None or camera.view is None:
        return ClassAreas()
    x, y = frame.point_to_local(*camera.placement.position)
    return class_areas(x, y, camera.view, outline)


def _alone(floor: CoveredFloor, views: Mapping[DeviceId, ClassAreas]) -> dict[DeviceId, float]:
    found = zip(views, seen_alone_m2([areas.detect for areas in views.values()], floor.whole), strict=True)
    return dict(sorted(found, key=lambda pair: -pair[1]))


def _blind(floor: CoveredFloor, seen: ClassAreas) -> Iterable[BlindSpot]:
    least_m2 = _LEAST_BLIND_OUTDOORS_M2 if floor.level.outdoor else _LEAST_BLIND_M2
    found = [
        BlindSpot(floor.level.id, place, piece, point.x, point.y)
        for place in floor.places
        if place.is_way
        for piece in blind_spots(place.shape, seen.detect, least_m2)
        for point in [piece.representative_point()]
    ]
    return sorted(found, key=lambda spot: -spot.area_m2)


def _is_less(before: Shares, after: Shares) -> bool:
    """By a doorway's worth, or recognised no more."""
    return before[0] - after[0] >= UNSEEN or before[2] - after[2] >= UNSEEN
