"""What a tile holds of one camera: it plays live while its clock is live, and the past at the clock's instant otherwise."""

from datetime import datetime

from smartclient.runtime.signal import Signal
from smartclient.store.playback import Playback
from smartclient.video.engine import Stats
from smartclient.video.frames import Frame
from smartclient.video.player import Player
from smartclient.video.recorded.player import RecordedPlayer
from smartclient.video.status import Phase, PlayerStatus


class CameraPlayer:
    """Two players behind one face; the one that is left plays on until the other has something to show, so nothing goes black.

    Belongs to the loop's thread. Without a clock to follow it is live.
    """

    def __init__(self, live: Player, recorded: RecordedPlayer) -> None:
        """Takes both over: they are idle and nobody else touches them."""
        self.changed: Signal[PlayerStatus] = Signal()
        self.frame_arrived: Signal[None] = Signal()
        """Told when `take` has something new after it had nothing."""
        self._live = live
        self._recorded = recorded
        self._playback: Playback | None = None
        self._unfollow = _nothing
        self._is_on_screen = False
        self._is_past = False
        self._shown_at: datetime | None = None
        live.changed.connect(self._live_changed)
        recorded.changed.connect(self._recorded_changed)
        live.frame_arrived.connect(self._live_knocked)
        recorded.frame_arrived.connect(self._recorded_knocked)

    @property
    def is_past(self) -> bool:
        """Whether its clock stands in the past."""
        return self._is_past

    @property
    def status(self) -> PlayerStatus:
        """How it stands."""
        return self._recorded.status if self._is_past else self._live.status

    @property
    def age_s(self) -> float | None:
        """The age of the live picture last taken, in seconds; None in the past, where `shown_at` counts."""
        return None if self._is_past else self._live.age_s

    @property
    def shown_at(self) -> datetime | None:
        """When the picture last taken was taken by the camera, UTC; None before the first and where the stream does not tell."""
        return self._shown_at

    @property
    def stats(self) -> Stats:
        """What the decoding on the screen did so far."""
        return self._recorded.stats if self._is_past else self._live.stats

    @property
    def way(self) -> str:
        """The way its pictures take, in words, such as protocol and port; empty where there is but one."""
        return self._recorded.way if self._is_past else self._live.way

    def follow(self, playback: Playback) -> None:
        """Follows this clock from now on."""
        self._unfollow()
        self._playback = playback
        self._unfollow = playback.changed.connect(lambda _none: self._clock_changed())
        if self._is_past:
            self._recorded.pause()
        self._clock_changed()

    def start(self) -> None:
        """Plays what the clock says; without effect while it plays."""
        if self.status.phase is not Phase.STOPPED:
            self._is_on_screen = True
            self._clock_changed()

    def resume(self) -> None:
        """Plays on after a pause: the tile is on screen again."""
        self.start()

    def pause(self) -> None:
        """Closes all streams while the tile is not on screen; nothing is decoded for nobody."""
        self._is_on_screen = False
        if self.status.phase is not Phase.STOPPED:
            self._recorded.pause()
            self._live.pause()

    def reopen(self) -> None:
        """Asks for its pictures anew while it is on screen: what this person may see has changed."""
        if self._is_on_screen:
            self._recorded.pause()
            self._live.pause()
            self._clock_changed()

    def stop(self) -> None:
        """Closes all streams for good. Returns at once; `join` waits for the threads."""
        self._is_on_screen = False
        self._unfollow()
        self._recorded.stop()
        self._live.stop()

    def join(self, timeout_s: float) -> bool:
        """Waits until the threads of all closed streams have ended; false when a library still waits for the network."""
        has_live_ended = self._live.join(timeout_s)
        return self._recorded.join(timeout_s) and has_live_ended

    def set_size(self, width: int, height: int) -> None:
        """The tile is `width` × `height` device pixels now; the stream follows when it has rested there."""
        self._live.set_size(width, height)
        self._recorded.set_size(width, height)

    def take(self) -> Frame | None:
        """The newest frame, once; None when there is none newer."""
        frame = self._recorded.take() if self._is_past else self._live.take()
        if frame is not None:
            self._shown_at = frame.at
        return frame

    def step(self, count: int) -> None:
        """Sets its clock to the picture `count` after (before, when negative) the shown one and lets it stand there.

        Also over gaps; at the ends of the past it stays. From live it steps back from now.
        """
        if self._playback is None or not self._is_on_screen:
            return
        if self._playback.is_live:
            self._playback.pause()
        self._recorded.step(count)

    def _clock_changed(self) -> None:
        was_past, playback = self._is_past, self._playback
        self._is_past = playback is not None and not playback.is_live
        if self._is_on_screen:
            if self._is_past and playback is not None:
                self._recorded.start(playback)
            else:
                self._live.start()
                self._recorded.pause()
        if was_past != self._is_past:
            self.changed.emit(self.status)
            self.frame_arrived.emit(None)  # one may lie there since before, of which nobody was told

    def _live_changed(self, status: PlayerStatus) -> None:
        if not self._is_past:
            self.changed.emit(status)

    def _recorded_changed(self, status: PlayerStatus) -> None:
        if self._is_past:
            self.changed.emit(status)
            if status.phase in _ARRIVED:
                self._live.pause()

    def _live_knocked(self, _none: None) -> None:
        if not self._is_past:
            self.frame_arrived.emit(None)

    def _recorded_knocked(self, _none: None) -> None:
        if self._is_past:
            self.frame_arrived.emit(None)


_ARRIVED = frozenset({Phase.RECORDED, Phase.STANDING, Phase.GAP, Phase.RETRYING, Phase.BARRED})


def _nothing() -> None:
    """Follows no clock yet."""
