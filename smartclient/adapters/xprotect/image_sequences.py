"""Recorded sequences as a recorder lists them over the ImageServer protocol, where the server has no task for it."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from smartclient.adapters.xprotect.image_connection import ImageConnection
from smartclient.adapters.xprotect.picture import milliseconds, moment_of
from smartclient.adapters.xprotect.values import integer
from smartclient.domain.recordings import Span

PAGE = 1_000
MOST_CALLS = 200
ANSWER_S = 20.0
_ENTRY = re.compile(r"<(alarm|sequence)\b([^>]{0,1000}?)(?:/>|>(.{0,2000}?)</\1>)", re.IGNORECASE | re.DOTALL)
_VALUE = re.compile(r"""<?(\w{1,40})(?:\s*=\s*["']|>)\s*(\d{1,15})""")
_MILLISECOND = timedelta(milliseconds=1)


def recorder_sequences(connection: ImageConnection, span: Span) -> list[Span]:
    """The pieces that touch `span`, in any order. Blocks, one call for each page. Raises ConnectionLost."""
    found: set[Span] = set()
    end = span.end
    with connection.in_use():
        for _ in range(MOST_CALLS):
            page = [piece for piece in _page(connection, Span(span.begin, end)) if piece.meets(Span(span.begin, end))]
            oldest = min((piece.begin for piece in page), default=span.begin)
            is_new = not found.issuperset(page)
            found.update(page)
            if not is_new or oldest <= span.begin:
                break
            end = oldest
    return list(found)


def _page(connection: ImageConnection, span: Span) -> Iterator[Span]:
    """What lies around the middle of `span`: whether the time asked for counts to one or to both sides is not documented."""
    middle = milliseconds(span.begin + span.length / 2)
    number = connection.call(
        f"<methodname>alarms</methodname><centertime>{middle}</centertime>"
        f"<timespan>{span.length // _MILLISECOND + 1}</timespan><numalarms>{PAGE}</numalarms>"
    )
    connection.give_up_at_s = time.monotonic() + ANSWER_S
    while True:
        told = connection.answer()
        if isinstance(told, str) and (f"<requestid>{number}</requestid>" in told or "alarms" in told.lower()):
            break
    for entry in _ENTRY.finditer(told):
        values = {name.lower(): _moment(value) for name, value in _VALUE.findall(f"{entry[2]} {entry[3] or ''}")}
        begin = values.get("starttime") or values.get("start") or values.get("begin")
        end = values.get("endtime") or values.get("end")
        if begin is not None and end is not None and begin < end:
            yield Span(begin, end)


def _moment(value: str) -> datetime | None:
    return moment_of(integer(value))
