"""The footage the video bench plays: a clip as a camera would send it, and a server that streams it as one."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

FPS = 15
SIZE = (640, 360)


def write_footage(path: Path, seconds: float, size: tuple[int, int] = SIZE, crf: int = 23) -> Path:
    """H.264 of x264's quality `crf`, a key picture every second, people-sized shapes that walk over a textured floor."""
    width, height = size
    with av.open(str(path), "w") as output:
        stream = output.add_stream(
            "libx264", rate=FPS, options={"preset": "veryfast", "crf": str(crf), "bf": "0", "g": str(FPS)}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        floor = _floor(width, height)
        for index in range(round(seconds * FPS)):
            frame = av.VideoFrame.from_ndarray(_picture(floor, index), format="rgb24")
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def _floor(width: int, height: int) -> NDArray[np.uint8]:
    noise = np.random.default_rng(7).integers(0, 24, (height, width, 3))
    shade = np.linspace(70, 150, height)[:, None, None]
    tiles = 12 * ((np.arange(width)[None, :, None] // 40 + np.arange(height)[:, None, None] // 40) % 2)
    return (shade + tiles + noise).astype(np.uint8)


def _picture(floor: NDArray[np.uint8], index: int) -> NDArray[np.uint8]:
    width = floor.shape[1]
    picture = floor.copy()
    for person in range(6):
        left = (person * 131 + index * (3 + person)) % (width - 30)
        top = 60 + person * 40
        picture[top : top + 80, left : left + 30] = (40 + person * 30, 60, 200 - person * 25)
    return picture


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, clip: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.clip = clip

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Players leave in the middle of things; that is no error here."""


class _Answer(BaseHTTPRequestHandler):
    """The clip as an MPEG-TS in real time, from its first key picture on for everybody who comes."""

    server: _Server

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "video/mp2t")
        self.end_headers()
        with suppress(OSError), av.open(str(self.server.clip)) as source:
            output = av.open(self.wfile, "w", format="mpegts", options={"flush_packets": "1"})
            stream = output.add_stream_from_template(source.streams.video[0])
            begun_s = time.monotonic()
            for packet in source.demux(source.streams.video[0]):
                if packet.pts is None or packet.time_base is None:
                    break
                time.sleep(max(0.0, begun_s + float(packet.pts * packet.time_base) - time.monotonic()))
                packet.stream = stream
                output.mux(packet)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server's name)
        """Standard error is for the bench."""


@contextmanager
def streamed(clip: Path) -> Iterator[str]:
    """The URL of the clip as a live stream."""
    server = _Server(clip)
    thread = threading.Thread(target=server.serve_forever, name="footage", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/live.ts"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
