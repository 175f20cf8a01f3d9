"""Any camera's picture at any time: a still background, drawn when a door moves, with people, noise and lettering over it."""

from __future__ import annotations

import zlib
from copy import copy
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.past.calendar import Calendar
from smartclient.demo.past.motion import Motion
from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.video import crowd, masks, overlay
from smartclient.demo.video.background import Backdrop, draw
from smartclient.demo.video.codec import encode_jpeg, to_rgb
from smartclient.demo.video.kept_backdrops import KeptBackdrops
from smartclient.demo.video.levels import Layout, Levels
from smartclient.demo.video.light import Light
from smartclient.demo.video.optics import Window
from smartclient.demo.video.panorama import SIZE_PX, cut, draw_round
from smartclient.demo.video.plates import Plate, Plates, blank, develop, enlarge, sketch_size
from smartclient.demo.video.present import World
from smartclient.demo.video.strip import milliseconds, strip_height
from smartclient.demo.video.sweep import sweep
from smartclient.demo.video.views import View, Views
from smartclient.demo.video.visitors import together, walking
from smartclient.demo.video.walkers import People

Bytes = NDArray[np.uint8]

PTZ = "ptz"
_NOTHING = np.zeros((0, 0), np.uint8)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACES_KEPT = 2_000
_MOST_UNLIKE = 0.5
"""By how much daylight may differ from that of a background used for the time being."""


class Pictures:
    """Draws cameras of a site. The same camera, time, doors and seed give the same picture; safe to call from several threads.

    Drawing a background takes a third of a second, so live pictures may begin on a sketch of it, which is coarser.
    `calendar` says who comes by when, and shifts the time of day that is drawn against the clock that is burnt in. `kept` are
    backgrounds of earlier runs.
    """

    def __init__(
        self,
        site: DemoSite,
        world: World,
        *,
        seed: int = 0,
        calendar: Calendar | None = None,
        kept: KeptBackdrops | None = None,
    ) -> None:
        self.site = site
        self.world = world
        self._motion = Motion(calendar or Calendar(), seed)
        self._levels = Levels(site, seed)
        self._views = Views(site, self._levels, self._motion.calendar.ahead)
        self._crowds: dict[str, tuple[datetime, World, People]] = {}
        self._plates = Plates()
        self._kept = kept
        self._lights: dict[tuple[object, ...], dict[Light, None]] = {}

    def during(self, world: World) -> Pictures:
        """The same cameras in another world; all that was drawn is shared."""
        other = copy(self)
        other.world = world
        return other

    def jpeg(self, camera_guid: str, at: datetime, width: int, height: int, plate: Plate | None = None) -> bytes:
        """A JPEG picture. Raises KeyError for an unknown camera, ValueError for sizes that are odd or not 64 to 4096 pixels."""
        return encode_jpeg(self.packed(camera_guid, at, width, height, plate))

    def frame(self, camera_guid: str, at: datetime, width: int, height: int) -> Bytes:
        """An RGB picture (h, w, 3). Raises as `jpeg`."""
        return to_rgb(self.packed(camera_guid, at, width, height))

    def packed(self, camera_guid: str, at: datetime, width: int, height: int, plate: Plate | None = None) -> Bytes:
        """A picture in YUV 4:2:0, BT.601 limited range: luma, then both chroma planes, as one array (h * 3 / 2, w).

        `plate` is a background of the camera to use instead of the true one, which is drawn if need be. Raises as `jpeg`.
        """
        camera = self._camera(camera_guid, width, height)
        plate = plate or self.prepare(camera_guid, at, width, height)
        packed = plate.packed.copy()
        plane = _plane(packed, plate.backdrop)
        if self._views.has(camera):
            view = self._view(camera, at, (width, height))
            crowd.draw(plane, self._people(camera, at), view.optics, _gain(view))
        _sensor_noise(plane, at, camera_guid)
        masks.cover(packed, camera.masks)
        overlay.stamp(plane.luma, camera.name, at)
        grey_rows = strip_height(height) // 2
        plane.blue[-grey_rows:] = plane.red[-grey_rows:] = 128
        return packed

    def is_laid_out(self, camera_guid: str) -> bool:
        """Whether a picture of the camera needs no more than a background. Raises KeyError for an unknown camera."""
        camera = self.site.by_guid[camera_guid.lower()]
        return not self._views.has(camera) or self._levels.has(camera.level_id or "")

    def ready(self, camera_guid: str, at: datetime, width: int, height: int) -> Plate | None:
        """The background of a picture if it is drawn. Raises as `jpeg`."""
        camera = self._camera(camera_guid, width, height)
        if not self._views.has(camera):
            return self._plates.get_or_make((width, height), lambda: blank(width, height))
        if not self.is_laid_out(camera_guid):
            return None
        view = self._view(camera, at, (width, height))
        return self._cut(view) if view.is_turning else self._plates.get(view.key)

    def cut(self, camera_guid: str, at: datetime, width: int, height: int) -> Plate | None:
        """The background of a camera that has turned, from what is known all round it; None where that is not drawn. Raises as `jpeg`."""
        camera = self._camera(camera_guid, width, height)
        if camera.form != PTZ or not self._views.has(camera) or not self.is_laid_out(camera_guid):
            return None
        return self._cut(self._view(camera, at, (width, height)))

    def sketch(self, camera_guid: str, at: datetime, width: int, height: int) -> Plate:
        """A coarse background, or the true one if it is drawn. Raises as `jpeg`."""
        ready = self.ready(camera_guid, at, width, height)
        if ready is not None:
            return ready
        view = self._view(self._camera(camera_guid, width, height), at, sketch_size(width, height))
        return self._plates.get_or_make(("sketch", width, height, *view.key), lambda: _sketched(view, width, height))

    def stand_in(self, camera_guid: str, at: datetime, width: int, height: int) -> Plate | None:
        """The true background, or for the time being that of a similar light; None where there is neither. Raises as `jpeg`."""
        ready = self.ready(camera_guid, at, width, height)
        if ready is not None or not self.is_laid_out(camera_guid):
            return ready
        view = self._view(self._camera(camera_guid, width, height), at, (width, height))
        return self._cut(view) or self._similar(view)

    def prepare_round(self, camera_guid: str, at: datetime) -> None:
        """Draws what lies all round a camera that can turn, so that its next views are there at once. Raises KeyError."""
        camera = self.site.by_guid[camera_guid.lower()]
        if camera.form == PTZ and self._views.has(camera):
            self._round(self._view(camera, at, (SIZE_PX, SIZE_PX)))

    def prepare(self, camera_guid: str, at: datetime, width: int, height: int) -> Plate:
        """The background of a picture, which is drawn if need be. Raises as `jpeg`."""
        ready = self.ready(camera_guid, at, width, height)
        return ready or self._plate(self._view(self._camera(camera_guid, width, height), at, (width, height)))

    def adopt(self, level_id: str, layout: Layout) -> None:
        """Takes over a level that was laid out elsewhere for the same site and seed."""
        self._levels.adopt(level_id, layout)

    def _camera(self, guid: str, width: int, height: int) -> Device:
        if width % 2 or height % 2 or not 64 <= width <= 4096 or not 36 <= height <= 4096:
            raise ValueError(f"no pictures of {width} x {height} pixels")
        return self.site.by_guid[guid.lower()]

    def _view(self, camera: Device, at: datetime, size: tuple[int, int]) -> View:
        return self._views.of(camera, at, size, self.world)

    def _people(self, camera: Device, at: datetime) -> People:
        level_id = camera.level_id or ""
        known = self._crowds.get(level_id)
        if known is None or known[0] != at or known[1] is not self.world:
            crowd_then = self._levels.layout(level_id).walkers.at(at, self.world.crowd(at))
            known = self._crowds[level_id] = at, self.world, together(crowd_then, self._visitors(level_id, at))
        return known[2]

    def _visitors(self, level_id: str, at: datetime) -> People:
        """Those who come by alone before the level's cameras: the usual ones, and those of this run."""
        at_ms, beats = milliseconds(at), self._views.beats(level_id)
        since = {**self.world.visits(at), **self._motion.visits((beat.camera for beat in beats), at_ms)}
        return walking([(beat, since[beat.camera]) for beat in beats if beat.camera in since], at_ms)

    def _round(self, view: View) -> Plate:
        drawn = self._plates.get_or_make(_all_round(view), lambda: Plate(_NOTHING, draw_round(view)))
        return cut(drawn.backdrop, view.optics, *view.size)

    def _cut(self, view: View) -> Plate | None:
        drawn = self._plates.get(_all_round(view))
        return cut(drawn.backdrop, view.optics, *view.size) if drawn is not None else None

    def _plate(self, view: View) -> Plate:
        """The background with its doors: that with all at rest, and over it what the moved ones change."""
        if view.is_turning:
            return self._round(view)
        base = self._plates.get_or_make(view.at_rest, lambda: self._drawn(view))
        return self._plates.get_or_make(view.key, lambda: _patched(view, base)) if view.moved else base

    def _drawn(self, view: View) -> Plate:
        plate = develop(self._kept_or_drawn(view))
        self._lights.setdefault(view.place, {})[view.light] = None
        if len(self._lights) > _PLACES_KEPT:
            del self._lights[next(iter(self._lights))]
        return plate

    def _kept_or_drawn(self, view: View) -> Backdrop:
        known = self._kept.get(view.at_rest) if self._kept is not None else None
        if known is not None:
            return known
        rest = tuple(door.rest for door in view.scene.doorways)
        backdrop = draw(view.scene, view.optics, view.light, rest, Window.whole(*view.size))
        if self._kept is not None:
            self._kept.put(view.at_rest, backdrop)
        return backdrop

    def _similar(self, view: View) -> Plate | None:
        """The background of a view as it was drawn in the light most like its own; None where there is none alike."""
        known = [light for light in list(self._lights.get(view.place, ())) if self._is_alike(view, light)]
        for light in sorted(known, key=lambda light: light.unlike(view.light)):
            if self._plates.get(view.in_light(light).at_rest) is not None:
                return self._plate(view.in_light(light))
        return None

    def _is_alike(self, view: View, light: Light) -> bool:
        lit_alike = abs(light.daylight - view.light.daylight) <= _MOST_UNLIKE
        return lit_alike and view.in_light(light).infrared == view.infrared


def _all_round(view: View) -> tuple[object, ...]:
    return ("all round", view.camera.guid, view.light)


def _sketched(view: View, width: int, height: int) -> Plate:
    drawn = draw(view.scene, view.optics, view.light, view.doors, Window.whole(*view.size))
    return develop(enlarge(drawn, width, height))


def _patched(view: View, base: Plate) -> Plate:
    """The background drawn anew where the doors that moved can be seen."""
    whole, drawn = Window.whole(*view.size), base.backdrop
    swept = (sweep(view.scene.doorways[index], view.optics, whole, view.scene.outdoor) for index, _ in view.moved)
    areas = [area for area in swept if area is not None]
    if not areas:
        return base
    colour, distance = drawn.colour.copy(), drawn.distance.copy()
    for area in areas:
        part = draw(view.scene, view.optics, view.light, view.doors, area, drawn.bloom[area.part])
        colour[area.part], distance[area.part] = part.colour, part.distance
    return develop(Backdrop(colour, distance, drawn.infrared, drawn.bloom))


def _gain(view: View) -> float:
    """How brightly people are lit."""
    if not view.scene.outdoor:
        return 0.95
    return (
        1.15 if view.light.is_infrared_outdoors else (0.3 + 0.85 * view.light.daylight) * min(1.6, view.light.exposure)
    )


def _plane(packed: Bytes, backdrop: Backdrop) -> crowd.Plane:
    height, width = backdrop.distance.shape
    chroma = packed[height:].reshape(2, height // 2, width // 2)
    return crowd.Plane(packed[:height], chroma[0], chroma[1], backdrop.distance, backdrop.infrared)


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
