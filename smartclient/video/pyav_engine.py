"""The first engine: FFmpeg through PyAV, one named thread for each source."""

import logging
import threading

import av

from smartclient.domain.errors import CannotDecode, MediaError, NoPicture, ServerError
from smartclient.domain.footage import PacketSource, Source
from smartclient.runtime.clock import Clock, SystemClock
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.backlog import Backlog, Worth
from smartclient.video.delivery import Delivery
from smartclient.video.engine import Decoding, End, Ended, Knock, Limits, Stats
from smartclient.video.frames import Frame
from smartclient.video.inputs import Coded, Input
from smartclient.video.packet_input import PacketInput
from smartclient.video.pictures import Scaler
from smartclient.video.troubles import media_error
from smartclient.video.url_input import UrlInput
from smartclient.video.urls import kind

log = logging.getLogger(__name__)
NAME = "PyAV"
_WAITED_S = 0.002  # taking what is there is quicker than this
_LONGEST_PAUSE_S = 2.0  # a larger jump in a file's times is an error in the file, not a pause in the picture


def open_input(source: Source, limits: Limits) -> Input:
    """Opens `source` for reading; blocks. Raises MediaError, ServerError or av.FFmpegError."""
    return PacketInput(source, limits) if isinstance(source, PacketSource) else UrlInput(source, limits)


class PyavEngine:
    """Plays packets, RTSP over TCP, HTTP and files."""

    name = NAME

    def __init__(self, clock: Clock | None = None, limits: Limits | None = None) -> None:
        self._clock = clock or SystemClock()
        self._limits = limits or Limits()

    def can_open(self, source: Source) -> str | None:
        """None, but for addresses of an unknown kind."""
        if isinstance(source, PacketSource) or kind(source.url) is not None:
            return None
        return "its address is neither rtsp, http nor a file"

    def open(
        self, source: Source, sink: Mailbox[Frame], size: tuple[int, int], on_knock: Knock, on_end: End
    ) -> Decoding:
        """Starts a thread that opens, decodes and scales."""
        delivery = Delivery(sink, on_knock, on_end, self._clock)
        return PyavDecoding(source, delivery, Scaler(size), self._clock, self._limits)


class PyavDecoding:
    """One source being played by PyAV."""

    def __init__(self, source: Source, delivery: Delivery, scaler: Scaler, clock: Clock, limits: Limits) -> None:
        self._source = source
        self._delivery = delivery
        self._scaler = scaler
        self._clock = clock
        self._limits = limits
        self._input: Input | None = None
        self._starts_s: float | None = None
        self._keys_only = False
        self._has_thinned = False
        self._thread = threading.Thread(target=self._run, name=f"video {NAME} {source.label}", daemon=True)
        self._thread.start()

    @property
    def engine(self) -> str:
        """PyAV, and the device that decodes where there is one."""
        device = self._input.device if self._input is not None else ""
        return f"{NAME} ({device})" if device else NAME

    @property
    def stats(self) -> Stats:
        """What it did so far."""
        return self._delivery.stats

    def resize(self, width: int, height: int) -> None:
        """Fits later frames into `width` × `height` pixels."""
        self._scaler.resize(width, height)

    def thin_out(self, keys_only: bool) -> None:
        """Decodes only key frames from now on, or all from the next key frame on."""
        self._keys_only = keys_only

    def stop(self) -> None:
        """Ends it; the thread follows as soon as FFmpeg lets go."""
        self._delivery.stop()
        if self._input is not None:
            self._input.cancel()

    def join(self, timeout_s: float) -> bool:
        """Waits for the thread."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        label = self._source.label
        try:
            self._play()
        except (MediaError, ServerError, av.FFmpegError, OSError) as error:
            self._delivery.end(self._meaning(media_error(error, label)))
        except Exception:
            log.exception("playing failed: %s", label)
            self._delivery.end(NoPicture(f"{label} cannot be played: an error in this program, which is in its log."))

    def _meaning(self, error: MediaError) -> MediaError:
        if isinstance(error, Ended) and not self._delivery.has_frame:
            return CannotDecode(f"{self._source.label} holds no picture that can be decoded.")
        return error

    def _play(self) -> None:
        opened = open_input(self._source, self._limits)
        self._input = opened
        try:
            self._delivery.codec = opened.codec
            self._decode_all(opened)
        finally:
            opened.close()

    def _decode_all(self, opened: Input) -> None:
        backlog = Backlog()
        begun_s = self._clock.steady_s()
        for coded in opened.coded():
            if self._delivery.is_over:
                return
            now_s = self._clock.steady_s()
            self._delivery.received(coded.packet.size, now_s - begun_s)
            has_waited = opened.is_paced or now_s - begun_s > _WAITED_S
            worth = Worth.SHOW
            if coded.media_s is not None:
                worth = backlog.worth(coded.is_key, coded.media_s, now_s, has_waited)
            if self._keys_only and not coded.is_key:
                self._has_thinned = True
            elif worth is Worth.SKIP or (self._has_thinned and not coded.is_key):
                self._delivery.skipped()
            else:
                self._has_thinned = False
                self._decode(opened, coded, worth is Worth.SHOW)
            self._delivery.gop_s = backlog.gop_s
            self._delivery.note_behind(backlog.behind_s)
            self._delivery.codec = opened.codec
            begun_s = self._clock.steady_s()

    def _decode(self, opened: Input, coded: Coded, is_shown: bool) -> None:
        try:
            pictures = opened.decode(coded)
        except (av.InvalidDataError, av.ArgumentError):
            pictures = []  # one damaged picture: the next key frame mends it
        for picture in pictures:
            if not is_shown and self._delivery.has_frame:
                continue
            if opened.is_paced and self._wait_until_due(opened.shown_s(picture)):
                return
            at = opened.camera_time(picture)
            self._delivery.frame(self._scaler.frame(picture, at, self._clock.steady_s()))
        if not self._delivery.has_frame and self._delivery.waiting_s > self._limits.first_frame_s:
            raise CannotDecode(
                f"{self._source.label} sends data, but no picture in {self._limits.first_frame_s:.0f} s."
            )

    def _wait_until_due(self, shown_s: float | None) -> bool:
        """Waits until a picture of stream time `shown_s` is to be shown; true when it was stopped meanwhile."""
        if shown_s is None:
            return self._delivery.is_over
        now_s = self._clock.steady_s()
        if self._starts_s is None or abs(self._starts_s + shown_s - now_s) > _LONGEST_PAUSE_S:
            self._starts_s = now_s - shown_s
        return self._delivery.wait(self._starts_s + shown_s - now_s)
