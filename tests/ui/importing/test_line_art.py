"""Lines of drawings as pixels."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from smartclient.geometry.viewport import Viewport
from smartclient.plans.importing.drawing import Draft
from smartclient.ui.importing import line_art
from smartclient.ui.importing.line_art import Strokes, coverage, draw, segments_of

_VIEW = Viewport(50.0, 25.0, 1.0, 100, 50)


def test_a_line_covers_the_pixels_along_it_and_no_others() -> None:
    cover = coverage(np.array([(10.0, 25.0, 90.0, 25.0)], dtype=np.float32), _VIEW)
    row = cover.sum(axis=1).argmax()
    assert row in (24, 25)
    assert (cover[row, 11:89] > 0.4).all()
    assert not cover[:20].any()
    assert not cover[30:].any()
    assert not cover[:, :9].any()


def test_lines_that_leave_the_picture_are_cut_at_its_edges() -> None:
    far = np.array([(-1e6, -1e6, 1e6, 1e6), (-500.0, 10.0, -400.0, 10.0), (50.0, -1e5, 50.0, 1e5)], dtype=np.float32)
    cover = coverage(far, _VIEW)
    assert cover[:, 49:52].any(axis=1).all()
    assert 0 < cover.sum() < 100 * 50 / 4


@pytest.mark.usefixtures("qapp")
def test_strokes_are_drawn_in_their_colour_on_nothing() -> None:
    image = draw([Strokes(np.array([(10.0, 25.0, 90.0, 25.0)], dtype=np.float32), QColor(255, 0, 0))], _VIEW)
    assert max(image.pixelColor(50, y).red() for y in range(20, 30)) > 200
    assert image.pixelColor(50, 5).alpha() == 0


def test_areas_are_closed_and_open_paths_are_not() -> None:
    draft = Draft()
    draft.area("a", [[(0, 0), (4, 0), (4, 4)]])
    draft.line("a", [(10, 10), (12, 10), (12, 12)])
    draft.point("a", (20, 20))
    draft.area("a", [[(30, 30), (34, 30), (34, 34), (30, 34)]])
    segments = segments_of(draft.layers()[0], (0.0, 0.0), (0.5, 0.5))
    assert len(segments) == 3 + 2 + 4
    sides = {tuple(map(float, side)) for side in segments}
    assert (2.0, 2.0, 0.0, 0.0) in sides
    assert (6.0, 6.0, 5.0, 5.0) not in sides


def test_however_long_the_lines_no_step_works_on_many_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    segments = (rng.random((900, 4)) * 100).astype(np.float32)
    whole = coverage(segments, _VIEW)
    worked: list[int] = []
    mark = line_art._mark_some

    def noted(
        marks: NDArray[np.bool_], a: NDArray[np.float64], b: NDArray[np.float64], steps: NDArray[np.int64], wide: int
    ) -> None:
        worked.append(int(steps.sum()))
        mark(marks, a, b, steps, wide)

    monkeypatch.setattr(line_art, "_mark_some", noted)
    monkeypatch.setattr(line_art, "_PIECE", 250)
    monkeypatch.setattr(line_art, "_PIXELS", 2_000)
    assert np.array_equal(coverage(segments, _VIEW), whole)
    assert len(worked) > 4
    assert max(worked) <= 2_000
