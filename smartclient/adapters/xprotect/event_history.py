"""What was recorded according to the events the server kept: recording and motion, started and stopped."""

from datetime import datetime

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.stored_events import stored_events
from smartclient.adapters.xprotect.translate.events import system_kinds
from smartclient.adapters.xprotect.values import device_id, moment
from smartclient.domain.errors import Unsupported
from smartclient.domain.events import EventKind
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.store.spans import Spans, joined, within


async def recording_history(rest: Rest, camera: DeviceId, span: Span) -> Recordings:
    """Pieces by pairs of events. Raises Unsupported where the server keeps none of this camera's, and other ServerErrors."""
    marks = [
        (at, kind)
        async for page in stored_events(rest, span.begin, camera, {})
        for item in page
        if device_id(item.get("source")) == camera and (at := moment(item.get("time"))) is not None
        for kind in system_kinds(item.get("type"))
    ]
    marks.sort(key=lambda mark: mark[0])
    recorded = _pieces(marks, EventKind.RECORDING_STARTED, EventKind.RECORDING_STOPPED, span)
    motion = _pieces(marks, EventKind.MOTION_STARTED, EventKind.MOTION_STOPPED, span)
    if not recorded:
        raise Unsupported("This server does not tell what is recorded.")
    return Recordings(camera, span, recorded, motion)


def _pieces(marks: list[tuple[datetime, EventKind]], started: EventKind, stopped: EventKind, span: Span) -> Spans:
    """From each start to the next stop; a stop without a start began before, and what did not stop lasts."""
    pieces: list[Span] = []
    begin: datetime | None = None
    is_first = True
    for at, kind in marks:
        if kind is started:
            begin, is_first = begin or at, False
        elif kind is stopped:
            since = begin or (span.begin if is_first else at)
            pieces.append(Span(min(since, at), at))
            begin, is_first = None, False
    if begin is not None:
        pieces.append(Span(begin, max(begin, span.end)))
    return within(joined(pieces), span)
