"""Bars say where time is recorded: nothing is lost however small, and a gap a pixel wide is a gap."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.store.recordings import Track
from smartclient.store.spans import joined
from smartclient.ui.video.timeline.axis import Axis, to_s
from smartclient.ui.video.timeline.rows import Row, bars, common, rest, seconds, union, unknown_bars

START = datetime(2026, 11, 22, tzinfo=UTC)
AXIS = Axis(to_s(START), 1.0, 100)


def span(begin: float, end: float) -> Span:
    return Span(START + timedelta(seconds=begin), START + timedelta(seconds=end))


def row(*recorded: Span, known: Span, motion: tuple[Span, ...] = ()) -> Row:
    return Row.of(DeviceId("c"), "c", Track((known,), recorded, motion))


def columns(runs: np.ndarray) -> set[int]:
    return {x for begin, end in runs.tolist() for x in range(begin, end)}


pieces = st.lists(
    st.tuples(st.floats(-50, 150), st.floats(0.01, 60)).map(lambda p: span(p[0], p[0] + p[1])), max_size=12
)


@given(pieces)
def test_a_column_is_filled_where_any_of_its_time_is(spans: list[Span]) -> None:
    whole = joined(spans)
    runs = bars(seconds(whole), AXIS)
    touched = {x for x in range(100) if any(s.meets(span(x + 1e-5, x + 1 - 1e-5)) for s in whole)}
    assert touched <= columns(runs) <= {x for x in range(100) if any(s.meets(span(x - 1, x + 2)) for s in whole)}
    assert columns(rest(runs, 100)) == set(range(100)) - columns(runs)
    assert (runs[1:, 0] > runs[:-1, 1]).all()


def test_a_blink_of_motion_is_seen_among_thirty_days() -> None:
    month = Axis(to_s(START) - 30 * 86_400, 30 * 86_400 / 1_000, 1_000)
    assert columns(bars(seconds((span(-1_000, -999.9),)), month)) == {999}


def test_a_gap_of_one_column_is_a_gap() -> None:
    assert bars(seconds((span(10, 20), span(21, 30))), AXIS).tolist() == [[10, 20], [21, 30]]


def test_all_cameras_together() -> None:
    hall = row(span(0, 30), known=span(0, 60), motion=(span(5, 6),))
    gym = row(span(20, 40), known=span(0, 80))
    recorded, motion, unknown = common(union([hall, gym]), AXIS)
    assert recorded.tolist() == [[0, 40]]
    assert motion.tolist() == [[5, 6]]
    assert unknown.tolist() == [[60, 100]]
    assert unknown_bars(hall, AXIS).tolist() == [[60, 100]]


def test_what_is_recorded_by_one_is_not_unknown_for_all() -> None:
    hall, gym = row(known=span(0, 10)), row(span(0, 50), known=span(0, 100))
    assert common(union([hall, gym]), AXIS)[2].tolist() == [[50, 100]]


@given(st.lists(st.tuples(pieces, pieces, pieces), min_size=1, max_size=4))
def test_the_row_of_all_has_what_any_has_and_knows_what_is_known_of_every_one(
    rows: list[tuple[list[Span], list[Span], list[Span]]],
) -> None:
    tracks = [Track(joined(known), joined(recorded), joined(motion)) for known, recorded, motion in rows]
    whole = union([Row.of(DeviceId("c"), "c", track) for track in tracks])
    for number in range(-50, 220):
        at = START + timedelta(seconds=number)
        has = [np.any((piece[:, 0] <= to_s(at)) & (to_s(at) < piece[:, 1])) for piece in (whole.recorded, whole.known)]
        assert has[0] == any(s.begin <= at < s.end for track in tracks for s in track.recorded)
        assert has[1] == all(any(s.begin <= at < s.end for s in track.known) for track in tracks)
    assert (whole.motion[1:, 0] > whole.motion[:-1, 1]).all()
