"""One microphone that is listened to: keeps its sound coming, whatever breaks, and says in words how it stands."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from smartclient.domain.errors import CannotDecode, MediaError, NotPermitted, ServerError, Unsupported
from smartclient.domain.footage import UrlSource
from smartclient.domain.sound import SoundSource, SoundStream
from smartclient.video.audio.jitter_buffer import JitterBuffer
from smartclient.video.audio.samples import Samples, level_of

RETRY_S = (1.0, 2.0, 4.0, 8.0)
"""Waits after so many failures in a row; the last one is kept."""
_HOPELESS = (NotPermitted, Unsupported, CannotDecode)

log = logging.getLogger(__name__)


class Phase(StrEnum):
    """How the sound stands."""

    OPENING = "opening"
    HEARD = "heard"
    TROUBLE = "trouble"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class EarStatus:
    """Where it stands, and the trouble in words."""

    phase: Phase
    trouble: str = ""


class _Sound(Protocol):
    def read(self) -> tuple[int, Samples]: ...

    def close(self) -> None: ...


class _DecodedStream:
    def __init__(self, stream: SoundStream) -> None:
        from smartclient.video.audio.decoder import PacketDecoder

        self._stream, self._decoder = stream, PacketDecoder()

    def read(self) -> tuple[int, Samples]:
        return self._decoder.decode(self._stream.read())

    def close(self) -> None:
        self._stream.close()


class Ear:
    """Listens from `start` until `stop`, in a thread of its own. `tell` is called in that thread when the status is another."""

    def __init__(self, source_of: Callable[[], SoundSource | UrlSource], tell: Callable[[], None]) -> None:
        self._source_of, self._tell = source_of, tell
        self.status = EarStatus(Phase.OPENING)
        self.level = 0.0
        """How loud the last packet was, 0 to 1."""
        self._buffer = JitterBuffer()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._sound: _Sound | None = None
        self._thread = threading.Thread(target=self._run, name="ear", daemon=True)

    def start(self) -> None:
        """Begins to listen."""
        self._thread.start()

    def take(self, count: int) -> Samples:
        """The next samples to be played."""
        return self._buffer.take(count)

    def stop(self) -> None:
        """Ends it without waiting; `join` waits."""
        self._stopped.set()
        with self._lock:
            sound = self._sound
        if sound is not None:
            sound.close()

    def join(self, timeout_s: float) -> None:
        """Waits for the thread, where it was started."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            try:
                self._listen()
            except (MediaError, ServerError) as error:
                self.level = 0.0
                was_heard = self.status.phase is Phase.HEARD
                failures = 1 if was_heard else failures + 1
                if self._stopped.is_set():
                    break
                self._say(EarStatus(Phase.TROUBLE, str(error)))
                if isinstance(error, _HOPELESS):
                    break
            except Exception:
                log.exception("listening failed")
                self._say(EarStatus(Phase.TROUBLE, "The sound cannot be played; the log says more."))
                break
            self._stopped.wait(RETRY_S[min(failures, len(RETRY_S)) - 1])
        if self._stopped.is_set():
            self._say(EarStatus(Phase.ENDED))

    def _listen(self) -> None:
        sound = _opened(self._source_of())
        with self._lock:
            self._sound = sound
        try:
            while not self._stopped.is_set():
                stamp, samples = sound.read()
                self._buffer.put(stamp, samples)
                self.level = level_of(samples)
                if self.status.phase is not Phase.HEARD:
                    self._say(EarStatus(Phase.HEARD))
        finally:
            with self._lock:
                self._sound = None
            sound.close()

    def _say(self, status: EarStatus) -> None:
        if status != self.status:
            self.status = status
            self._tell()


def _opened(source: SoundSource | UrlSource) -> _Sound:
    if isinstance(source, SoundSource):
        return _DecodedStream(source.open())
    from smartclient.video.audio.url_sound import UrlSound

    return UrlSound(source)
