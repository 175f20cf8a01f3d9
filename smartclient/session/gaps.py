"""What the cameras that follow a clock recorded around its instant, learnt ahead of it, so that gaps can be skipped."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.footage_reader import FootageReader
from smartclient.store.playback import Playback
from smartclient.store.recordings import KnownRecordings
from smartclient.store.spans import Spans, holding

AHEAD = timedelta(hours=6)
FARTHEST = timedelta(days=40)
SETTLED = timedelta(seconds=2)

log = logging.getLogger(__name__)


class Surroundings:
    """Called, it gives each camera's recorded pieces; nothing while one of them is not known where the clock stands."""

    def __init__(
        self,
        playback: Playback,
        cameras: Callable[[], Iterable[DeviceId]],
        recordings: KnownRecordings,
        reader: FootageReader,
        clock: Clock,
        tasks: Tasks,
    ) -> None:
        self._playback, self._cameras, self._recordings = playback, cameras, recordings
        self._reader, self._clock, self._tasks = reader, clock, tasks
        self._is_learning = False

    def __call__(self) -> Sequence[Sequence[Span]]:
        """Pieces by camera, in order of time, as far as they are needed; those whose past nobody can tell are left out."""
        at, is_forward = self._playback.instant, self._playback.speed >= 0
        pieces: list[Spans] = []
        edges: list[tuple[datetime, DeviceId]] = []
        for camera in self._cameras():
            if not self._reader.can_tell(camera):
                continue
            track = self._recordings.track(camera)
            known, around = holding(track.known, at), track.around(at)
            if known is None or around is None:
                self._learn(camera, at, is_forward)
                return ()
            pieces.append(around)
            edges.append((known.end if is_forward else known.begin, camera))
        if any(piece.holds(at) for spans in pieces for piece in spans):
            return pieces
        return () if self._has_to_learn(pieces, edges, at, is_forward) else pieces

    def _has_to_learn(
        self, pieces: Sequence[Spans], edges: Sequence[tuple[datetime, DeviceId]], at: datetime, is_forward: bool
    ) -> bool:
        """Whether a camera might have recorded before what is known to come next; then that is asked for."""
        now = self._clock.now()
        if is_forward:
            goal = min((p.begin for spans in pieces for p in spans if p.begin > at), default=now)
            edge, camera = min(edges, default=(now, None))
        else:
            goal = max((p.end for spans in pieces for p in spans if p.end <= at), default=now - FARTHEST)
            edge, camera = max(edges, default=(now - FARTHEST, None))
        is_behind = edge < min(goal, now - SETTLED) if is_forward else edge > goal
        if camera is not None and is_behind:
            self._learn(camera, edge, is_forward)
        return camera is not None and is_behind

    def _learn(self, camera: DeviceId, at: datetime, is_forward: bool) -> None:
        now = self._clock.now()
        window = Span(at, min(at + AHEAD, now)) if is_forward else Span(at - AHEAD, min(at + SETTLED, now))
        if not self._is_learning and window.begin < window.end:
            self._is_learning = True
            self._tasks.start("look beyond a gap", self._ask(camera, window))

    async def _ask(self, camera: DeviceId, window: Span) -> None:
        try:
            await self._reader.learn(camera, window)
        except (ServerError, MediaError) as error:
            log.info("what comes after a gap cannot be read: %s", error)
        finally:
            self._is_learning = False
