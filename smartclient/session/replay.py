"""What a person does with the clock of the past: play, lead, step, jump to the next recording or moment, and back to live."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.footage_reader import FootageReader
from smartclient.store.moments import Moment, moments, near
from smartclient.store.notices import Grade, Notices
from smartclient.store.past import Past
from smartclient.store.playback import SPEEDS, Playback
from smartclient.store.recordings import Held, Track
from smartclient.store.site_store import SiteStore
from smartclient.store.spans import following, holding, preceding
from smartclient.store.workspace import Workspace

LEAD = timedelta(seconds=5)
"""What led to a moment is shown before it."""
NEXT_LIVE_S = 0.5
LOOK_BACK_S = 3.0
"""Asked for the one before while one has only just begun, a person means the one before that."""
REACHES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=2), timedelta(days=10), timedelta(days=40))
"""How far the next recording is looked for, piece by piece."""
NOTICE = "replay"
_JUST_BEFORE = timedelta(microseconds=1)


class Replay:
    """Acts on the clock of the chosen tile; needs a running loop for what has to be asked of the server first."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        past: Past,
        reader: FootageReader,
        notices: Notices,
        clock: Clock,
        step: Callable[[int], None],
    ) -> None:
        """`step` sets the chosen tile's clock so many pictures on."""
        self._store, self._workspace, self._past, self._reader = store, workspace, past, reader
        self._notices, self._clock = notices, clock
        self.step = step
        self._pace = 1.0
        self._tasks = Tasks("replay")

    @property
    def playback(self) -> Playback:
        """The clock that is acted on."""
        return self._past.playbacks.of(self._workspace.wall, self._workspace.tile)

    @property
    def pace(self) -> float:
        """How fast it plays when it plays."""
        return abs(self.playback.speed) or self._pace

    @property
    def camera(self) -> DeviceId | None:
        """The chosen tile's camera."""
        return self._workspace.tiles[self._workspace.tile]

    async def stop(self) -> None:
        """Looks for nothing any more."""
        await self._tasks.cancel()

    def play_or_pause(self) -> None:
        """Stands still, or runs on from there."""
        playback = self.playback
        if playback.speed == 0.0:
            playback.play(self._pace)
        else:
            self._stand()

    def play_backward(self) -> None:
        """Runs backward, or stands still when it does already."""
        if self.playback.speed < 0:
            self._stand()
        else:
            self.playback.play(-self.pace)

    def change_pace(self, by: int) -> None:
        """So many steps faster, or slower; live can only become slower."""
        playback = self.playback
        nearest = min(range(len(SPEEDS)), key=lambda place: abs(SPEEDS[place] - self.pace))
        place = min(max(nearest + by, 0), len(SPEEDS) - 1)
        self.set_pace(1.0 if playback.is_live and by > 0 else SPEEDS[place])

    def set_pace(self, pace: float) -> None:
        """That fast from now on, in the direction it runs."""
        playback = self.playback
        self._pace = pace
        if playback.speed != 0.0 and not (playback.is_live and pace >= 1.0):
            playback.play(pace if playback.speed > 0 else -pace)

    def go_to(self, at: datetime) -> None:
        """Jumps there and runs or stands as before; from live it runs on."""
        playback = self.playback
        if at >= self._clock.now():
            self.go_live()
        else:
            playback.run_from(at, playback.speed)

    def go_by(self, seconds: float) -> None:
        """Jumps so far forward, or back."""
        self.go_to(self.playback.instant + timedelta(seconds=seconds))

    def go_live(self) -> None:
        """Watches now."""
        self._pace = 1.0
        self.playback.go_live()

    def show_at(self, at: datetime) -> None:
        """All tiles follow one clock again, which runs from a little before that moment."""
        playbacks = self._past.playbacks
        for wall, tile in playbacks.loose:
            playbacks.join(wall, tile)
        playbacks.one.run_from(at - LEAD, 1.0)

    def toggle_loose(self) -> None:
        """Gives the chosen tile its own clock, or lets it follow the others again."""
        wall, playbacks = self._workspace.wall, self._past.playbacks
        if playbacks.is_loose(wall, wall.tile):
            playbacks.join(wall, wall.tile)
        else:
            playbacks.loosen(wall, wall.tile)

    def next_moment(self, direction: int) -> None:
        """The next alarm, event or mark (1), or the one before (-1)."""
        cameras = [camera for camera in self._workspace.tiles if camera is not None]
        found = neighbour(
            moments(self._store, self._past, near(self._store, cameras)), self.playback.instant, direction
        )
        if found is not None:
            self.go_to(found.at - LEAD)
            self._notices.say(NOTICE, f"{found.words}.", Grade.QUIET)
        else:
            self._say("later" if direction > 0 else "earlier", "alarm, event or bookmark is known")

    def next_recording(self, direction: int) -> None:
        """Where the chosen camera's next recorded piece begins (1), or the one before (-1)."""
        camera = self.camera
        if camera is not None:
            self._tasks.start("find a recording", self._find_recording(camera, direction, self.playback))

    async def _find_recording(self, camera: DeviceId, direction: int, playback: Playback) -> None:
        at, now = playback.instant, self._clock.now()
        for reach in REACHES:
            window = Span(at, min(at + reach, now)) if direction > 0 else Span(at - reach, at)
            try:
                await self._reader.learn(camera, window)
            except (ServerError, MediaError) as error:
                self._notices.say(NOTICE, str(error))
                return
            track = self._past.recordings.track(camera)
            goal = recording_beside(track, at, direction)
            if goal is not None and track.held(goal - _JUST_BEFORE) is not Held.UNKNOWN:
                self.go_to(goal)
                return
            if window.end >= now and direction > 0:
                break
        if direction > 0:
            self.go_live()
        else:
            self._say("earlier", "recording of this camera is there")

    def _stand(self) -> None:
        if not self.playback.is_live:
            self._pace = abs(self.playback.speed) or self._pace
        self.playback.pause()

    def _say(self, which: str, what: str) -> None:
        self._notices.say(NOTICE, f"No {which} {what}.", Grade.QUIET)


def neighbour(known: Sequence[Moment], at: datetime, direction: int) -> Moment | None:
    """The first moment whose lead-in begins after `at`, or the last whose lead-in began a little before it."""
    if direction > 0:
        return next((m for m in known if (m.at - LEAD - at).total_seconds() > NEXT_LIVE_S), None)
    return next((m for m in reversed(known) if (at - (m.at - LEAD)).total_seconds() > LOOK_BACK_S), None)


def recording_beside(track: Track, at: datetime, direction: int) -> datetime | None:
    """Where the next recorded piece begins; backward, where the one that runs began unless that was only just now."""
    if direction > 0:
        later = following(track.recorded, at)
        return later.begin if later is not None else None
    own = holding(track.recorded, at)
    if own is not None and (at - own.begin).total_seconds() > LOOK_BACK_S:
        return own.begin
    before = preceding(track.recorded, own.begin if own is not None else at)
    return before.begin if before is not None else None
