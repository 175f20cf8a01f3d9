"""Against the pictures that the demo's cameras draw: what is said to be seen is in them, and no floor in them lies outside what is said."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from smartclient.demo.archive import read_site
from smartclient.demo.plan import Device as DemoDevice
from smartclient.demo.video import trace
from smartclient.demo.video.doorways import leaves
from smartclient.demo.video.levels import Levels
from smartclient.demo.video.optics import Optics, Window
from smartclient.demo.video.views import View, Views
from smartclient.domain.connection import Connection, Line
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.domain.site import Unit, UnitKind
from smartclient.plans.district import read
from smartclient.runtime import paths
from smartclient.session.best_cameras import COUNT
from smartclient.session.seers import Way
from smartclient.session.sight import Sight
from smartclient.session.sight_targets import target_of
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_unit
from tests.builders.later import Later
from tests.demo.video.fake_world import FakeWorld

NOON = datetime(2026, 11, 23, 18, tzinfo=UTC)
SIZE = (320, 180)
REACH_M = 60.0
FACE_M = 1.5
ROUNDING_M = 0.12
"""The plan is written to the centimetre; a ray along a wall's face may miss by rounding many metres on."""
STRAY = 0.001
"""So much of a picture may see through a crack of a centimetre between walls."""
BEHIND_LINTELS = 0.06
"""So many doors are near another doorway whose head, which no plan tells, hides them from a camera under the ceiling."""
GRID_M, NEAR_M = 0.7, 0.9
"""Far floor has few pixels."""
NOT_ROOMS = (UnitKind.WALL, UnitKind.WINDOW, UnitKind.GROUNDS)


@dataclass(frozen=True, slots=True)
class Pictured:
    """What one picture shows: points of floor in local metres, how far from the lens they are, and how far each pixel looks."""

    points: NDArray[np.float64]
    distance: NDArray[np.float64]
    depth: NDArray[np.float64]
    optics: Optics
    here: tuple[float, float]

    def shows(self, area: BaseGeometry) -> int:
        """How many of its pixels show that piece of floor."""
        return int(np.count_nonzero(shapely.contains_xy(area, self.points[:, 0], self.points[:, 1])))

    def shows_faces(self, area: BaseGeometry) -> bool:
        """Whether it shows the face of somebody who stands somewhere there."""
        spots = np.column_stack([axis.ravel() for axis in np.mgrid[slices(area, 0.3)]])
        spots = spots[shapely.contains_xy(area, spots[:, 0], spots[:, 1])] - self.here
        lens = np.array((self.optics.x, self.optics.y))
        at = self.optics.project(np.column_stack((spots + lens, np.full(len(spots), FACE_M))), *SIZE)
        is_in = np.all((at >= 0) & (at < SIZE), axis=1)
        column, row = at[is_in].astype(int).T
        far = np.hypot(*spots[is_in].T)
        return bool(np.any(self.depth[row, column] >= far - 0.1))


class Studio:
    """Draws what cameras of the demo district see while all its doors are shut, and answers where their pixels look."""

    def __init__(self) -> None:
        folder = paths.floorplans() / "maple-grove"
        self.demo = read_site(folder)
        self.site, _ = read(folder)
        self.places = Places(self.site)
        self.sight = Sight(SiteStore(self.site, Connection(Line.LIVE, NOON), Later()), self.places)
        self._levels = Levels(self.demo, 1)
        self._views = Views(self.demo, self._levels, timedelta())

    def cameras(self, level: str) -> list[DemoDevice]:
        return [camera for camera in self.demo.cameras if camera.level_id == level and camera.position]

    def picture(self, camera: DemoDevice) -> Pictured:
        """By the ray caster that draws the picture."""
        view = self._views.of(camera, NOON, SIZE, FakeWorld())
        rays = view.optics.rays(Window.whole(*SIZE))
        panels = [*view.scene.panels, *(leaf for door in view.scene.doorways for leaf in leaves(door, 0.0))]
        seen = trace.look(view.optics, rays, panels, None if view.scene.outdoor else _ceiling(view), SIZE[0], REACH_M)
        azimuth = np.degrees(np.pi / 2 - rays.azimuth)
        off = np.abs((azimuth - camera.bearing + 180) % 360 - 180)
        is_in_view = view.optics.is_fisheye | (off < camera.field_of_view / 2)
        kept = (seen.kind == trace.FLOOR) & is_in_view & (seen.distance < camera.range)
        far = seen.distance[kept].astype(float)
        here = self.places.frame.point_to_local(*(camera.position or (0.0, 0.0)))
        points = np.column_stack((rays.dx[kept] * far, rays.dy[kept] * far)) + here
        depth = seen.distance.reshape(SIZE[::-1]).astype(float)
        return Pictured(points, far, depth, view.optics, here)

    def floor_of(self, unit: Unit) -> BaseGeometry:
        ring = self.places.frame.to_local(np.array(unit.area[0]))
        return shapely.Polygon(ring).buffer(-0.05)


def _ceiling(view: View) -> float:
    room = view.scene.room_at(view.optics.x, view.optics.y)
    return max(room.style.height if room else 2.8, view.optics.height + 0.1)


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio()


def level_id(studio: Studio, place: str, floor: str) -> LevelId:
    """A floor of the district by its names."""
    for level in studio.site.levels:
        building = studio.places.building_of(level.id)
        name = building.name if building is not None else studio.places.venues[level.venue_id].name
        if level.short_name == floor and name.startswith(place):
            return level.id
    raise AssertionError((place, floor))


def seen_by(studio: Studio, camera: DemoDevice) -> BaseGeometry:
    ring = studio.sight.area(DeviceId(f"cameras/{camera.guid}"))
    assert ring is not None
    return shapely.make_valid(shapely.Polygon(ring))


@pytest.mark.parametrize(("place", "floor"), [("Elm Street", "1F"), ("Heron Lake", "2F"), ("District Office", "G")])
def test_no_floor_in_a_picture_lies_outside_what_its_camera_is_said_to_see(
    studio: Studio, place: str, floor: str
) -> None:
    cameras = studio.cameras(level_id(studio, place, floor))
    assert len(cameras) > 5
    for camera in cameras:
        picture, area = studio.picture(camera), seen_by(studio, camera).buffer(ROUNDING_M)
        assert len(picture.points) > 500, camera.name
        assert picture.shows(area) >= len(picture.points) * (1 - STRAY), camera.name


@pytest.mark.parametrize(("place", "floor"), [("Heron Lake", "2F")])
def test_what_is_said_to_be_seen_fills_the_picture(studio: Studio, place: str, floor: str) -> None:
    for camera in studio.cameras(level_id(studio, place, floor)):
        picture, area = studio.picture(camera), seen_by(studio, camera)
        near_m, far_m = picture.distance.min(), picture.distance.max()
        here = shapely.Point(studio.places.frame.point_to_local(*(camera.position or (0.0, 0.0))))
        shown = area.difference(here.buffer(near_m + NEAR_M)).intersection(here.buffer(far_m))
        grid = np.asarray(shapely.points(np.column_stack([axis.ravel() for axis in np.mgrid[slices(shown, GRID_M)]])))
        inside = grid[shapely.contains_properly(shown.buffer(-NEAR_M), grid)]
        tree = shapely.STRtree(np.asarray(shapely.points(picture.points)))
        found, _ = tree.query(inside, predicate="dwithin", distance=NEAR_M)
        assert len(np.unique(found)) >= 0.9 * len(inside), camera.name


@pytest.mark.parametrize(("place", "floor"), [("Elm Street", "1F"), ("Heron Lake", "2F"), ("Middle School", "2F")])
def test_the_best_four_of_every_room_have_its_floor_or_its_door_in_their_pictures(
    studio: Studio, place: str, floor: str
) -> None:
    level = level_id(studio, place, floor)
    rooms, doors = 0, []
    for unit in studio.places.units_on(level):
        if unit.kind in NOT_ROOMS:
            continue
        area = studio.floor_of(unit)
        target = target_of(studio.places, spot_of_unit(unit))
        doorways = shapely.union_all([zone for door in target.doorways for zone in door.zones.values()])
        for seer in studio.sight.seers(spot_of_unit(unit))[:COUNT]:
            camera = studio.demo.by_guid[seer.camera.partition("/")[2]]
            picture = studio.picture(camera)
            if seer.way is Way.SEES:
                assert picture.shows(area) > 0, (unit.number, camera.name, seer.reason)
                rooms += 1
            elif not picture.optics.is_fisheye:  # the demo cuts a fisheye's disc off above and below
                doors.append(picture.shows_faces(doorways))
    assert rooms > 8
    assert sum(doors) >= len(doors) * (1 - BEHIND_LINTELS)


def slices(shape: BaseGeometry, step_m: float) -> tuple[slice, slice]:
    """What spans a grid over a shape."""
    west, south, east, north = shape.bounds
    return slice(west, east, step_m), slice(south, north, step_m)
