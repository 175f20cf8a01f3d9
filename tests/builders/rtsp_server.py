"""GStreamer's RTSP server playing clips as endless cameras, in a process of its own, for tests that need a real one.

Imported, it starts the server; run by the system's Python (which has GStreamer's bindings), it is the server.
"""

import importlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PYTHON = "/usr/bin/python3"
PACKAGES = (
    "python3-gi gir1.2-gst-rtsp-server-1.0 gir1.2-gst-plugins-base-1.0 "
    "gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad"
)
_READ = (
    'filesrc location="{}" ! qtdemux ! h264parse config-interval=-1 '
    "! video/x-h264,stream-format=byte-stream,alignment=au ! appsink name=sink sync=false"
)
_SERVE_PAST = '( filesrc location="{}" ! qtdemux ! queue ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )'
_SERVE = (
    "( appsrc name=source format=time is-live=false ! h264parse ! identity sync=true ! rtph264pay name=pay0 pt=96 )"
)


@dataclass(frozen=True, slots=True)
class RtspServer:
    """A running server; clip number n is at `url(n)`."""

    port: int
    process: "subprocess.Popen[str]"

    def url(self, clip: int = 0) -> str:
        """Where that clip plays, again and again with times that go on."""
        return f"rtsp://127.0.0.1:{self.port}/camera{clip}"

    def past(self, clip: int = 0) -> str:
        """Where that clip can be played from any place in it (Range, npt)."""
        return f"rtsp://127.0.0.1:{self.port}/past{clip}"

    def vanish(self) -> None:
        """Ends the server without a goodbye, as a power cut would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def rtsp_server(*clips: Path) -> Iterator[RtspServer]:
    """Serves MP4 files (H.264) on a free port of this machine. Raises AssertionError naming the packages that are missing."""
    command = [PYTHON, __file__, *map(str, clips)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            port = process.stdout.readline().strip()
            assert port.isdigit(), (
                "GStreamer's RTSP server does not start; these Debian packages bring it: "
                f"{PACKAGES}. It said: {process.stderr.read()}"
            )
            yield RtspServer(int(port), process)
        finally:
            process.kill()


class _Clip:
    """A clip's coded pictures, handed out for ever."""

    def __init__(self, gst: Any, path: str) -> None:
        self._gst = gst
        pipeline = gst.parse_launch(_READ.format(path))
        sink = pipeline.get_by_name("sink")
        pipeline.set_state(gst.State.PLAYING)
        self._units: list[tuple[bytes, int, int]] = []
        while sample := sink.emit("try-pull-sample", 5 * gst.SECOND):
            buffer = sample.get_buffer()
            self._units.append((buffer.extract_dup(0, buffer.get_size()), buffer.pts, buffer.duration))
            self._caps = sample.get_caps()
        pipeline.set_state(gst.State.NULL)
        self._first = min(pts for _, pts, _ in self._units)
        self._length = max(pts + duration for _, pts, duration in self._units) - self._first

    def feed(self, _factory: Any, media: Any) -> None:
        """Gives a new media element this clip's pictures whenever it asks."""
        source = media.get_element().get_child_by_name("source")
        source.set_property("caps", self._caps)
        position = 0

        def push(element: Any, _length: int) -> None:
            nonlocal position
            data, pts, duration = self._units[position % len(self._units)]
            buffer = self._gst.Buffer.new_wrapped(data)
            buffer.pts = pts - self._first + position // len(self._units) * self._length
            buffer.duration = duration
            position += 1
            element.emit("push-buffer", buffer)

        source.connect("need-data", push)


def _serve(paths: Sequence[str]) -> None:
    gi = importlib.import_module("gi")
    for name in ("Gst", "GstRtspServer"):
        gi.require_version(name, "1.0")
    gst, rtsp, glib = (importlib.import_module(f"gi.repository.{name}") for name in ("Gst", "GstRtspServer", "GLib"))
    gst.init(None)
    server = rtsp.RTSPServer.new()
    server.set_address("127.0.0.1")
    server.set_service("0")
    for number, path in enumerate(paths):
        factory = rtsp.RTSPMediaFactory.new()
        factory.set_shared(True)
        factory.set_launch(_SERVE)
        factory.connect("media-configure", _Clip(gst, path).feed)
        server.get_mount_points().add_factory(f"/camera{number}", factory)
        past = rtsp.RTSPMediaFactory.new()
        past.set_launch(_SERVE_PAST.format(path))
        server.get_mount_points().add_factory(f"/past{number}", past)
    server.attach(None)
    sys.stdout.write(f"{server.get_bound_port()}\n")
    sys.stdout.flush()
    glib.MainLoop().run()


if __name__ == "__main__":
    _serve(sys.argv[1:])
