"""What is under the pointer: the nearest pin, the polygons around a point."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import shapely

    from smartclient.geometry.polygons import Rings

Points = NDArray[np.float64]


def nearest(points: Points, x: float, y: float, radius: float) -> int | None:
    """The index of the point of shape (n, 2) nearest to (x, y) and not farther than `radius`, the last of equals; else None."""
    if len(points) == 0:
        return None
    squares = (points[:, 0] - x) ** 2 + (points[:, 1] - y) ** 2
    best = len(squares) - 1 - int(np.argmin(squares[::-1]))
    return best if squares[best] <= radius * radius else None


class PolygonIndex:
    """Finds polygons by a point; the search tree is built at the first question."""

    def __init__(self, polygons: "Sequence[Rings]") -> None:
        """Each polygon is its outer ring, then holes, in the unit of the questions."""
        self._polygons = polygons

    def at(self, x: float, y: float) -> tuple[int, ...]:
        """The indices of the polygons that contain (x, y) or have it on their edge, smallest area first."""
        if not self._polygons:
            return ()
        import shapely

        tree, areas = self._tree
        found = tree.query(shapely.Point(x, y), predicate="intersects")
        return tuple(int(index) for index in sorted(found, key=lambda index: (areas[index], index)))

    @cached_property
    def _tree(self) -> "tuple[shapely.STRtree, NDArray[np.float64]]":
        import shapely

        from smartclient.geometry.polygons import to_shapes

        shapes = to_shapes(self._polygons)
        return shapely.STRtree(shapes), shapely.area(shapes)
