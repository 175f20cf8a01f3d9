"""The sound of a stream that FFmpeg opens by itself."""

import threading

import av
from av.container import InputContainer

from smartclient.domain.errors import NoSound
from smartclient.domain.footage import UrlSource
from smartclient.video.audio.decoder import Resampling
from smartclient.video.audio.samples import Samples
from smartclient.video.url_input import open_url

SILENCE_S = 5.0
_LIBRARY_TROUBLE = (av.FFmpegError, OSError, ValueError, IndexError)


class UrlSound:
    """One stream's sound, decoded; its pictures are left alone."""

    def __init__(self, source: UrlSource) -> None:
        """Raises NoSound."""
        self._label = source.label
        self._lock = threading.Lock()
        self._resampling, self._stamp, self._is_closed = Resampling(), 0, False
        try:
            opened = open_url(source, SILENCE_S, {"allowed_media_types": "audio"})
        except _LIBRARY_TROUBLE as error:
            raise NoSound(f"The sound of {self._label} cannot be opened.") from error
        self._container: InputContainer = opened
        if not opened.streams.audio:
            opened.close()
            raise NoSound(f"{self._label} sends pictures without sound.")
        self._frames = opened.decode(opened.streams.audio[0])

    def read(self) -> tuple[int, Samples]:
        """As PacketDecoder.decode. Raises NoSound when the stream ends, stalls or was closed."""
        with self._lock:
            if self._is_closed:
                raise NoSound(f"The sound of {self._label} was closed.")
            try:
                frame = next(self._frames)
                samples = self._resampling.samples(frame)
            except StopIteration as error:
                raise NoSound(f"The sound of {self._label} has ended.") from error
            except _LIBRARY_TROUBLE as error:
                raise NoSound(f"The sound of {self._label} was cut.") from error
        stamp, self._stamp = self._stamp, self._stamp + len(samples)
        return stamp, samples

    def close(self) -> None:
        """Ends it; a waiting `read` ends within SILENCE_S at the latest."""
        self._is_closed = True
        if self._lock.acquire(timeout=0):
            try:
                self._container.close()
            finally:
                self._lock.release()
