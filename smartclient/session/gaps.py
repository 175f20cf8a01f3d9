"""What the cameras that follow a clock recorded around its instant, learnt ahead of it, so that gaps can be skipped."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.footage_reader import FootageReader
from smartclient.store.playback import Playback
from smartclient.store.recordings import KnownRecordings
from smartclient.store.spans import holding

AHEAD = timedelta(hours=6)

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
        """Pieces by camera, in order of time; those whose past nobody can tell are left out."""
        at, now = self._playback.instant, self._clock.now()
        is_forward = self._playback.speed >= 0
        found: list[Sequence[Span]] = []
        for camera in self._cameras():
            if not self._reader.can_tell(camera):
                continue
            track = self._recordings.track(camera)
            known, pieces = holding(track.known, at), track.around(at)
            if known is None or pieces is None:
                self._learn(camera, Span(at, min(at + AHEAD, now)) if is_forward else Span(at - AHEAD, at))
                return ()
            found.append(pieces)
            is_in = any(piece.holds(at) for piece in pieces)
            is_last = not any(piece.begin > at if is_forward else piece.end <= at for piece in pieces)
            if not is_in and is_last:
                edge = known.end if is_forward else known.begin
                self._learn(camera, Span(edge, min(edge + AHEAD, now)) if is_forward else Span(edge - AHEAD, edge))
                return ()
        return found

    def _learn(self, camera: DeviceId, window: Span) -> None:
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
