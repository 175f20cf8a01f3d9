"""Decoding in hardware, where this machine has a device for it: probed once, used for large pictures, never required."""

import logging
import threading
from typing import Any

import av
from av.codec.hwaccel import HWAccel, hwdevices_available

log = logging.getLogger(__name__)
_KINDS = ("videotoolbox", "d3d11va", "vaapi", "cuda")
LARGE_WIDTH = 1280
"""Narrower pictures are decoded in software before a device has handed them back."""


class Hardware:
    """The decoding devices of this machine. May be asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kinds: dict[str, str | None] = {}

    def kind(self, codec: str) -> str | None:
        """What decodes `codec` here, in FFmpeg's word; None where nothing does. The first question opens a device."""
        with self._lock:
            if codec not in self._kinds:
                self._kinds[codec] = next((kind for kind in _KINDS if _works(kind, codec)), None)
                log.info("hardware decoding of %s: %s", codec, self._kinds[codec] or "none")
            return self._kinds[codec]

    def decoder(self, kind: str, codec: str) -> Any:
        """A new decoder on the device `kind`. Raises av.FFmpegError where that gave out meanwhile."""
        return _decoder(kind, codec)


def _decoder(kind: str, codec: str) -> Any:
    return av.CodecContext.create(codec, "r", hwaccel=HWAccel(kind, allow_software_fallback=True))


def _works(kind: str, codec: str) -> bool:
    if kind not in hwdevices_available():
        return False
    try:
        return bool(_decoder(kind, codec).is_hwaccel)
    except (av.FFmpegError, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
