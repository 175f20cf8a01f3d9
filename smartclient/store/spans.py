"""Arithmetic of pieces of time: joined, cut out of each other, found by an instant. Tuples are in order and do not touch."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from smartclient.domain.recordings import Span

Spans = tuple[Span, ...]
NONE = timedelta(0)


def joined(spans: Iterable[Span], bridge: timedelta = NONE) -> Spans:
    """The same time in the fewest pieces: those that touch, overlap or lie at most `bridge` apart become one."""
    out: list[Span] = []
    for span in sorted(span for span in spans if span.begin < span.end):
        if out and span.begin <= out[-1].end + bridge:
            if span.end > out[-1].end:
                out[-1] = Span(out[-1].begin, span.end)
        else:
            out.append(span)
    return tuple(out)


def within(spans: Sequence[Span], window: Span) -> Spans:
    """What of them lies in `window`, cut at its ends."""
    first = max(0, bisect_right(spans, window.begin, key=_begin) - 1)
    out: list[Span] = []
    for span in spans[first:]:
        if span.begin >= window.end:
            break
        if span.end > window.begin:
            out.append(Span(max(span.begin, window.begin), min(span.end, window.end)))
    return tuple(out)


def without(window: Span, spans: Sequence[Span]) -> Spans:
    """What of `window` none of them covers."""
    out: list[Span] = []
    at = window.begin
    for span in within(spans, window):
        if span.begin > at:
            out.append(Span(at, span.begin))
        at = max(at, span.end)
    if at < window.end:
        out.append(Span(at, window.end))
    return tuple(out)


def replaced(spans: Spans, window: Span, fresh: Iterable[Span]) -> Spans:
    """`spans` with everything in `window` given up for `fresh`; what lies elsewhere is not looked at."""
    first = bisect_left(spans, window.begin, key=_end)
    last = bisect_right(spans, window.end, key=_begin)
    kept: list[Span] = []
    for span in spans[first:last]:
        kept += [Span(span.begin, min(span.end, window.begin)), Span(max(span.begin, window.end), span.end)]
    kept = [span for span in kept if span.begin < span.end]
    return (*spans[:first], *joined((*kept, *fresh)), *spans[last:])


def holding(spans: Sequence[Span], at: datetime) -> Span | None:
    """The piece that holds `at`."""
    place = bisect_right(spans, at, key=_begin) - 1
    return spans[place] if place >= 0 and spans[place].holds(at) else None


def following(spans: Sequence[Span], at: datetime) -> Span | None:
    """The first piece that begins after `at`."""
    place = bisect_right(spans, at, key=_begin)
    return spans[place] if place < len(spans) else None


def preceding(spans: Sequence[Span], at: datetime) -> Span | None:
    """The last piece that ended at or before `at`."""
    place = bisect_right(spans, at, key=_begin) - 1
    if place >= 0 and spans[place].end > at:
        place -= 1
    return spans[place] if place >= 0 else None


def cut(span: Span, longest: timedelta) -> Spans:
    """The same time in pieces of at most `longest`, the newest first."""
    out: list[Span] = []
    end = span.end
    while end > span.begin:
        begin = max(span.begin, end - longest)
        out.append(Span(begin, end))
        end = begin
    return tuple(out)


def _begin(span: Span) -> datetime:
    return span.begin


def _end(span: Span) -> datetime:
    return span.end
