"""Pieces of time against sets of seconds: the same arithmetic, done the slow way."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.recordings import Span
from smartclient.store.spans import cut, following, holding, joined, preceding, replaced, within, without

START = datetime(2026, 11, 1, tzinfo=UTC)
LAST = 60


def at(second: int) -> datetime:
    return START + timedelta(seconds=second)


def seconds(spans: tuple[Span, ...]) -> set[int]:
    return {s for span in spans for s in range(LAST) if span.holds(at(s))}


pieces = st.tuples(st.integers(0, LAST), st.integers(0, LAST)).map(lambda ends: Span(at(min(ends)), at(max(ends))))
many = st.lists(pieces, max_size=8)


def is_tidy(spans: tuple[Span, ...]) -> bool:
    return all(a.end < b.begin for a, b in itertools.pairwise(spans)) and all(s.length for s in spans)


@given(many)
def test_joined_is_the_same_time_in_pieces_apart(spans: list[Span]) -> None:
    assert seconds(joined(spans)) == seconds(tuple(spans))
    assert is_tidy(joined(spans))


@given(many, pieces)
def test_within_and_without_share_a_window_out(spans: list[Span], window: Span) -> None:
    whole = joined(spans)
    inside, outside = within(whole, window), without(window, whole)
    assert seconds(inside) == seconds(whole) & seconds((window,))
    assert seconds(outside) == seconds((window,)) - seconds(whole)


@given(many, pieces, many)
def test_replaced_changes_the_window_only(spans: list[Span], window: Span, fresh: list[Span]) -> None:
    inside = within(joined(fresh), window)
    after = replaced(joined(spans), window, inside)
    assert seconds(after) == seconds(tuple(spans)) - seconds((window,)) | seconds(inside)
    assert is_tidy(after)


@given(many, st.integers(0, LAST))
def test_neighbours_of_an_instant(spans: list[Span], second: int) -> None:
    whole, moment = joined(spans), at(second)
    assert holding(whole, moment) == next((s for s in whole if s.holds(moment)), None)
    assert following(whole, moment) == next((s for s in whole if s.begin > moment), None)
    assert preceding(whole, moment) == next((s for s in reversed(whole) if s.end <= moment), None)


@given(pieces, st.integers(1, 20))
def test_cut_gives_the_same_time_newest_first(span: Span, longest: int) -> None:
    parts = cut(span, timedelta(seconds=longest))
    assert seconds(parts) == seconds((span,))
    assert all(part.length <= timedelta(seconds=longest) for part in parts)
    assert list(parts) == sorted(parts, reverse=True)
