"""This machine's loudspeaker and microphone: what opens them, and miniaudio, which does on every system without further parts."""

import logging
from collections.abc import Callable, Generator
from typing import Any, Protocol

import numpy as np

from smartclient.domain.errors import NoSoundDevice
from smartclient.domain.sound import TALK_PACKET_S, TALK_RATE_HZ
from smartclient.video.audio.samples import RATE_HZ, Samples

_PERIOD_MS = 40
_FULL = 32_767
_NAME = "smartclient"

log = logging.getLogger(__name__)


class Opened(Protocol):
    """A device in use."""

    def close(self) -> None:
        """Lets it go, at once and for good; calling it twice is harmless."""
        ...


class SoundDevices(Protocol):
    """Both block for some tenths of a second, so they are for threads. Both raise NoSoundDevice."""

    def open_loudspeaker(self, pull: Callable[[int], Samples]) -> Opened:
        """Plays what `pull` gives, in a thread of the device; mono, RATE_HZ."""
        ...

    def open_microphone(self, push: Callable[[Samples], None]) -> Opened:
        """Gives what is said to `push`, in a thread of the device; mono, TALK_RATE_HZ."""
        ...


class SystemSoundDevices:
    """The system's default ones."""

    def open_loudspeaker(self, pull: Callable[[int], Samples]) -> Opened:
        """Raises NoSoundDevice."""
        import miniaudio

        def feed() -> Generator[bytes, int, None]:
            count = yield b""
            while True:
                count = yield (pull(count) * _FULL).astype(np.int16).tobytes()

        def make() -> Any:
            return miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16, 1, RATE_HZ, buffersize_msec=_PERIOD_MS, app_name=_NAME
            )

        return _started(make, feed(), "Nothing can be heard: this machine has no loudspeaker that can be opened.")

    def open_microphone(self, push: Callable[[Samples], None]) -> Opened:
        """Raises NoSoundDevice."""
        import miniaudio

        def hear() -> Generator[None, bytes, None]:
            while True:
                said = yield
                push(np.frombuffer(said, np.int16).astype(np.float32) / np.float32(_FULL))

        def make() -> Any:
            return miniaudio.CaptureDevice(
                miniaudio.SampleFormat.SIGNED16,
                1,
                TALK_RATE_HZ,
                buffersize_msec=round(TALK_PACKET_S * 1_000),
                app_name=_NAME,
            )

        return _started(make, hear(), "Nobody can be spoken to: this machine has no microphone that can be opened.")


def _started(make: Callable[[], Any], work: Generator[Any, Any, None], sentence: str) -> Opened:
    import miniaudio

    next(work)
    try:
        device = make()
        device.start(work)
    except miniaudio.MiniaudioError as error:
        log.warning("%s %s", sentence, error)
        raise NoSoundDevice(f"{sentence} Connect one, or choose it in the system's settings.") from error
    return _Device(device)


class _Device:
    def __init__(self, device: Any) -> None:
        self._device = device

    def close(self) -> None:
        self._device.close()
