"""The opening queue, the choice of stream by tile size, and the age of a picture."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.footage import Quality
from smartclient.runtime.clock import ManualClock
from smartclient.video.age import AgeMeter
from smartclient.video.frames import Frame, fitted
from smartclient.video.opening import OpenQueue
from smartclient.video.quality import wanted

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_at_most_four_open_at_a_time_in_the_order_they_came() -> None:
    queue, started = OpenQueue(limit=4), list[int]()
    tickets = [queue.ticket(lambda n=n: started.append(n)) for n in range(7)]  # type: ignore[misc]
    for ticket in tickets:
        ticket.enter()
    assert started == [0, 1, 2, 3]
    tickets[5].done()
    tickets[2].done()
    tickets[2].done()
    tickets[0].done()
    assert started == [0, 1, 2, 3, 4, 6]


@pytest.mark.parametrize(
    ("current", "tile_width", "expected"),
    [
        (None, 640, Quality.SUB),
        (None, 800, Quality.SUB),
        (None, 801, Quality.MAIN),
        (Quality.SUB, 790, Quality.SUB),
        (Quality.MAIN, 790, Quality.MAIN),
        (Quality.MAIN, 640, Quality.SUB),
    ],
)
def test_a_tile_gets_the_stream_it_needs_and_keeps_it(
    current: Quality | None, tile_width: int, expected: Quality
) -> None:
    assert wanted(current, tile_width, 640) is expected


@given(st.integers(1, 8000), st.integers(1, 8000), st.integers(1, 8000), st.integers(1, 8000))
def test_a_fitted_picture_fits_and_is_never_enlarged(
    source_width: int, source_height: int, width: int, height: int
) -> None:
    fit_width, fit_height = fitted(source_width, source_height, width, height)
    assert 1 <= fit_width <= min(width, source_width)
    assert 1 <= fit_height <= min(height, source_height)


def frame(at: datetime | None, received_s: float) -> Frame:
    return Frame(np.zeros((1, 1, 4), np.uint8), 1, 1, at, received_s, 1, 1)


@pytest.mark.parametrize(
    ("camera_is_behind_s", "age_s"),
    [(0.2, 2.2), (-0.5, 1.5), (-3600.0, 2.0), (86_400.0, 2.0), (None, 2.0)],
)
def test_age_is_by_the_cameras_clock_where_that_can_be_believed(camera_is_behind_s: float | None, age_s: float) -> None:
    clock = ManualClock(START)
    meter = AgeMeter(clock)
    assert meter.age_s is None
    at = None if camera_is_behind_s is None else START - timedelta(seconds=camera_is_behind_s)
    meter.note(frame(at, clock.steady_s()))
    clock.advance(2.0)
    assert meter.age_s == pytest.approx(age_s)
