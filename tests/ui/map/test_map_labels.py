"""Lettering that never collides, and leaves pins free."""

from itertools import combinations

import numpy as np
import pytest

from smartclient.geometry.labels import overlap
from smartclient.geometry.viewport import Viewport
from smartclient.store.places import Places
from smartclient.store.workspace import MapLayer
from smartclient.ui import theme
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.labels import lettering
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.lettering import Style, along
from smartclient.ui.theme import Tone
from tests.ui.map.district import SPOTS, site

pytestmark = pytest.mark.usefixtures("qapp")


def order(metres_per_px: float) -> View:
    chart = Chart(Places(site()))
    viewport = Viewport(0, 0, metres_per_px, 900, 600)
    pins = np.array(list(SPOTS.values()))
    return View(viewport, chart, theme.dark(), chart.chosen({}), frozenset(MapLayer), 1.0, pins)


@pytest.mark.parametrize("metres_per_px", [0.3, 0.25, 0.12, 0.06])
def test_labels_do_not_overlap(metres_per_px: float) -> None:
    _, placed = lettering(order(metres_per_px), lambda: None)
    boxes = [box for _, box in placed]
    assert len(boxes) >= 4
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))


def test_close_by_rooms_have_number_over_name() -> None:
    _, placed = lettering(order(0.08), lambda: None)
    assert ("103", "Science lab") in {tuple(row.text for row in text.rows) for text, _ in placed}


def test_names_leave_pins_free() -> None:
    view = order(0.08)
    _, placed = lettering(view, lambda: None)
    pins = view.viewport.points_to_screen(view.pins)
    for _, box in placed:
        assert not any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in pins)


def test_text_along_a_line_is_read_from_the_left() -> None:
    style = Style(theme.dark(), 0, Tone.TEXT)
    for line in ([(0, 50), (400, 80)], [(400, 80), (0, 50)]):
        spots = along("Oak Street", np.array(line, dtype=float), style)[0].spots
        assert [x for x, _, _ in spots] == sorted(x for x, _, _ in spots)
        assert all(abs(turn) < 20 for _, _, turn in spots)


def test_text_is_not_bent_round_a_corner() -> None:
    style = Style(theme.dark(), 0, Tone.TEXT)
    corner = np.array([(0, 0), (45, 0), (45, 45)], dtype=float)
    assert along("Oak Street", corner, style) == []
