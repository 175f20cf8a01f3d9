"""What is recorded of a camera: by the server's own task, else from its recorder, else from the history of events."""

import asyncio
import logging
from contextlib import closing
from datetime import timedelta

from smartclient.adapters.xprotect.event_history import recording_history
from smartclient.adapters.xprotect.feeds import Feeds
from smartclient.adapters.xprotect.image_connection import ImageConnection
from smartclient.adapters.xprotect.image_sequences import recorder_sequences
from smartclient.adapters.xprotect.tasks import offered_tasks, run_task
from smartclient.adapters.xprotect.translate.footage import sequences, time_span, utc_text
from smartclient.domain.errors import MediaError, NotPermitted, Refused, Unsupported
from smartclient.domain.footage import Quality
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.store.spans import Spans, joined, within

TASK = "GetSequences"
PAGE = 10_000
SMALL_PAGE = 100
"""A server may cut its answer to a length of its own; below this it did not."""
MOST_PAGES = 100
_MARGIN = timedelta(seconds=1)

log = logging.getLogger(__name__)


class Sequences:
    """Asks in the best way this server knows."""

    def __init__(self, feeds: Feeds) -> None:
        self._feeds = feeds
        self._has_task: bool | None = None

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What is recorded within `span`. Raises Unsupported where nobody can tell, and other ServerErrors."""
        if await self._offers_task(camera):
            recorded = await self._by_task(camera, "RecordingSequence", span)
            try:
                motion = await self._by_task(camera, "MotionSequence", span)
            except (Unsupported, Refused, NotPermitted):
                motion = ()
            return Recordings(camera, span, recorded, motion)
        try:
            found = await asyncio.to_thread(self._by_recorder, camera, span)
        except MediaError as error:
            log.info("%s: %s", camera, error)
            return await recording_history(self._feeds.rest, camera, span)
        return Recordings(camera, span, await asyncio.to_thread(_merged, found, span))

    async def _offers_task(self, camera: DeviceId) -> bool:
        if self._has_task is None:
            try:
                offered = await offered_tasks(self._feeds.rest, camera, "list what can be asked of a camera")
            except (Unsupported, Refused, NotPermitted):
                offered = {}
            self._has_task = TASK.lower() in (task.lower() for task in offered)
        return self._has_task

    async def _by_task(self, camera: DeviceId, kind: str, span: Span) -> Spans:
        about = f"tell what is recorded of {self._feeds.name(camera)}"
        found: list[Span] = []
        begin = span.begin
        for _ in range(MOST_PAGES):
            asked = {
                "sequenceType": kind,
                "time": utc_text(begin),
                "timeBefore": time_span(_MARGIN),
                "timeAfter": time_span(span.end - begin),
                "maxCountBefore": 1,
                "maxCountAfter": PAGE,
            }
            told = await run_task(self._feeds.rest, camera, TASK, about, asked)
            page = await asyncio.to_thread(sequences, told, span.end)
            found += page
            last = max((piece.end for piece in page), default=begin)
            if len(page) < SMALL_PAGE or last <= begin or last >= span.end:
                break
            begin = last
        return await asyncio.to_thread(_merged, found, span)

    def _by_recorder(self, camera: DeviceId, span: Span) -> list[Span]:
        with closing(ImageConnection(self._feeds.recorded(camera, Quality.MAIN))) as connection:
            connection.open()
            return recorder_sequences(connection, span)


def _merged(pieces: list[Span], span: Span) -> Spans:
    return within(joined(pieces), span)
