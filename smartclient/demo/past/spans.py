"""Arithmetic of spans: pairs (begin, end) of milliseconds, `end` not included, in order of time and not touching."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

Span = tuple[int, int]
_FOREVER = 1 << 62


def union(spans: Iterable[Span]) -> list[Span]:
    """Any spans as ordered ones that do not touch; empty ones vanish."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if begin >= end:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return found


def clip(spans: Iterable[Span], begin: int, end: int) -> list[Span]:
    """What of the spans lies between two times."""
    cut = ((max(first, begin), min(last, end)) for first, last in spans)
    return [span for span in cut if span[0] < span[1]]


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Spans less what lies in `holes`."""
    left = list(spans)
    for begin, end in holes:
        left = [
            part
            for first, last in left
            for part in ((first, min(last, begin)), (max(first, end), last))
            if part[0] < part[1]
        ]
    return left


def holding(spans: list[Span], at: int) -> Span | None:
    """The span a time lies in."""
    index = bisect_right(spans, (at, _FOREVER)) - 1
    return spans[index] if index >= 0 and at < spans[index][1] else None
