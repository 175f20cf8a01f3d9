"""The second engine: libVLC, painting into memory; what this libVLC cannot open it is fed."""

import logging
import threading
from typing import Any

import av

from smartclient.domain.errors import CannotDecode, MediaError, NoPicture, ServerError
from smartclient.domain.footage import PacketSource, Source, UrlSource
from smartclient.runtime.clock import Clock, SystemClock
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.delivery import Delivery
from smartclient.video.engine import Decoding, End, Ended, Knock, Limits, Stats
from smartclient.video.frames import Frame
from smartclient.video.pictures import Scaler
from smartclient.video.pyav_engine import open_input
from smartclient.video.troubles import SILENT, media_error
from smartclient.video.urls import kind, path
from smartclient.video.vlc_feed import VlcFeed
from smartclient.video.vlc_library import VlcLibrary
from smartclient.video.vlc_screen import VlcScreen

log = logging.getLogger(__name__)
NAME = "libVLC"
_LOOK_S = 0.05
NO_RTSP = "this libVLC has no RTSP input, so PyAV reads the stream for it"


class VlcEngine:
    """Plays by URL what this libVLC can open; packets, and RTSP where it has no input for that, through PyAV's reading."""

    name = NAME

    def __init__(
        self, clock: Clock | None = None, limits: Limits | None = None, library: VlcLibrary | None = None
    ) -> None:
        self._clock = clock or SystemClock()
        self.limits = limits or Limits()
        self._library = library or VlcLibrary()
        self.lacks_rtsp = False
        """Learned from the first RTSP stream that only played when fed; holds for the life of this process."""

    def can_open(self, source: Source) -> str | None:
        """None, or that libVLC is not here, or that the address is of an unknown kind."""
        if self._library.missing is not None:
            return self._library.missing
        if isinstance(source, UrlSource) and kind(source.url) is None:
            return "its address is neither rtsp, http nor a file"
        return None

    def open(
        self, source: Source, sink: Mailbox[Frame], size: tuple[int, int], on_knock: Knock, on_end: End
    ) -> Decoding:
        """Starts a thread that opens, watches and closes a libVLC player."""
        delivery = Delivery(sink, on_knock, on_end, self._clock)
        return VlcDecoding(self, self._library, source, delivery, Scaler(size), self._clock)


class VlcDecoding:
    """One source being played by libVLC."""

    def __init__(
        self, owner: VlcEngine, library: VlcLibrary, source: Source, delivery: Delivery, scaler: Scaler, clock: Clock
    ) -> None:
        self._owner = owner
        self._limits = owner.limits
        self._library = library
        self._source = source
        self._delivery = delivery
        self._scaler = scaler
        self._clock = clock
        self._feed: VlcFeed | None = None
        self._failure: MediaError | None = None
        self._thread = threading.Thread(target=self._run, name=f"video {NAME} {source.label}", daemon=True)
        self._thread.start()

    @property
    def engine(self) -> str:
        """libVLC, and how it gets the stream where not by itself."""
        if self._feed is None:
            return NAME
        return f"{NAME} ({NO_RTSP})" if isinstance(self._source, UrlSource) else f"{NAME} (fed with packets)"

    @property
    def stats(self) -> Stats:
        """What it did so far."""
        return self._delivery.stats

    def resize(self, width: int, height: int) -> None:
        """Fits later frames into `width` × `height` pixels."""
        self._scaler.resize(width, height)

    def thin_out(self, keys_only: bool) -> None:
        """Feeds only key frames from now on, or all; without effect where libVLC reads by itself."""
        if self._feed is not None:
            self._feed.keys_only = keys_only

    def stop(self) -> None:
        """Ends it; the threads follow as soon as libVLC and FFmpeg let go."""
        self._delivery.stop()
        if self._feed is not None:
            self._feed.stop()

    def join(self, timeout_s: float) -> bool:
        """Waits for both threads."""
        ends_s = self._clock.steady_s() + timeout_s
        self._thread.join(timeout_s)
        feed_ended = self._feed is None or self._feed.join(max(0.0, ends_s - self._clock.steady_s()))
        return feed_ended and not self._thread.is_alive()

    def _run(self) -> None:
        label = self._source.label
        try:
            self._play()
        except MediaError as error:
            self._delivery.end(error)
        except Exception:
            log.exception("playing failed: %s", label)
            self._delivery.end(NoPicture(f"{label} cannot be played: an error in this program, which is in its log."))

    def _play(self) -> None:
        source = self._source
        if self._library.missing is not None:
            raise CannotDecode(f"{source.label} cannot be played: {self._library.missing}.")
        if isinstance(source, PacketSource):
            self._play_fed()
        elif kind(source.url) == "file":
            self._play_medium(self._library.instance.media_new_path(path(source.url)))
        elif kind(source.url) == "http":
            self._play_medium(self._library.instance.media_new(source.url))
        elif self._owner.lacks_rtsp or self._refuses(source):
            self._play_fed()

    def _refuses(self, source: UrlSource) -> bool:
        """Plays RTSP by URL; true when libVLC gave up without a picture, which may mean that it has no RTSP input at all."""
        try:
            self._play_medium(self._library.instance.media_new(source.url, ":rtsp-tcp"))
        except MediaError:
            if self._delivery.has_frame:
                raise
            return True
        return False

    def _play_fed(self) -> None:
        self._feed = feed = VlcFeed(self._library, self._source, self._delivery, self._clock, self._limits, self._fail)
        try:
            if self._delivery.is_over:
                return
            feed.wait_opened()
            if self._failure is not None:
                raise self._failure
            self._play_medium(feed.medium, feed.size)
        finally:
            feed.stop()

    def _fail(self, error: MediaError) -> None:
        self._failure = error

    def _play_medium(self, medium: Any, size: tuple[int, int] | None = None) -> None:
        """Plays until stopped; `size` is the pictures' true size where known. Raises MediaError when it ends otherwise."""
        player = self._library.instance.media_player_new()
        screen = VlcScreen(self._library, player, medium, size, self._show)
        try:
            player.set_media(medium)
            player.play()
            self._watch(player, medium)
        finally:
            if self._feed is not None:
                self._feed.stop()
            player.stop()
            player.release()
            medium.release()
            del screen

    def _show(self, picture: av.VideoFrame, seen: tuple[int, int]) -> None:
        self._delivery.frame(self._scaler.frame(picture, None, self._clock.steady_s(), seen))
        if self._feed is not None and isinstance(self._source, UrlSource):
            self._owner.lacks_rtsp = True

    def _watch(self, player: Any, medium: Any) -> None:
        state = self._library.module.State
        statistics = self._library.module.MediaStats()
        while not self._delivery.wait(_LOOK_S):
            if self._failure is not None:
                raise self._failure
            if player.get_state() in {state.Ended, state.Error}:
                raise self._why_over()
            medium.get_stats(statistics)
            self._check_silence(statistics.read_bytes > 0)

    def _check_silence(self, has_data: bool) -> None:
        stats, label, limits = self._delivery.stats, self._source.label, self._limits
        waiting_s = self._delivery.waiting_s
        if stats.last_frame_at_s is not None:
            is_silent = self._clock.steady_s() - stats.last_frame_at_s > limits.silent_s
        else:
            is_silent = self._feed is None and not has_data and waiting_s > limits.silent_s
        if is_silent:
            raise NoPicture(SILENT.format(label))
        if stats.last_frame_at_s is None and waiting_s > limits.first_frame_s:
            raise CannotDecode(f"{label} sends data, but no picture in {limits.first_frame_s:.0f} s.")

    def _why_over(self) -> MediaError:
        """libVLC tells only that it is over; what was wrong, FFmpeg can say."""
        label = self._source.label
        if self._delivery.has_frame:
            is_file = isinstance(self._source, UrlSource) and kind(self._source.url) == "file"
            if is_file or not self._source.is_live:
                return Ended(f"{label} was played to its end.")
            return NoPicture(f"{label} ended the stream.")
        if self._feed is not None or (isinstance(self._source, UrlSource) and kind(self._source.url) == "rtsp"):
            return CannotDecode(f"{label} cannot be played by libVLC.")
        try:
            open_input(self._source, self._limits).close()
        except (MediaError, ServerError, av.FFmpegError, OSError) as error:
            return media_error(error, label)
        return CannotDecode(f"{label} cannot be played by libVLC.")
