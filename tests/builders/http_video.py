"""A small web server with video as cameras send it, and with the ways it goes wrong."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av

from smartclient.domain.footage import Codec
from tests.builders.clips import FPS, GOP, coded

_TICKS = 90_000


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.folder = folder
        self.closing = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Players leave in the middle of things; that is no error here."""


class _Answer(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        with suppress(OSError):
            match self.path:
                case "/live.ts":
                    self._transport_stream(pictures=None)
                case "/vanishing.ts":
                    self._transport_stream(pictures=FPS)
                case "/h265.ts":
                    self._transport_stream(pictures=None, codec=Codec.H265)
                case "/pairs.ts":
                    self._transport_stream(pictures=None, together=2)
                case "/live.mjpeg":
                    self._jpegs()
                case "/silent":
                    self.server.closing.wait(30)
                case "/locked":
                    self.send_error(401)
                case _:
                    self._file(self.server.folder / self.path.lstrip("/"))

    def _start(self, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.end_headers()

    def _transport_stream(self, pictures: int | None, codec: Codec = Codec.H264, together: int = 1) -> None:
        self._start("video/mp2t")
        singles = coded(GOP * 2, codec)
        packed = [singles[at : at + together] for at in range(0, len(singles), together)]
        units = [(b"".join(data for data, _ in several), several[0][1]) for several in packed]
        output = av.open(self.wfile, "w", format="mpegts", options={"flush_packets": "1"})
        stream = output.add_mux_stream(codec.value)
        index = 0
        while index != pictures and not self.server.closing.wait(1 / FPS):
            data, is_key = units[index % len(units)]
            packet = av.Packet(data)
            packet.time_base, packet.is_keyframe, packet.stream = Fraction(1, _TICKS), is_key, stream
            packet.pts = packet.dts = index * together * _TICKS // FPS
            output.mux_one(packet)
            index += 1

    def _jpegs(self) -> None:
        self._start("multipart/x-mixed-replace; boundary=picture")
        units = coded(GOP * 2, Codec.JPEG)
        index = 0
        while not self.server.closing.wait(1 / FPS):
            data, _ = units[index % len(units)]
            head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            self.wfile.write(head.encode() + data + b"\r\n")
            index += 1

    def _file(self, path: Path) -> None:
        if not path.is_file():
            self.send_error(404)
            return
        self._start("application/octet-stream")
        self.wfile.write(path.read_bytes())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""


@contextmanager
def http_video(folder: Path) -> Iterator[str]:
    """Gives the base URL of /live.ts, /h265.ts, /pairs.ts (two pictures in a packet), /vanishing.ts (one second), /live.mjpeg, /silent,
    /locked and the files of `folder`.
    """
    server = _Server(folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="test web server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def silent_port() -> Iterator[int]:
    """A port that accepts connections and says nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])
