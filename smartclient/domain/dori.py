"""How well a camera shows what it sees: the DORI classes of IEC EN 62676-4, by pixels on each metre of the subject."""

import math
from enum import IntEnum

from smartclient.domain.devices import CameraForm, View

ASSUMED_WIDTH_PX = 1920
"""How wide the picture of a view without `width_px` is taken to be: full HD, what a school's cameras have today."""
_WIDEST_FLAT_DEG = 150.0
"""A wider picture is no plane any more: its pixels are shared out by angle."""


class Dori(IntEnum):
    """What a person can tell from the picture; a class includes those below it."""

    DETECT = 1
    OBSERVE = 2
    RECOGNISE = 3
    IDENTIFY = 4

    @property
    def px_per_m(self) -> float:
        """The least pixel density of the class, pixels per metre (IEC EN 62676-4)."""
        return (25.0, 62.5, 125.0, 250.0)[self - 1]

    @property
    def word(self) -> str:
        """`recognise`."""
        return self.name.lower()


def density_px_per_m(view: View, distance_m: float) -> float:
    """Pixels on a metre across the picture at that distance; infinity at the camera itself.

    width / (2 d tan(fov / 2)) where the picture is a plane; width / (d fov) where its pixels are shared out by angle; width / (4 d)
    for a fisheye, whose picture is a disc: half way to its rim a full turn is π / 2 times its width.
    """
    return reach_m(view, 1.0) / distance_m if distance_m > 0 else math.inf


def reach_m(view: View, px_per_m: float) -> float:
    """How far from the camera each metre still has that many pixels, metres; sight and range are another matter."""
    angle = math.radians(view.field_of_view_deg)
    if view.form is CameraForm.FISHEYE or view.field_of_view_deg >= 360:
        across = 4.0
    elif view.field_of_view_deg > _WIDEST_FLAT_DEG:
        across = angle
    else:
        across = 2 * math.tan(angle / 2)
    return (view.width_px or ASSUMED_WIDTH_PX) / (across * px_per_m) if across > 0 else math.inf


def class_at(view: View, distance_m: float) -> Dori | None:
    """The best class at that distance; None where not even a person would be noticed."""
    density = density_px_per_m(view, distance_m)
    return max((one for one in Dori if density >= one.px_per_m), default=None)
