"""What the demo server knows of the district: campuses, buildings, floors, rooms, openings and devices, as plain values."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, radians
from operator import itemgetter

LonLat = tuple[float, float]
Ring = tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class Campus:
    """One archive of the site: a venue. `key` is its folder name, unique in the district; `outline` its outer ring, WGS 84.

    `venue` is the id of its venue feature.
    """

    key: str
    name: str
    outline: Ring = ()
    venue: str = ""


@dataclass(frozen=True, slots=True)
class Building:
    """A building of a campus."""

    id: str
    name: str
    campus: str


@dataclass(frozen=True, slots=True)
class Level:
    """A floor. `ordinal` 0 is the ground; `outdoor` floors hold lots, lawns and roads; `building_ids` is empty outdoors."""

    id: str
    name: str
    short_name: str
    ordinal: int
    outdoor: bool
    building_ids: tuple[str, ...]
    campus: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A room, a wall or a piece of ground. `rings`: the outer ring, then holes; (longitude, latitude) in degrees, WGS 84."""

    id: str
    category: str
    name: str
    alt_name: str
    level_id: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A doorway or window in a wall: the line across it in (longitude, latitude); `door_type` is IMDF's, empty when absent."""

    id: str
    category: str
    name: str
    level_id: str
    line: Ring
    door_type: str = ""


@dataclass(frozen=True, slots=True)
class Fixture:
    """Furniture or equipment that stands on a floor (lockers, desks); rings as in `Unit`."""

    id: str
    category: str
    name: str
    level_id: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Device:
    """A row of `device.geojson` (floorplans/README.md); `position` is None when unplaced, `guid` is empty when not on a server.

    `bearing` is degrees clockwise from true north, `tilt` degrees below the horizon, `field_of_view` degrees across,
    `range` and `height` metres. `masks` are areas of the picture, fractions right and down from its upper left.
    """

    id: str
    category: str
    name: str
    campus: str
    level_id: str | None = None
    unit_id: str | None = None
    opening_id: str | None = None
    position: LonLat | None = None
    bearing: float = 0.0
    tilt: float = 0.0
    field_of_view: float = 0.0
    range: float = 0.0
    height: float = 0.0
    form: str = ""
    masks: tuple[Ring, ...] = ()
    resource: str = ""
    guid: str = ""


_METRES_A_DEGREE = 111_320
_THROUGH_A_WALL = 4
"""A camera in another room counts as so many times farther away."""


@dataclass(frozen=True)
class DemoSite:
    """A whole district. `problems` says in words what could not be read."""

    name: str
    campuses: tuple[Campus, ...] = ()
    buildings: tuple[Building, ...] = ()
    levels: tuple[Level, ...] = ()
    units: tuple[Unit, ...] = ()
    openings: tuple[Opening, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    devices: tuple[Device, ...] = ()
    problems: tuple[str, ...] = ()

    @cached_property
    def by_guid(self) -> dict[str, Device]:
        """The devices that are on the server, by lower-case server guid."""
        return {device.guid: device for device in self.devices if device.guid}

    @cached_property
    def level_by_id(self) -> dict[str, Level]:
        """Floors by id."""
        return {level.id: level for level in self.levels}

    @cached_property
    def building_by_id(self) -> dict[str, Building]:
        """Buildings by id."""
        return {building.id: building for building in self.buildings}

    @cached_property
    def opening_by_id(self) -> dict[str, Opening]:
        """Openings by id."""
        return {opening.id: opening for opening in self.openings}

    @cached_property
    def cameras(self) -> tuple[Device, ...]:
        """Cameras that are on the server."""
        return tuple(device for device in self.devices if device.resource == "cameras")

    @cached_property
    def cameras_on(self) -> dict[str, list[Device]]:
        """Cameras by the id of their level."""
        found: dict[str, list[Device]] = {}
        for camera in self.cameras:
            found.setdefault(camera.level_id or "", []).append(camera)
        return found

    def nearest_camera(self, device: Device) -> Device | None:
        """The placed camera nearest to a device on its level, rather one in the same room; None when there is none."""
        if device.guid not in self._nearest:
            self._nearest[device.guid] = self._find_nearest(device)
        return self._nearest[device.guid]

    @cached_property
    def _nearest(self) -> dict[str, Device | None]:
        return {}

    def cameras_near(self, device: Device, metres: float) -> list[Device]:
        """The placed cameras so near to a device, on its level and outdoors."""
        if device.position is None:
            return []
        longitude, latitude = device.position
        narrower = cos(radians(latitude))
        return [
            camera
            for camera in self.cameras
            if camera.position
            and camera.campus == device.campus
            and (camera.level_id == device.level_id or self._is_outdoors(camera))
            and hypot((camera.position[0] - longitude) * narrower, camera.position[1] - latitude) * _METRES_A_DEGREE
            <= metres
        ]

    def _is_outdoors(self, device: Device) -> bool:
        level = self.level_by_id.get(device.level_id or "")
        return level is not None and level.outdoor

    def _find_nearest(self, device: Device) -> Device | None:
        if device.position is None:
            return None
        longitude, latitude = device.position
        narrower = cos(radians(latitude))
        near = [
            (
                hypot((camera.position[0] - longitude) * narrower, camera.position[1] - latitude)
                * (1 if device.unit_id == camera.unit_id else _THROUGH_A_WALL),
                camera,
            )
            for camera in self.cameras_on.get(device.level_id or "", ())
            if camera.position
        ]
        return min(near, key=itemgetter(0), default=(0.0, None))[1]

    @cached_property
    def doors(self) -> tuple[Device, ...]:
        """Doors under access control that are on the server."""
        return tuple(device for device in self.devices if device.resource == "accessControlUnits")

    @cached_property
    def door_by_opening(self) -> dict[str, str]:
        """Server guid of the controlled door in an opening, by opening id."""
        return {door.opening_id: door.guid for door in self.doors if door.opening_id}

    def building_of(self, device: Device) -> Building | None:
        """The building a device is in; None outdoors and when unplaced."""
        level = self.level_by_id.get(device.level_id or "")
        ids = level.building_ids if level else ()
        return self.building_by_id.get(ids[0]) if ids else None
