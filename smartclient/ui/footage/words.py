"""Spans of footage in words, local time, the date where it is not today's."""

from datetime import datetime

from smartclient.domain.recordings import Span
from smartclient.ui.video.timeline.transport import length_words


def moment_words(at: datetime, now: datetime) -> str:
    """`14:02:11` today, else `Sat 21 Nov 14:02:11`."""
    local = at.astimezone()
    day = "" if local.date() == now.astimezone().date() else f"{local:%a} {local.day} {local:%b} "
    return f"{day}{local:%H:%M:%S}"


def span_words(span: Span, now: datetime) -> str:
    """`14:02:11 – 14:03:05 · 54 s`."""
    begin, end = span.begin.astimezone(), span.end.astimezone()
    last = f"{end:%H:%M:%S}" if begin.date() == end.date() else moment_words(span.end, now)
    return f"{moment_words(span.begin, now)} – {last} · {length_words(span.length.total_seconds())}"


def piece_words(span: Span, now: datetime) -> str:
    """`14:02:11 · 54 s`."""
    return f"{moment_words(span.begin, now)} · {length_words(span.length.total_seconds())}"
