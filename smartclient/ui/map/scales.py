"""The map's four scales: how much is drawn at how many metres a pixel."""

from enum import IntEnum

DISTRICT_ABOVE = 2.5
CAMPUS_ABOVE = 1.0
FLOOR_ABOVE = 0.2
"""Metres per pixel. Above the first, a school's buildings are too close together on the screen for names of their own."""


class Scale(IntEnum):
    """From afar to close by."""

    DISTRICT = 0
    CAMPUS = 1
    FLOOR = 2
    ROOM = 3


def scale_of(metres_per_px: float) -> Scale:
    """The scale at which a map of `metres_per_px` is drawn."""
    if metres_per_px > DISTRICT_ABOVE:
        return Scale.DISTRICT
    if metres_per_px > CAMPUS_ABOVE:
        return Scale.CAMPUS
    return Scale.FLOOR if metres_per_px > FLOOR_ABOVE else Scale.ROOM
