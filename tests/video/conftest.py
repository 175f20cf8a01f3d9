"""A stage on which a source plays under either engine, and footage made once."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smartclient.domain.errors import MediaError
from smartclient.domain.footage import Source
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.engine import Decoding, Engine, Limits
from smartclient.video.frames import Frame
from smartclient.video.pyav_engine import PyavEngine
from smartclient.video.vlc_engine import VlcEngine
from tests.builders.clips import write_clip
from tests.builders.http_video import http_video
from tests.builders.rtsp_server import RtspServer, rtsp_server

LIMITS = Limits(silent_s=1.0, first_frame_s=4.0)
_PATIENCE_S = 15.0


class Stage:
    """One source being played, and what came of it."""

    def __init__(self, engine: Engine, source: Source, size: tuple[int, int] = (320, 180)) -> None:
        self.frames: list[Frame] = []
        self.ends: list[MediaError] = []
        self._changed = threading.Condition()
        self._sink: Mailbox[Frame] = Mailbox()
        self.decoding: Decoding = engine.open(source, self._sink, size, self._take, self._end)

    def _take(self) -> None:
        with self._changed:
            frame = self._sink.take()
            assert frame is not None
            self.frames.append(frame)
            self._changed.notify_all()

    def _end(self, error: MediaError) -> None:
        with self._changed:
            self.ends.append(error)
            self._changed.notify_all()

    def until(self, condition: Callable[["Stage"], bool]) -> None:
        """Waits until `condition` holds."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), _PATIENCE_S), (self.ends, len(self.frames))

    def until_frames(self, count: int) -> list[Frame]:
        """Waits for `count` frames more than there are."""
        wanted = len(self.frames) + count
        self.until(lambda stage: len(stage.frames) >= wanted or bool(stage.ends))
        assert len(self.frames) >= wanted, self.ends
        return self.frames

    def until_end(self) -> MediaError:
        """Waits for the end and gives its reason."""
        self.until(lambda stage: bool(stage.ends))
        return self.ends[0]


@pytest.fixture(scope="session", params=["PyAV", "libVLC"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn; libVLC is one of the packages that the tests need."""
    chosen: Engine = PyavEngine(limits=LIMITS) if request.param == "PyAV" else VlcEngine(limits=LIMITS)
    return chosen


@pytest.fixture
def play(engine: Engine) -> Iterator[Callable[..., Stage]]:
    """Plays a source; stopped and joined after the test."""
    stages: list[Stage] = []

    def start(source: Source, size: tuple[int, int] = (320, 180)) -> Stage:
        stages.append(Stage(engine, source, size))
        return stages[-1]

    yield start
    for stage in stages:
        stage.decoding.stop()
        assert stage.decoding.join(_PATIENCE_S)


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with clip.mp4, two seconds long."""
    folder = tmp_path_factory.mktemp("clips")
    write_clip(folder / "clip.mp4")
    return folder


@pytest.fixture
def web(clips: Path) -> Iterator[str]:
    """The base URL of a web server with video."""
    with http_video(clips) as url:
        yield url


@pytest.fixture
def rtsp(clips: Path) -> Iterator[RtspServer]:
    """GStreamer's RTSP server playing clip.mp4."""
    with rtsp_server(clips / "clip.mp4") as server:
        yield server


def wait_until(condition: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
    """Waits for what no callback tells."""
    ends_s = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < ends_s
        threading.Event().wait(0.01)
