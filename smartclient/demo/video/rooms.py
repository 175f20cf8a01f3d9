"""A room or piece of ground as the painter needs it: its finish, its own axes, its lamps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from smartclient.demo.plan import Unit
from smartclient.demo.video.optics import Floats
from smartclient.demo.video.styles import Style

_CIRCULATION = frozenset({"walkway", "lobby"})
_SERVICE = frozenset({"nonpublic", "storage", "kitchen", "serverroom", "stairs", "elevator", "parking", "shower"})


@dataclass(frozen=True, slots=True)
class Room:
    """`angle` is its length's direction from east in radians, `length` and `width` those of its bounding rectangle, metres.

    Lamps hang every `lamp_pitch` metres along both axes, centred.
    """

    polygon: shapely.Polygon
    category: str
    name: str
    number: str
    style: Style
    centre: tuple[float, float]
    angle: float
    length: float
    width: float
    lamp_pitch: tuple[float, float]

    @classmethod
    def of(cls, unit: Unit, polygon: shapely.Polygon, style: Style) -> Room:
        """A room with the axes of the smallest rectangle round it."""
        corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygon))[:4]
        first, second = corners[1] - corners[0], corners[2] - corners[1]
        length, width = float(np.hypot(*first)), float(np.hypot(*second))
        if length < width:
            first, length, width = second, width, length
        middle = corners.mean(axis=0)
        wanted = 5.5 if style.ceiling == "trusses" else 2.7
        pitch = (length / max(1, round(length / wanted)), width / max(1, round(width / wanted)))
        angle = float(np.arctan2(first[1], first[0]))
        return cls(
            polygon,
            unit.category,
            unit.name,
            unit.alt_name,
            style,
            (float(middle[0]), float(middle[1])),
            angle,
            length,
            width,
            pitch,
        )

    @property
    def is_circulation(self) -> bool:
        return self.category in _CIRCULATION

    @property
    def is_service(self) -> bool:
        return self.category in _SERVICE

    def own(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points in the room's axes: metres along its length and across it, from its centre."""
        cos, sin = np.float32(np.cos(self.angle)), np.float32(np.sin(self.angle))
        dx, dy = x - np.float32(self.centre[0]), y - np.float32(self.centre[1])
        return dx * cos + dy * sin, dy * cos - dx * sin

    def world(self, along: float, across: float) -> tuple[float, float]:
        """The way back from `own`, for one point."""
        cos, sin = float(np.cos(self.angle)), float(np.sin(self.angle))
        return self.centre[0] + along * cos - across * sin, self.centre[1] + along * sin + across * cos

    def lamp_offset(self, along: Floats, across: Floats) -> tuple[Floats, Floats]:
        """How far points in the room's axes are from the middle of the nearest lamp, along and across."""
        half = (self.length / 2, self.width / 2)
        offsets = []
        for value, pitch, edge in zip((along, across), self.lamp_pitch, half, strict=True):
            phase = (value + np.float32(edge)) / np.float32(pitch)
            offsets.append((phase - np.floor(phase) - np.float32(0.5)) * np.float32(pitch))
        return offsets[0], offsets[1]
