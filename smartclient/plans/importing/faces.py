"""Rooms and walls found between the lines of a drawing that has no closed outlines: the thin faces are walls, the wide ones rooms."""

from collections.abc import Sequence

import shapely

_JOIN_M = 0.01
_LEAST_WALL_M2 = 0.005
_LEAST_ROOM_M2 = 1.0
_THICKEST_WALL_M = 0.7
_LARGEST_WALL_M2 = 200.0


def faces(
    lines: Sequence[shapely.LineString], closings: Sequence[shapely.LineString]
) -> tuple[list[shapely.Polygon], list[shapely.Polygon]]:
    """Rooms and walls, in metres. `closings` close the gaps that doors leave in the `lines`; ends that miss each other by less
    than a centimetre meet.
    """
    noded = shapely.unary_union([*lines, *closings], grid_size=_JOIN_M)
    found = [face for face in shapely.get_parts(shapely.polygonize([noded])).tolist() if face.area > _LEAST_WALL_M2]
    walls = [face for face in found if is_as_thin_as_a_wall(face)]
    rooms = [face for face in found if face.area >= _LEAST_ROOM_M2 and not is_as_thin_as_a_wall(face)]
    return rooms, walls


def is_as_thin_as_a_wall(face: shapely.Polygon) -> bool:
    """By the mean width of the face: its area over half its perimeter."""
    return bool(face.area < _LARGEST_WALL_M2 and 2 * face.area / face.length <= _THICKEST_WALL_M)
