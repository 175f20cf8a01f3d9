"""One playback session, read group by group while the gateway sends as fast as it plays."""

from concurrent.futures import CancelledError, Future
from dataclasses import replace
from datetime import datetime

from smartclient.adapters.xprotect.webrtc.arrivals import Arrivals
from smartclient.adapters.xprotect.webrtc.groups import Groups
from smartclient.adapters.xprotect.webrtc.live import end_soon
from smartclient.adapters.xprotect.webrtc.loop_thread import LoopThread
from smartclient.adapters.xprotect.webrtc.session import OPEN_TIMEOUT_S, Gateway, Session
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Gop, Packet

SILENCE_S = 3.0
"""A session from which nothing comes for so long has nothing more to show."""
MOST_AHEAD = 120
"""Pictures kept for a reader who is busy; then the session ends, as the gateway would fetch at this speed what nobody may want."""


class PlaybackRun:
    """Reads one session from its start on; `close` may be called from any thread and ends a waiting `next`."""

    def __init__(self, thread: LoopThread, gateway: Gateway, wish: Wish, label: str, start: datetime) -> None:
        """Begins to open it and does not wait. Raises NoPicture when everything ends."""
        self._thread, self._label = thread, label
        self.position = start
        """Where the next group begins, or later."""
        self._arrivals = Arrivals(keeps_all=True, most_pictures=MOST_AHEAD)
        begin = start.replace(microsecond=start.microsecond // 1000 * 1000)
        self._session = Session(gateway, replace(wish, start=begin), label, self._arrivals)
        self._opening: Future[None] = thread.start(self._session.open())
        self._groups = Groups(self._take)

    @property
    def is_silent(self) -> bool:
        """Whether it has no more to show."""
        return self._groups.is_silent

    def next(self) -> Gop | None:
        """The next group; None when there is none. Raises PacketsLost, ReadAhead, other MediaErrors or ServerErrors."""
        try:
            self._opening.result(OPEN_TIMEOUT_S + 5)
        except (CancelledError, TimeoutError) as error:
            raise NoPicture(f"No picture from {self._label}: it was closed.") from error
        group = self._groups.next()
        if group is not None:
            self.position = group.end
        return group

    def close(self) -> None:
        """Ends it without waiting for the gateway."""
        self._arrivals.end(NoPicture(f"No picture from {self._label}: it was closed."))
        self._opening.cancel()
        end_soon(self._thread, self._session)

    def _take(self) -> Packet | None:
        return self._arrivals.take(SILENCE_S)
