"""Draws a camera's still background: everything that does not walk, with the distance of every pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video import interior, lens, trace, walls
from smartclient.demo.video.canvas import Canvas
from smartclient.demo.video.doorways import leaves
from smartclient.demo.video.exterior import haze, paint_ground, paint_sky, sunlit
from smartclient.demo.video.furnishings import paint_solids
from smartclient.demo.video.light import Light
from smartclient.demo.video.optics import Floats, Optics, Window
from smartclient.demo.video.panels import Panel, corners
from smartclient.demo.video.scene import Scene
from smartclient.demo.video.textures import blend

_REACH_M = {False: 75.0, True: 320.0}


@dataclass(frozen=True, slots=True)
class Backdrop:
    """`colour` is RGB (h, w, 3); `distance` horizontal metres (h, w), inf where there is only sky; `infrared` pictures are
    grey; `bloom` is the light spilt over the picture (h, w), which later patches of it share."""

    colour: NDArray[np.uint8]
    distance: Floats
    infrared: bool
    bloom: Floats


def draw(
    scene: Scene, optics: Optics, light: Light, doors: tuple[float, ...], window: Window, bloom: Floats | None = None
) -> Backdrop:
    """Draws a window of what a camera sees when the leaves of the scene's doorways stand open as `doors` says, 0 to 1 each.

    `bloom` is that of the window when it is already known from a picture of the whole.
    """
    panels = [*scene.panels]
    for doorway, fraction in zip(scene.doorways, doors, strict=True):
        panels += leaves(doorway, fraction)
    room = None if scene.outdoor else scene.room_at(optics.x, optics.y)
    ceiling = None if scene.outdoor else max(room.style.height if room else 2.8, optics.height + 0.1)
    rays = optics.rays(window)
    sight = trace.look(optics, rays, panels, ceiling, window.width, _REACH_M[scene.outdoor])
    angle = 2 * float(np.tan(np.radians(min(optics.field_of_view, 150)) / 2)) / window.width
    upright = np.array([(panel.bottom, panel.top) for panel in panels], np.float32).reshape(-1, 2)
    canvas = Canvas(
        scene,
        optics,
        light,
        rays,
        sight,
        angle,
        window,
        np.zeros((len(rays.slope), 3), np.float32),
        np.zeros(len(rays.slope), np.float32),
        corners(panels),
        upright,
    )
    if scene.outdoor:
        paint_sky(canvas)
        paint_ground(canvas)
    else:
        interior.paint_floor(canvas)
        interior.paint_ceiling(canvas)
    _paint_panels(canvas, panels)
    paint_solids(canvas)
    spilt = lens.bloom(canvas) if bloom is None else bloom
    picture, distance = lens.finish(canvas, spilt), sight.distance.reshape(window.shape)
    return Backdrop(picture, distance, canvas.infrared, spilt.astype(np.float16))


def _paint_panels(canvas: Canvas, panels: list[Panel]) -> None:
    seen = np.flatnonzero(canvas.sight.kind == trace.PANEL)
    if not len(seen):
        return
    which = canvas.sight.panel[seen]
    names = sorted({panels[index].material for index in np.flatnonzero(np.bincount(which))})
    code = np.array([names.index(panel.material) if panel.material in names else -1 for panel in panels])[which]
    for number, name in enumerate(names):
        part = code == number
        _paint_material(canvas, name, seen[part])
    for index in np.flatnonzero(np.bincount(which)):
        if panels[index].label:
            _letter(canvas, panels[index], seen[which == index])


def _spots(canvas: Canvas, pixels: NDArray[np.intp]) -> walls.Spots:
    index = canvas.sight.panel[pixels]
    bottom, top = canvas.upright[index].T
    x0, y0, x1, y1 = canvas.ends[index].T
    tall, length = top - bottom, np.hypot(x1 - x0, y1 - y0)
    _, _, z = canvas.points(pixels)
    return walls.Spots(
        canvas.sight.along[pixels],
        z - bottom,
        length,
        tall,
        canvas.pixel(pixels, lying=False),
        canvas.rays.slope[pixels],
        canvas.rays.azimuth[pixels],
    )


def _paint_material(canvas: Canvas, name: str, pixels: NDArray[np.intp]) -> None:
    spots = _spots(canvas, pixels)
    if canvas.scene.outdoor:
        _paint_outer(canvas, name, pixels, spots)
        return
    if name == "glass" or name in walls.ROOM_FACES:
        interior.paint_walls(canvas, pixels, spots, windows=name == "glass")
        return
    colour, glow = walls.PAINTERS[name](spots, canvas.light)
    x, y, z = canvas.before(pixels)
    for room, part in interior.by_room(canvas, x, y):
        if room is not None:
            lit = interior.wall_light(canvas, room, x[part], y[part], z[part])
            colour[part] *= (lit + (1 - lit) * np.minimum(glow[part], 1))[:, None]
    canvas.colour[pixels], canvas.glow[pixels] = colour, glow


def _paint_outer(canvas: Canvas, name: str, pixels: NDArray[np.intp], spots: walls.Spots) -> None:
    colour, glow = walls.PAINTERS.get(name, walls.PAINTERS["façade brick"])(spots, canvas.light)
    lit = sunlit(canvas, canvas.normal(pixels))
    foot = 1 - np.float32(0.3) * np.exp(-canvas.points(pixels)[2] * 2)
    shining = np.minimum(glow, 1)[:, None]
    canvas.colour[pixels] = colour * (lit * foot[:, None] * (1 - shining) + shining)
    canvas.glow[pixels] = glow * np.float32(0.5)
    haze(canvas, pixels)


def _letter(canvas: Canvas, panel: Panel, pixels: NDArray[np.intp]) -> None:
    _, _, z = canvas.points(pixels)
    amount = walls.letter(
        panel, canvas.sight.along[pixels], z - np.float32(panel.bottom), canvas.pixel(pixels, lying=False)
    )
    ink = {"exit": (0.80, 0.06, 0.05), "plate": (0.92, 0.92, 0.9)}.get(panel.material, (0.16, 0.18, 0.22))
    canvas.colour[pixels] = blend(canvas.colour[pixels], ink, amount * np.float32(0.9))
