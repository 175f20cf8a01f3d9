"""The recorded past of one server's cameras: where to read it, and what there is of it."""

from functools import partial

from smartclient.adapters.xprotect.feeds import Feeds
from smartclient.adapters.xprotect.known_days import KnownDays
from smartclient.adapters.xprotect.playback import ImageServerRecording
from smartclient.adapters.xprotect.sequences import Sequences
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
        return RecordedSource(partial(self._open, camera, quality), self._feeds.name(camera))

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What is recorded of it. Raises Unsupported where nobody can tell, and other ServerErrors."""
        self._feeds.recorder(camera)
        return await self._days.recordings(camera, span)

    def _open(self, camera: DeviceId, quality: Quality) -> Recording:
        return ImageServerRecording(self._feeds.recorded(camera, quality))
