"""Time along pixels: there and back, and what stays where it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.recordings import Span
from smartclient.ui.video.timeline.axis import FINEST_S_PER_PX, LONGEST_S, Axis, from_s, to_s

NOW = datetime(2026, 11, 23, 12, 0, 0, 123_456, tzinfo=UTC)

widths = st.floats(50, 8_000)
axes = st.builds(Axis, st.floats(to_s(NOW) - 3e6, to_s(NOW)), st.floats(FINEST_S_PER_PX, 500), widths)


@given(st.integers(0, 10**15))
def test_seconds_are_exact_to_the_microsecond(microseconds: int) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    assert from_s(to_s(at)) == at


@given(axes, st.floats(0, 1))
def test_there_and_back(axis: Axis, share: float) -> None:
    x = share * axis.width_px
    assert axis.x(axis.at(x)) == pytest.approx(x, abs=1e-6 / axis.s_per_px + 1e-6)


@given(axes, st.floats(0.01, 100), st.floats(0, 1))
def test_zooming_keeps_the_time_under_the_pointer(axis: Axis, factor: float, share: float) -> None:
    x = share * axis.width_px
    zoomed = axis.zoomed(factor, x)
    assert abs(axis.at(x) - zoomed.at(x)) < timedelta(milliseconds=1)
    assert zoomed.s_per_px >= FINEST_S_PER_PX
    assert zoomed.s_per_px * zoomed.width_px <= LONGEST_S + 1


@given(axes, st.floats(-1e4, 1e4))
def test_panning_moves_all_time_alike(axis: Axis, right_px: float) -> None:
    panned = axis.panned(right_px)
    assert panned.x(axis.at(100)) == pytest.approx(100 + right_px, abs=1e-6 / axis.s_per_px + 1e-3)


@given(axes, widths)
def test_another_width_keeps_the_right_edge(axis: Axis, width: float) -> None:
    wider = axis.widened(width)
    assert abs((wider.span.end - axis.span.end).total_seconds()) < 1e-3
    assert wider.s_per_px == axis.s_per_px


@given(axes, st.floats(0, 20 * 86_400.0))
def test_a_span_is_fitted_whole(axis: Axis, seconds: float) -> None:
    span = Span(NOW - timedelta(seconds=seconds), NOW)
    fitted = axis.fitted(span)
    assert fitted.shows(span.begin)
    assert fitted.shows(span.end)
    assert abs(fitted.x(span.begin) + fitted.x(span.end) - fitted.width_px) < 1
