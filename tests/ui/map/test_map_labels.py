"""Lettering that never collides, and leaves pins free."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from smartclient.geometry.labels import overlap
from smartclient.geometry.viewport import Viewport
from smartclient.store.places import Places
from smartclient.store.workspace import MapLayer
from smartclient.ui import theme
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.labels import lettering
from smartclient.ui.map.layers.layer import Breathe, View
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


def numbered(view: View) -> dict[str, tuple[float, float, float, float]]:
    """Where the numbers of rooms stand."""
    return {text.rows[0].text: box for text, box in lettering(view, lambda: None)[1]}


def test_a_room_keeps_its_number_beside_a_pin_or_an_alarm_in_its_middle() -> None:
    bare = replace(order(0.06), pins=np.empty((0, 2)))
    left, top, right, bottom = numbered(bare)["103"]
    middle = np.array([bare.viewport.to_map((left + right) / 2, (top + bottom) / 2)])
    for half, view in ((12, replace(bare, pins=middle)), (24, replace(bare, signs=middle))):
        (x, y), box = view.viewport.to_screen(*middle[0].tolist()), numbered(view)["103"]
        assert not overlap(box, (x - half, y - half, x + half, y + half))


class Lettered:
    """Has a letter where it is told."""

    def __init__(self, at: QRectF) -> None:
        self._at = at

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:  # noqa: ARG002
        raise AssertionError

    def plates(self, view: View) -> list[QRectF]:  # noqa: ARG002
        return [self._at]


def test_names_keep_clear_of_what_lies_over_the_map_and_of_letters_laid_on_it() -> None:
    view = order(0.08)
    box = numbered(view)["103"]
    left, top, right, bottom = box
    laid = Lettered(QRectF(left, top, right - left, bottom - top))
    for other in (replace(view, covered=(box,)), replace(view, laid=(laid,))):
        assert not any(overlap(box, each) for _, each in lettering(other, lambda: None)[1])


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
