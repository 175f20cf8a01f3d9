"""Any camera's picture at any time: a still background, drawn when a door moves, with people, noise and lettering over it."""

from __future__ import annotations

import threading
import zlib
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import av
import numpy as np
from numpy.typing import NDArray

from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.video import crowd, overlay
from smartclient.demo.video.background import Backdrop, draw
from smartclient.demo.video.codec import encode_jpeg, to_rgb
from smartclient.demo.video.light import Light, light_at, ten_minutes
from smartclient.demo.video.optics import Optics, Window
from smartclient.demo.video.scene import Scene, Surveyor
from smartclient.demo.video.strip import strip_height
from smartclient.demo.video.sweep import sweep
from smartclient.demo.video.walkers import People, Walkers

Bytes = NDArray[np.uint8]

_BACKDROPS = 40
SWING_STEPS = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class World(Protocol):
    """What moves in the district, as far as a camera can see it."""

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        """How far a leaf stands open: 0 closed, 1 open."""
        ...

    def crowd(self, at: datetime) -> float:
        """How full halls are: 0 deserted, 1 between two lessons."""
        ...


@dataclass(frozen=True, slots=True)
class _Plate:
    """A background ready for use: packed YUV 4:2:0 (h * 3 / 2, w) and what was kept to draw parts of it again."""

    packed: Bytes
    backdrop: Backdrop


@dataclass(frozen=True, slots=True)
class _View:
    """A camera's view at a time: `moved` lists the doorways not at rest, by index, with how far they stand open."""

    camera: Device
    scene: Scene
    optics: Optics
    light: Light
    size: tuple[int, int]
    moved: tuple[tuple[int, float], ...]

    @property
    def at_rest(self) -> tuple[object, ...]:
        return (self.camera.guid, self.size, self.light)

    @property
    def key(self) -> tuple[object, ...]:
        return (*self.at_rest, self.moved) if self.moved else self.at_rest


class Pictures:
    """Draws cameras of a site. The same camera, time, doors and seed give the same picture; safe to call from several threads.

    `ahead` shifts the time of day that is drawn against the clock that is burnt in.
    """

    def __init__(self, site: DemoSite, world: World, *, seed: int = 0, ahead: timedelta = timedelta(0)) -> None:
        self.site = site
        self.world = world
        self.seed = seed
        self.ahead = ahead
        self._surveyors: dict[str, Surveyor] = {}
        self._scenes: dict[str, tuple[Scene, Walkers]] = {}
        self._crowds: dict[str, tuple[datetime, People]] = {}
        self._lenses: dict[str, Optics] = {}
        self._plates: OrderedDict[tuple[object, ...], _Plate] = OrderedDict()
        self._lock = threading.RLock()

    def jpeg(self, camera_guid: str, at: datetime, width: int, height: int) -> bytes:
        """A JPEG picture. Raises KeyError for an unknown camera, ValueError for sizes that are odd or not 64 to 4096 pixels."""
        return encode_jpeg(self.packed(camera_guid, at, width, height))

    def frame(self, camera_guid: str, at: datetime, width: int, height: int) -> Bytes:
        """An RGB picture (h, w, 3). Raises as `jpeg`."""
        return to_rgb(self.packed(camera_guid, at, width, height))

    def packed(self, camera_guid: str, at: datetime, width: int, height: int) -> Bytes:
        """A picture in YUV 4:2:0, BT.601 limited range: luma, then both chroma planes, as one array (h * 3 / 2, w). Raises as `jpeg`."""
        camera = self._camera(camera_guid, width, height)
        if not self._has_view(camera):
            return _no_view(camera, at, width, height)
        view = self._view(camera, at, (width, height))
        plate = self._plate(view)
        packed = plate.packed.copy()
        plane = _plane(packed, plate.backdrop, _gain(view))
        crowd.draw(plane, self._people(camera, at), view.optics)
        _sensor_noise(plane, at, camera_guid)
        overlay.stamp(plane.luma, camera.name, at)
        grey_rows = strip_height(height) // 2
        plane.blue[-grey_rows:] = plane.red[-grey_rows:] = 128
        return packed

    def is_drawn(self, camera_guid: str, at: datetime, width: int, height: int) -> bool:
        """Whether `packed` would find its background drawn. Raises as `jpeg`."""
        camera = self._camera(camera_guid, width, height)
        if not self._has_view(camera):
            return True
        level_known = camera.level_id in self._scenes
        return level_known and self._view(camera, at, (width, height)).key in self._plates

    @property
    def levels(self) -> list[str]:
        """The levels that have cameras, those with most first."""
        return [
            level
            for level, _ in Counter(c.level_id for c in self.site.cameras if self._has_view(c)).most_common()
            if level
        ]

    def survey(self, level_id: str) -> None:
        """Gets a level ready: its walls, furniture and people."""
        self._scene(next(camera for camera in self.site.cameras if camera.level_id == level_id))

    def prepare(self, camera_guid: str, at: datetime, width: int, height: int) -> None:
        """Draws the background a picture needs. Raises as `jpeg`."""
        camera = self._camera(camera_guid, width, height)
        if self._has_view(camera):
            self._plate(self._view(camera, at, (width, height)))

    def _camera(self, guid: str, width: int, height: int) -> Device:
        if width % 2 or height % 2 or not 64 <= width <= 4096 or not 36 <= height <= 4096:
            raise ValueError(f"no pictures of {width} x {height} pixels")
        return self.site.by_guid[guid.lower()]

    def _has_view(self, camera: Device) -> bool:
        return camera.level_id in self.site.level_by_id and camera.position is not None

    def _view(self, camera: Device, at: datetime, size: tuple[int, int]) -> _View:
        scene = self._scene(camera)[0]
        surveyor = self._surveyors[camera.campus]
        light = light_at(ten_minutes(at + self.ahead), surveyor.latitude, surveyor.longitude)
        moved = tuple(
            (index, fraction)
            for index, door in enumerate(scene.doorways)
            if door.guid and (fraction := self._open(door.guid, at)) != door.rest
        )
        return _View(camera, scene, self._optics(camera), light, size, moved)

    def _optics(self, camera: Device) -> Optics:
        known = self._lenses.get(camera.guid)
        if known is None:
            known = self._lenses[camera.guid] = self._lens(camera)
        return known

    def _lens(self, camera: Device) -> Optics:
        x, y = self._surveyors[camera.campus].place(camera)
        height, view = camera.height or 2.8, camera.field_of_view or 80.0
        if camera.form == "fisheye" or view > 140:
            return Optics(x, y, height, camera.bearing, 90.0, min(view, 180.0), is_fisheye=True)
        return Optics(x, y, height, camera.bearing, min(camera.tilt, 88.0), view)

    def _scene(self, camera: Device) -> tuple[Scene, Walkers]:
        level = self.site.level_by_id[camera.level_id or ""]
        with self._lock:
            if camera.campus not in self._surveyors:
                self._surveyors[camera.campus] = Surveyor(self.site, camera.campus)
            if level.id not in self._scenes:
                scene = self._surveyors[camera.campus].scene(level)
                self._scenes[level.id] = scene, Walkers(scene, self.seed)
            return self._scenes[level.id]

    def _people(self, camera: Device, at: datetime) -> People:
        level_id = camera.level_id or ""
        known = self._crowds.get(level_id)
        if known is None or known[0] != at:
            known = at, self._scenes[level_id][1].at(at, self.world.crowd(at))
            self._crowds[level_id] = known
        return known[1]

    def _plate(self, view: _View) -> _Plate:
        """The background with its doors: that with all at rest, and over it what the moved ones change."""
        rest = tuple(door.rest for door in view.scene.doorways)
        whole = Window.whole(*view.size)
        base = self._kept(view.at_rest, lambda: _finished(draw(view.scene, view.optics, view.light, rest, whole)))
        if not view.moved:
            return base

        def patched() -> _Plate:
            doors = list(rest)
            for index, fraction in view.moved:
                doors[index] = fraction
            swept = (
                sweep(view.scene.doorways[index], view.optics, whole, view.scene.outdoor) for index, _ in view.moved
            )
            areas = [area for area in swept if area is not None]
            if not areas:
                return base
            colour, distance = base.backdrop.colour.copy(), base.backdrop.distance.copy()
            for area in areas:
                part = draw(view.scene, view.optics, view.light, tuple(doors), area, base.backdrop.bloom[area.part])
                colour[area.part], distance[area.part] = part.colour, part.distance
            return _finished(Backdrop(colour, distance, base.backdrop.infrared, base.backdrop.bloom))

        return self._kept(view.key, patched)

    def _open(self, guid: str, at: datetime) -> float:
        return round(self.world.door_open_fraction(guid, at) * SWING_STEPS) / SWING_STEPS

    def _kept(self, key: tuple[object, ...], make: Callable[[], _Plate]) -> _Plate:
        with self._lock:
            if key in self._plates:
                self._plates.move_to_end(key)
                return self._plates[key]
        plate = make()
        with self._lock:
            self._plates[key] = plate
            while len(self._plates) > _BACKDROPS:
                self._plates.popitem(last=False)
        return plate


def _gain(view: _View) -> float:
    """How brightly people are lit."""
    if not view.scene.outdoor:
        return 0.95
    return 1.15 if view.light.is_infrared_outdoors else 0.3 + 0.85 * view.light.daylight


def _finished(backdrop: Backdrop) -> _Plate:
    frame = av.VideoFrame.from_ndarray(backdrop.colour, format="rgb24")
    packed = (
        frame.reformat(format="yuv420p", dst_colorspace="ITU601", dst_color_range="MPEG").to_ndarray().astype(np.uint8)
    )
    height = backdrop.colour.shape[0]
    np.clip(packed[:height], 24, 228, out=packed[:height])
    if backdrop.infrared:
        packed[height:] = 128
    return _Plate(packed, backdrop)


def _plane(packed: Bytes, backdrop: Backdrop, gain: float) -> crowd.Plane:
    height, width = backdrop.distance.shape
    chroma = packed[height:].reshape(2, height // 2, width // 2)
    return crowd.Plane(packed[:height], chroma[0], chroma[1], backdrop.distance, backdrop.infrared, gain)


_NOISE = (
    np.clip(np.random.default_rng(3).normal(0, 1.35, (1 << 22) + (1 << 16)), -4, 4)
    .round()
    .astype(np.int8)
    .view(np.uint8)
)


def _sensor_noise(plane: crowd.Plane, at: datetime, guid: str) -> None:
    """Grain that changes with every picture; added without a carry, as luma keeps clear of its ends."""
    height, width = plane.luma.shape
    moment = (at - _EPOCH) // timedelta(milliseconds=1)
    start = (moment * 2654435761 + zlib.crc32(guid.encode())) % (1 << 16)
    count = height * width
    grain = _NOISE[start : start + count] if count + start <= len(_NOISE) else np.resize(_NOISE, count)
    np.add(plane.luma, grain.reshape(height, width), out=plane.luma)


def _no_view(camera: Device, at: datetime, width: int, height: int) -> Bytes:
    """The picture of a camera whose place is not known."""
    packed = np.full((height * 3 // 2, width), 128, np.uint8)
    packed[:height] = 40
    overlay.stamp(packed[:height], camera.name, at)
    return packed
