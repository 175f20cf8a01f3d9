"""Cameras as they hang, what each sees while given doors are shut, and what is known of one version of the plans."""

from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.devices import Device, Placement, View
from smartclient.domain.ids import DeviceId, LevelId, OpeningId
from smartclient.domain.site import Opening, Unit
from smartclient.geometry.visibility import Ring, nearest_face_m
from smartclient.session.seers import Seer, Way
from smartclient.session.sight_targets import Target
from smartclient.session.sight_walls import SightWalls, sight_walls
from smartclient.store.places import Places
from smartclient.store.workspace import Spot

MOST_TARGETS = 4_000
_ACROSS = 9
_NO_WALLS = SightWalls(shapely.MultiPolygon(), shapely.MultiLineString(), {})


@dataclass(frozen=True)
class Eye:
    """A camera as it hangs: where its lens is, and the openings that matter to it. Another placement or view is another eye."""

    placement: Placement
    view: View
    walls: SightWalls
    x: float
    y: float
    openings: frozenset[OpeningId]


@dataclass(frozen=True)
class Seen:
    """What an eye sees while these openings are shut."""

    eye: Eye
    shut: frozenset[OpeningId]
    ring: Ring

    @cached_property
    def polygon(self) -> BaseGeometry:
        """The ring as an area that can be cut with others."""
        shape = shapely.Polygon(self.ring) if len(self.ring) > 2 else shapely.Polygon()
        return shape if shape.is_valid else shapely.make_valid(shape)


class SeenPlan:
    """What is worked out about one version of the plans; replaced as a whole when they change.

    Others' places may take in another plan while a thread asks these.
    """

    def __init__(self, places: Places) -> None:
        self.places, self.site = copy(places), places.site
        self.walls: dict[LevelId, SightWalls] = {}
        self.openings: dict[OpeningId, Opening] = {opening.id: opening for opening in places.site.openings}
        self.seen: dict[tuple[DeviceId, bool], Seen] = {}
        self.targets: dict[Spot, Target] = {}
        """The places asked about so far, which are the same as long as the plans are."""
        self.before: dict[Spot, tuple[Unit, ...]] = {}
        """The rooms that the doorways of such a place lead to."""
        self.judged: dict[tuple[DeviceId, int, Way], tuple[Seen, Seer | None]] = {}
        """By camera, `id` of a zone in `targets`, and way: what was seen, and what that shows of the zone."""
        self._stands: dict[DeviceId, tuple[Placement, tuple[float, float]]] = {}

    def walls_of(self, level: LevelId | None) -> SightWalls:
        """What stops sight on a level; nothing where a device is on none."""
        if level is None or level not in self.places.levels:
            return _NO_WALLS
        walls = self.walls.get(level)
        if walls is None:
            walls = self.walls[level] = sight_walls(self.places, self.places.levels[level])
        return walls

    def stand_of(self, device: Device, place: Placement) -> tuple[float, float]:
        """Where a placed device is, in local metres."""
        known = self._stands.get(device.id)
        if known is None or known[0] is not place:
            known = self._stands[device.id] = place, self.places.frame.point_to_local(*place.position)
        return known[1]

    def keep_target(self, spot: Spot, target: Target) -> Target:
        """Has it for the next question; the zones of what is let go are judged anew."""
        if len(self.targets) >= MOST_TARGETS:
            self.targets, self.judged = {}, {}
        return self.targets.setdefault(spot, target)


def mean_distance_m(part: BaseGeometry, x: float, y: float) -> float:
    """How far an area is from a point, on the average: a camera over the middle of a hall is not at no distance from it."""
    west, south, east, north = part.bounds
    across, along = np.meshgrid(np.linspace(west, east, _ACROSS), np.linspace(south, north, _ACROSS))
    is_in = shapely.contains_xy(part, across, along)
    if not is_in.any():
        middle = part.centroid
        return float(np.hypot(middle.x - x, middle.y - y))
    return float(np.hypot(across[is_in] - x, along[is_in] - y).mean())


def below_the_picture(eye: Eye) -> BaseGeometry | None:
    """Where somebody's face would be below the picture's lower edge; None where that is not known."""
    near_m, far_m = nearest_face_m(eye.view), eye.view.range_m
    if near_m <= 0:
        return None
    bearing = np.radians(eye.view.bearing_deg)
    ahead, right = np.array((np.sin(bearing), np.cos(bearing))), np.array((np.cos(bearing), -np.sin(bearing)))
    corners = ((-far_m, -far_m), (near_m, -far_m), (near_m, far_m), (-far_m, far_m))
    return shapely.Polygon([(eye.x, eye.y) + ahead * along + right * aside for along, aside in corners])


def is_of(eye: Eye, device: Device) -> bool:
    """Whether the camera still hangs and looks as that eye does."""
    return eye.placement == device.placement and eye.view == device.view


def eye_of(plan: SeenPlan, device: Device) -> Eye | None:
    """The camera as it hangs in a plan; None where its place or view is not known."""
    place, view = device.placement, device.view
    if place is None or view is None:
        return None
    walls = plan.walls_of(place.level_id)
    x, y = walls.before_the_wall(*plan.places.frame.point_to_local(*place.position), view)
    return Eye(place, view, walls, x, y, walls.openings_near(x, y, view.range_m))
