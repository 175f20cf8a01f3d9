"""All round a moving camera in one picture, from which its views are cut while it turns: at once, but coarser than drawn ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from smartclient.demo.video.background import Backdrop, draw
from smartclient.demo.video.optics import Optics, Window
from smartclient.demo.video.plates import Plate, develop, enlarge
from smartclient.demo.video.views import View

SIZE_PX = 1024
_FIELD_DEG = 250.0
_FINEST_PX = 640
_NO_BLOOM = np.zeros((1, 1), np.float32)


def draw_round(view: View) -> Backdrop:
    """What the camera of a view can see in all directions up to 35 degrees above the horizon, seen straight down as by a
    fisheye with north up; all doors at rest."""
    optics = replace(view.optics, bearing=0.0, tilt=90.0, field_of_view=_FIELD_DEG, is_fisheye=True)
    rest = tuple(door.rest for door in view.scene.doorways)
    return draw(view.scene, optics, view.light, rest, Window.whole(SIZE_PX, SIZE_PX))


def cut(panorama: Backdrop, optics: Optics, width: int, height: int) -> Plate:
    """The background for a lens that stands where the panorama was drawn."""
    columns = min(width, _FINEST_PX)
    rows = max(2, round(height * columns / width / 2) * 2)
    rays = optics.rays(Window.whole(columns, rows))
    radius = np.arctan2(np.float32(1), -rays.slope) / np.float32(np.radians(_FIELD_DEG / 2))
    half = np.float32(SIZE_PX / 2)
    across = np.clip((rays.dx * radius + 1) * half, 0, SIZE_PX - 1).astype(np.int32)
    down = np.clip((1 - rays.dy * radius) * half, 0, SIZE_PX - 1).astype(np.int32)
    place = down * SIZE_PX + across
    colour = panorama.colour.reshape(-1, 3)[place].reshape(rows, columns, 3)
    distance = panorama.distance.reshape(-1)[place].reshape(rows, columns)
    seen = Backdrop(colour, distance, panorama.infrared, _NO_BLOOM)
    return develop(seen if (columns, rows) == (width, height) else enlarge(seen, width, height))
