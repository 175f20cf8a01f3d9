"""What a camera looks at, at a time: its place and lens, the light, and the doors that do not stand as they usually do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.video.levels import Levels
from smartclient.demo.video.light import Light, drawn_light
from smartclient.demo.video.optics import Optics
from smartclient.demo.video.present import World, swung
from smartclient.demo.video.scene import Scene
from smartclient.demo.video.visitors import Beat


@dataclass(frozen=True, slots=True)
class View:
    """A camera's view at a time: `moved` lists the doorways not at rest, by index, with how far they stand open."""

    camera: Device
    scene: Scene
    optics: Optics
    light: Light
    size: tuple[int, int]
    moved: tuple[tuple[int, float], ...]
    is_turning: bool = False

    @property
    def place(self) -> tuple[object, ...]:
        """What is seen, in whatever light."""
        optics = self.optics
        return (self.camera.guid, self.size, optics.bearing, optics.tilt, optics.field_of_view)

    @property
    def at_rest(self) -> tuple[object, ...]:
        """What the background with all doors at rest is known by."""
        return (*self.place, self.light)

    @property
    def key(self) -> tuple[object, ...]:
        """What the background is known by."""
        return (*self.at_rest, self.moved) if self.moved else self.at_rest

    @property
    def infrared(self) -> bool:
        """Whether the camera sees by its own lamps."""
        return self.light.is_infrared_outdoors if self.scene.outdoor else self.light.is_infrared_indoors

    @property
    def doors(self) -> tuple[float, ...]:
        """How far the leaf of every doorway stands open."""
        moved = dict(self.moved)
        return tuple(moved.get(index, door.rest) for index, door in enumerate(self.scene.doorways))

    def in_light(self, light: Light) -> View:
        """The same in another light."""
        return replace(self, light=light)


class Views:
    """The views of a site's cameras. `ahead` shifts the hour that is drawn against the clock."""

    def __init__(self, site: DemoSite, levels: Levels, ahead: timedelta) -> None:
        self._site = site
        self._levels = levels
        self._ahead = ahead
        self._lenses: dict[str, Optics] = {}
        self._beats: dict[str, tuple[Beat, ...]] = {}

    def has(self, camera: Device) -> bool:
        """Whether it is known where a camera hangs."""
        return camera.level_id in self._site.level_by_id and camera.position is not None

    def of(self, camera: Device, at: datetime, size: tuple[int, int], world: World) -> View:
        """The view of a camera that `has` one."""
        scene = self._levels.layout(camera.level_id or "").scene
        light = drawn_light(at + self._ahead, scene.latitude, scene.longitude, outdoor=scene.outdoor)
        moved = tuple(
            (index, fraction)
            for index, door in enumerate(scene.doorways)
            if door.guid and (fraction := swung(world, door.guid, at)) != door.rest
        )
        optics = self._lens(camera)
        aim = world.aims(at).get(camera.guid)
        if aim is not None:
            optics = replace(optics, bearing=aim.bearing, tilt=aim.tilt, field_of_view=aim.field_of_view)
        return View(camera, scene, optics, light, size, moved, is_turning=camera.guid in world.turning(at))

    def beats(self, level_id: str) -> tuple[Beat, ...]:
        """The ways on which people come by alone before the cameras of a level."""
        known = self._beats.get(level_id)
        if known is None:
            cameras = [camera for camera in self._site.cameras_on.get(level_id, ()) if camera.position]
            known = self._beats[level_id] = tuple(self._beat(camera) for camera in cameras)
        return known

    def _beat(self, camera: Device) -> Beat:
        lens = self._lens(camera)
        place = lens.x, lens.y
        return Beat.of(camera.guid, place, lens.bearing, lens.height, camera.range, below=lens.is_fisheye)

    def _lens(self, camera: Device) -> Optics:
        known = self._lenses.get(camera.guid)
        if known is None:
            known = self._lenses[camera.guid] = self._mounted(camera)
        return known

    def _mounted(self, camera: Device) -> Optics:
        x, y = self._levels.surveyor(camera.campus).place(camera)
        height, view = camera.height or 2.8, camera.field_of_view or 80.0
        if camera.form == "fisheye" or view > 140:
            return Optics(x, y, height, camera.bearing, 90.0, min(view, 180.0), is_fisheye=True)
        return Optics(x, y, height, camera.bearing, min(camera.tilt, 88.0), view)
