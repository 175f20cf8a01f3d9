"""One spoken sentence on its way to a loudspeaker elsewhere: the microphone is open from the first moment it can be sent to the last."""

import logging
import queue
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from smartclient.domain.errors import MediaError, NoSound, ServerError
from smartclient.domain.sound import TALK_RATE_HZ, TalkPath, TalkStream
from smartclient.video.audio.devices import SoundDevices
from smartclient.video.audio.samples import Samples, level_of

if TYPE_CHECKING:
    from smartclient.video.audio.voice_encoder import VoiceEncoder

LONGEST_S = 120.0
"""A key that is held longer is stuck."""
_MOST_WAITING = 50
_GLANCE_S = 0.1

log = logging.getLogger(__name__)


class VoicePhase(StrEnum):
    """How far it has come."""

    OPENING = "opening the way"
    OPEN = "microphone open"
    ENDED = "ended"


class Voice:
    """Begins with `start` and ends with `end`, in a thread of its own, which alone opens and closes the microphone and calls `tell`."""

    def __init__(self, path: TalkPath, devices: SoundDevices, tell: Callable[[], None]) -> None:
        self._path, self._devices, self._tell = path, devices, tell
        self.phase = VoicePhase.OPENING
        self.trouble = ""
        """Why it ended, where nobody wanted that."""
        self.level = 0.0
        self._said: queue.Queue[Samples] = queue.Queue(_MOST_WAITING)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)

    def start(self) -> None:
        """Opens the way, then the microphone."""
        self._thread.start()

    def end(self) -> None:
        """Closes the microphone, without waiting for it; `join` waits."""
        self._ended.set()

    def join(self, timeout_s: float) -> None:
        """Waits for the thread, and with it for the microphone."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            self._speak()
        except (MediaError, ServerError) as error:
            self.trouble = str(error)
        except Exception:
            log.exception("speaking failed")
            self.trouble = "Your voice cannot be sent; the log says more."
        self.level = 0.0
        self._say(VoicePhase.ENDED)

    def _speak(self) -> None:
        from smartclient.video.audio.voice_encoder import VoiceEncoder

        encoder, stream = VoiceEncoder(), self._path.open()
        try:
            if self._ended.is_set():
                return
            microphone = self._devices.open_microphone(self._hear)
            try:
                self._say(VoicePhase.OPEN)
                self._send_all(stream, encoder)
            finally:
                microphone.close()
        finally:
            stream.close()

    def _send_all(self, stream: TalkStream, encoder: "VoiceEncoder") -> None:
        sent = 0
        while not self._ended.is_set():
            try:
                said = self._said.get(timeout=_GLANCE_S)
            except queue.Empty:
                continue
            for packet in encoder.packets(said):
                stream.send(packet)
                sent += len(packet)
            if sent > LONGEST_S * TALK_RATE_HZ:
                raise NoSound(f"The microphone was closed after {LONGEST_S:.0f} s.")

    def _hear(self, said: Samples) -> None:
        self.level = level_of(said)
        try:
            self._said.put_nowait(said)
        except queue.Full:
            log.warning("a piece of what was said could not be sent in time")

    def _say(self, phase: VoicePhase) -> None:
        self.phase = phase
        self._tell()
