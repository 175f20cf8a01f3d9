"""Learns what is recorded and marked, as far as somebody looks at it: the unknown first, then what may have grown."""

import asyncio
import logging
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from smartclient.adapters.server import Capability, Server
from smartclient.domain.errors import MediaError, NotPermitted, ServerError, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.store.past import Past
from smartclient.store.spans import cut

AT_ONCE = 2
LONGEST = timedelta(days=2)
"""One question's span, so that a month fills from its newest day on."""
UNSETTLED = timedelta(seconds=20)
"""A recorder tells of a piece only when it has closed or written it: the newest time is asked for again."""
MARKS_AGAIN_S = 30.0
LEAST_WAIT_S, LONGEST_WAIT_S = 2.0, 60.0
_GROWTH_PX = 3.0
_START = datetime(2000, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


class FootageReader:
    """Fills the stores of the past for the time on show; needs a running loop.

    A camera whose past nobody can tell is not asked again; other trouble is tried again when the next look is due.
    """

    def __init__(self, server: Server, past: Past, clock: Clock) -> None:
        self._server, self._past, self._clock = server, past, clock
        self._tasks = Tasks("footage")
        self._wake = asyncio.Event()
        self._cameras: tuple[DeviceId, ...] = ()
        self._window = Span(_START, _START)
        self._s_per_px = 1.0
        self._mute: set[DeviceId] = set()
        self._marks_read_s: float | None = None

    def look(self, cameras: Iterable[DeviceId], window: Span, s_per_px: float) -> None:
        """This is on show now, the most wanted camera first; growth of less than a few pixels is not asked for."""
        self._cameras, self._window, self._s_per_px = tuple(cameras), window, s_per_px
        self._wake.set()
        if len(self._tasks) == 0:
            self._tasks.start("read what is on show", self._run())

    def look_again(self) -> None:
        """The marks are different now: somebody set one here."""
        self._marks_read_s = None
        self._wake.set()

    def can_tell(self, camera: DeviceId) -> bool:
        """Whether the server may be asked what that camera recorded."""
        return camera not in self._mute

    async def learn(self, camera: DeviceId, window: Span) -> None:
        """Asks for what is not known of `window`, whether or not it is on show. Raises ServerError and MediaError."""
        try:
            for piece in self._unknown(camera, window):
                await self._ask(camera, piece)
        except (Unsupported, NotPermitted):
            self._mute.add(camera)
            raise

    async def stop(self) -> None:
        """Asks nothing more."""
        await self._tasks.cancel()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            is_well = await self._read_marks()
            is_well = await self._read_recordings() and is_well
            if not is_well:
                await asyncio.sleep(LEAST_WAIT_S)
            try:
                async with asyncio.timeout(self._growth_s()):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _growth_s(self) -> float:
        """How much newer footage is worth a question: what can be seen on show."""
        return min(max(_GROWTH_PX * self._s_per_px, LEAST_WAIT_S), LONGEST_WAIT_S)

    async def _read_recordings(self) -> bool:
        """Two questions at a time, newest time first, until what is on show is known; false when a camera gave no answer."""
        silent: set[DeviceId] = set()
        asked: set[tuple[DeviceId, Span]] = set()
        while pieces := [piece for piece in self._wanted(silent) if piece not in asked][:AT_ONCE]:
            asked.update(pieces)
            asking = [self._tasks.start(f"ask about {piece[0]}", self._try(*piece, silent)) for piece in pieces]
            await asyncio.wait(asking)
        return not silent

    async def _try(self, camera: DeviceId, piece: Span, silent: set[DeviceId]) -> None:
        """Asks; a camera that gives no answer becomes `silent`, one that never will is not asked again."""
        try:
            await self._ask(camera, piece)
        except (ServerError, MediaError) as error:
            log.info("what %s recorded cannot be read: %s", camera, error)
            (self._mute if isinstance(error, Unsupported | NotPermitted) else silent).add(camera)

    def _wanted(self, silent: Collection[DeviceId]) -> list[tuple[DeviceId, Span]]:
        now = self._clock.now()
        return [
            (camera, piece)
            for camera in self._cameras
            if camera not in self._mute and camera not in silent
            for piece in self._unknown(camera, self._window)
            if piece.end < now or piece.length.total_seconds() >= self._growth_s()
        ]

    def _unknown(self, camera: DeviceId, window: Span) -> list[Span]:
        """What is not known of the window as far as it is past, newest first, in pieces short enough to ask for."""
        end = min(window.end, self._clock.now())
        if end <= window.begin:
            return []
        unknown = self._past.recordings.track(camera).unknown(Span(window.begin, end))
        return [piece for whole in reversed(unknown) for piece in cut(whole, LONGEST)]

    async def _ask(self, camera: DeviceId, piece: Span) -> None:
        """Asks for a piece; the newest one with what was told before it, as that may have been unfinished."""
        now = self._clock.now()
        begin = piece.begin - UNSETTLED if now - piece.end < UNSETTLED else piece.begin
        self._past.recordings.take(await self._server.recordings(camera, Span(begin, piece.end)), until=now)

    async def _read_marks(self) -> bool:
        """Marks of the time on show; false when there was no answer."""
        now_s, window = self._clock.steady_s(), self._window
        is_due = self._marks_read_s is None or now_s - self._marks_read_s >= MARKS_AGAIN_S
        if not (is_due or self._past.marks.unknown(window)) or window.begin >= window.end or not self._keeps_marks():
            return True
        self._marks_read_s = now_s
        try:
            self._past.marks.take(window, await self._server.marks(window))
        except (ServerError, MediaError) as error:
            log.info("bookmarks and evidence locks cannot be read: %s", error)
            self._marks_read_s = None
            return False
        return True

    def _keeps_marks(self) -> bool:
        return bool({Capability.BOOKMARKS, Capability.EVIDENCE_LOCKS} & self._server.capabilities)
