"""The plan's furniture stands where the plan has it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import affinity

from smartclient.demo.video import fixtures
from smartclient.demo.video.solids import Solids


@pytest.mark.parametrize("name", ["Lockers", "Desks", "Table", "Shelves", "Seats", "Lab bench", "something new"])
@pytest.mark.parametrize("turn", [0, 33, 90])
def test_a_fixture_covers_its_polygon(name: str, turn: float) -> None:
    polygon = affinity.rotate(shapely.box(10, 20, 12.4, 20.6), turn)
    vertices = Solids.of(list(fixtures.build(name, polygon, (0.2, 0.3, 0.4)))).vertices
    covered = shapely.union_all([shapely.MultiPoint(corners[:, :2]).convex_hull for corners in vertices])
    assert covered.intersection(polygon).area > 0.95 * polygon.area
    assert covered.buffer(-0.01).difference(polygon.buffer(1.0)).is_empty
    assert np.isfinite(vertices).all()
    assert vertices[..., 2].min() >= 0


def test_a_line_is_no_furniture() -> None:
    assert not list(fixtures.build("Table", shapely.Polygon([(0, 0), (1, 0), (2, 0)]), (0.2, 0.3, 0.4)))
