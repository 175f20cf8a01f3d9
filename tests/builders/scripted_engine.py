"""A video engine that shows what a test says: frames of one colour, ends, and a count of what is still open."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.errors import MediaError, Unsupported
from smartclient.domain.footage import PastSource, Quality, Source, UrlSource
from smartclient.runtime.clock import Clock
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.engine import End, Knock, Stats
from smartclient.video.frames import Frame
from smartclient.video.player import Player
from smartclient.video.recorded.player import RecordedPlayer

Color = tuple[int, int, int]


class ScriptedDecoding:
    """One opened source."""

    engine = "scripted"

    def __init__(self, source: Source, sink: Mailbox[Frame], size: tuple[int, int], knock: Knock, end: End) -> None:
        self.source = source
        self.size = size
        self.is_stopped = False
        self.keys_only = False
        self.stats = Stats(codec="h264", first_frame_s=0.12)
        self._sink = sink
        self._knock = knock
        self._end = end

    def show(self, pixels: NDArray[np.uint8], clock: Clock, at: datetime | None = None) -> None:
        """Lays a picture (height, width, 4) down."""
        height, width = pixels.shape[:2]
        self.lay(Frame(pixels, width, height, at, clock.steady_s(), 1280, 720))

    def lay(self, frame: Frame) -> None:
        """Lays a frame down."""
        self.stats = Stats(self.stats.frames + 1, 0, 0.12, frame.received_s, 1.0, "h264", 1.2e6)
        if self._sink.put(frame):
            self._knock()

    def show_color(
        self, color: Color, clock: Clock, at: datetime | None = None, size: tuple[int, int] = (64, 36)
    ) -> None:
        """Lays a picture of one colour (red, green, blue) down."""
        red, green, blue = color
        pixels = np.empty((size[1], size[0], 4), np.uint8)
        pixels[:] = (blue, green, red, 255)
        self.show(pixels, clock, at)

    def fail(self, error: MediaError) -> None:
        """The source breaks."""
        self._end(error)

    def resize(self, width: int, height: int) -> None:
        """Remembers the size asked for."""
        self.size = (width, height)

    def thin_out(self, keys_only: bool) -> None:
        """Remembers it."""
        self.keys_only = keys_only

    def stop(self) -> None:
        """Ends."""
        self.is_stopped = True

    def join(self, timeout_s: float) -> bool:  # noqa: ARG002
        """There is no thread."""
        return True


class ScriptedEngine:
    """Remembers what it opened, oldest first."""

    name = "scripted"

    def __init__(self) -> None:
        self.opened: list[ScriptedDecoding] = []

    def can_open(self, source: Source) -> str | None:  # noqa: ARG002
        """It can."""
        return None

    def open(
        self, source: Source, sink: Mailbox[Frame], size: tuple[int, int], on_knock: Knock, on_end: End
    ) -> ScriptedDecoding:
        """Opens anything."""
        self.opened.append(ScriptedDecoding(source, sink, size, on_knock, on_end))
        return self.opened[-1]

    def playing(self, label: str) -> list[ScriptedDecoding]:
        """What is open of the source with that label."""
        return [one for one in self.opened if one.source.label == label and not one.is_stopped]

    def player(self, label: str, clock: Clock) -> Player:
        """A player whose timers never ring by themselves."""

        def source_of(quality: Quality) -> Source:
            return UrlSource(f"rtsp://camera/{label}/{quality.value}", label)

        def later(_seconds: float, _call: Callable[[], None]) -> Callable[[], None]:
            return lambda: None

        def now(call: Callable[[], None]) -> None:
            call()

        return Player(source_of, [self], clock, later, now)

    def camera_player(self, label: str, clock: Clock) -> CameraPlayer:
        """A player for a tile; of its past there is nothing."""

        def past_of(_quality: Quality) -> PastSource:
            raise Unsupported(f"{label} has no past.")

        def later(_seconds: float, _call: Callable[[], None]) -> Callable[[], None]:
            return lambda: None

        return CameraPlayer(self.player(label, clock), RecordedPlayer(past_of, clock, later, lambda call: call()))
