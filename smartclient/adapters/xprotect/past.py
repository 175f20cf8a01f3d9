"""The recorded past of one server's cameras: where to read it, and what there is of it."""

from collections.abc import Sequence
from functools import partial

from smartclient.adapters.xprotect.feeds import Feeds
from smartclient.adapters.xprotect.image_connection import Feed
from smartclient.adapters.xprotect.known_days import KnownDays
from smartclient.adapters.xprotect.playback import ImageServerRecording
from smartclient.adapters.xprotect.sequences import Sequences
from smartclient.adapters.xprotect.through_gateway import Recorded
from smartclient.domain.footage import Quality, RecordedSource, Recording
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.runtime.clock import Clock


class Past:
    """What of one server was seen before. Players open the recordings in their own threads."""

    def __init__(self, feeds: Feeds, clock: Clock) -> None:
        self._feeds = feeds
        self._days = KnownDays(Sequences(feeds).recordings, clock)

    def source(self, camera: DeviceId, quality: Quality) -> RecordedSource:
        """The camera's past. Raises Unsupported where the server names no recorder for it."""
        self._feeds.recorder(camera)
        opening = _Opening(self._feeds, camera, quality, partial(self._recorded, camera))
        return RecordedSource(opening.open, self._feeds.name(camera), way=lambda: opening.way)

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What is recorded of it. Raises Unsupported where nobody can tell, and other ServerErrors."""
        self._feeds.recorder(camera)
        return await self._days.recordings(camera, span)

    def _recorded(self, camera: DeviceId, span: Span) -> Sequence[Span]:
        """As `recordings`, for threads that may wait."""
        return self._feeds.on_loop(self._days.recordings(camera, span)).recorded


class _Opening:
    """Opens one camera's past, as often as it is asked to; `way` tells in words how it was opened last."""

    def __init__(self, feeds: Feeds, camera: DeviceId, quality: Quality, recorded: Recorded) -> None:
        self._feeds, self._camera, self._quality, self._recorded = feeds, camera, quality, recorded
        self.way = ""

    def open(self) -> Recording:
        feed = self._feeds.recorded(self._camera, self._quality)
        ways, gateway = self._feeds.ways, self._feeds.gateway
        recording, self.way = ways.open(
            feed.address, lambda: _from_recorder(feed), lambda: gateway.recorded(feed, self._recorded)
        )
        return recording


def _from_recorder(feed: Feed) -> Recording:
    return ImageServerRecording(feed)
