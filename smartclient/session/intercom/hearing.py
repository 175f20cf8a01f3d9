"""One microphone that is switched on: what it hears now, or what it heard at the time its tile shows."""

from collections.abc import Callable

import numpy as np

from smartclient.adapters.server import Server
from smartclient.domain.ids import DeviceId
from smartclient.domain.sound import SoundSource
from smartclient.session.intercom.in_step import InStep
from smartclient.store.playback import Playback
from smartclient.video.audio.ear import Ear, EarStatus, Phase
from smartclient.video.audio.samples import Samples

ONLY_FORWARD = "Recorded sound is heard at 1× forward only."


class Hearing:
    """Belongs to the loop's thread, but for `take`. `tell` is called, from any thread, when `status` is another."""

    def __init__(
        self, server: Server, device: DeviceId, tell: Callable[[], None], let_go: Callable[[Ear], None]
    ) -> None:
        """`let_go` is given what has been stopped, to be waited for."""
        self._server, self._device, self._tell, self._let_go = server, device, tell, let_go
        self._playback: Playback | None = None
        self._ear: Ear | None = None
        self._has_begun = False
        self._stop_following: Callable[[], None] = _nothing

    @property
    def is_past(self) -> bool:
        """Whether it follows the clock of a tile that shows the past."""
        return self._playback is not None and not self._playback.is_live

    @property
    def status(self) -> EarStatus:
        """How its sound stands."""
        ear = self._ear
        return ear.status if ear is not None else EarStatus(Phase.TROUBLE, ONLY_FORWARD)

    @property
    def level(self) -> float:
        """How loud it is now, 0 to 1."""
        ear = self._ear
        return ear.level if ear is not None else 0.0

    def take(self, count: int) -> Samples:
        """The next samples to be played; for the loudspeaker's thread."""
        ear = self._ear
        return ear.take(count) if ear is not None else np.zeros(count, np.float32)

    def follow(self, playback: Playback | None) -> None:
        """Its tile follows that clock from now on; None is live."""
        if self._has_begun and playback is self._playback:
            return
        self._has_begun = True
        self._stop_following()
        self._playback = playback
        self._stop_following = playback.changed.connect(lambda _nothing: self._begin()) if playback else _nothing
        self._begin()

    def stop(self) -> None:
        """Ends it without waiting."""
        self._stop_following()
        self._end_ear()

    def _begin(self) -> None:
        """The clock jumped, runs otherwise, or is another: what was heard is not what is to be heard."""
        self._end_ear()
        if self._playback is None or self._playback.is_live:
            self._ear = Ear(lambda: self._server.sound(self._device), self._tell)
        elif self._playback.speed == 1.0:
            self._ear = Ear(self._past_of(self._playback), self._tell)
        if self._ear is not None:
            self._ear.start()
        self._tell()

    def _past_of(self, playback: Playback) -> Callable[[], SoundSource]:
        def source() -> SoundSource:
            past = self._server.past_sound(self._device)
            return SoundSource(lambda: InStep(past, playback), past.label)

        return source

    def _end_ear(self) -> None:
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.stop()
            self._let_go(ear)


def _nothing() -> None:
    """Nothing is followed."""
