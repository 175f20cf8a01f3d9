"""A microphone's past in step with the clock of what is watched: fetched from a little ahead, and given out when its time has come."""

import threading
from datetime import datetime, timedelta

from smartclient.domain.errors import NoSound
from smartclient.domain.sound import PastSoundSource, SoundCodec, SoundPacket, SoundStream
from smartclient.store.playback import Playback

LEAD_S, MOST_LEAD_S = 1.0, 1.8
"""How long opening takes: from so far ahead the sound is asked for; more where that was too little."""
BEHIND_S = 0.25
"""Sound that lags more than this behind its picture is fetched anew."""
MOST_FETCHED = 6
_RATE_HZ = {SoundCodec.PCMU: 8_000, SoundCodec.PCMA: 8_000}


class InStep:
    """A SoundStream, for one thread; `close` comes from any. Stamps count on when the sound is fetched anew."""

    def __init__(self, source: PastSoundSource, playback: Playback) -> None:
        """Opens it. Raises MediaErrors and ServerErrors."""
        self._source, self._playback = source, playback
        self._closed = threading.Event()
        self._lead_s, self._fetched = LEAD_S, 0
        self._begun = self._start = playback.instant
        self._stream = self._fetch()

    def read(self) -> SoundPacket:
        """The next packet when its time has come. Raises NoSound when the sound ends, stalls, lags for good or was closed."""
        while not self._closed.is_set():
            packet = self._stream.read()
            rate = _RATE_HZ[packet.codec]
            ahead_s = (self._start - self._playback.instant).total_seconds() + packet.stamp / rate
            if ahead_s >= -BEHIND_S:
                self._closed.wait(max(0.0, ahead_s))
                offset = round((self._start - self._begun).total_seconds() * rate)
                return SoundPacket(packet.data, packet.codec, packet.stamp + offset)
            self._lead_s = min(MOST_LEAD_S, self._lead_s - ahead_s)
            self._stream.close()
            self._stream = self._fetch()
        raise NoSound(f"The sound of {self._source.label} was closed.")

    def close(self) -> None:
        """Ends it and a waiting `read`; calling it twice is harmless."""
        self._closed.set()
        self._stream.close()

    def _fetch(self) -> SoundStream:
        if self._fetched == MOST_FETCHED:
            raise NoSound(f"The recorded sound of {self._source.label} comes too late to be heard with its picture.")
        self._fetched += 1
        self._start = _whole_ms(self._playback.instant + timedelta(seconds=self._lead_s))
        return self._source.open(self._start)


def _whole_ms(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1_000 * 1_000)
