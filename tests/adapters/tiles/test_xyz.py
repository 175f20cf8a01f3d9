"""Tiles over HTTP: kept, asked for again only when they are old, and nobody is pressed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from smartclient.adapters.tiles.xyz import LEAST_KEPT_S, MOST_AT_ONCE, REST_S, XyzTiles
from smartclient.domain.errors import PlanUnreadable, ServerUnreachable
from smartclient.plans.base_maps.tiles import Credit, TileAddress

HERE = TileAddress(3, 2, 1)
Answer = tuple[int, dict[str, str], bytes]
IMAGE = {"Content-Type": "image/png"}


class TileServer(ThreadingHTTPServer):
    """Answers with what `answer` makes of a path and headers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.answer: Callable[[str], Answer] = lambda _path: (200, IMAGE, b"picture")
        self.now, self.most = 0, 0
        self.lock = threading.Lock()

    @property
    def template(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{{z}}/{{x}}/{{y}}.png"


class _Asked(BaseHTTPRequestHandler):
    server: TileServer

    def do_GET(self) -> None:
        server = self.server
        with server.lock:
            server.now += 1
            server.most = max(server.most, server.now)
            server.asked.append((self.path, self.headers.get("If-None-Match", "")))
            server.agents.add(self.headers["User-Agent"])
        status, headers, body = server.answer(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        with server.lock:
            server.now -= 1

    def log_message(self, *_words: object) -> None:
        """Keeps quiet."""


@pytest.fixture
def server() -> Iterator[TileServer]:
    with TileServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Now:
    """A clock that is set."""

    def __init__(self) -> None:
        self.s = 1_000_000.0

    def __call__(self) -> float:
        return self.s


@contextmanager
def tiles(server: TileServer, cache: Path, now: Now) -> Iterator[XyzTiles]:
    made = XyzTiles(server.template, cache, Credit("© City"), now_s=now)
    yield made
    made.close()


def test_a_tile_is_asked_for_once_and_outlives_the_program(server: TileServer, tmp_path: Path) -> None:
    for _ in range(2):
        with tiles(server, tmp_path / "a" / "tiles.db", Now()) as source:
            assert source.tile(HERE) == b"picture"
            assert source.tile(HERE) == b"picture"
    assert server.asked == [("/3/2/1.png", "")]
    assert all(agent.startswith("smartclient/") for agent in server.agents)


def test_an_old_tile_is_asked_for_by_its_mark(server: TileServer, tmp_path: Path) -> None:
    now = Now()
    server.answer = lambda _path: (200, {**IMAGE, "ETag": '"one"', "Cache-Control": "max-age=5"}, b"picture")
    with tiles(server, tmp_path / "tiles.db", now) as source:
        source.tile(HERE)
        now.s += LEAST_KEPT_S - 1
        source.tile(HERE)
        assert len(server.asked) == 1
        server.answer = lambda _path: (304, {}, b"")
        now.s += 2
        assert source.tile(HERE) == b"picture"
        assert server.asked[1] == ("/3/2/1.png", '"one"')
        source.tile(HERE)
        assert len(server.asked) == 2


def test_a_server_that_says_no_is_left_alone_and_old_tiles_stay(server: TileServer, tmp_path: Path) -> None:
    now = Now()
    with tiles(server, tmp_path / "tiles.db", now) as source:
        source.tile(HERE)
        server.answer = lambda _path: (429, {}, b"")
        now.s += LEAST_KEPT_S + 1
        assert source.tile(HERE) == b"picture"
        with pytest.raises(ServerUnreachable, match="left alone"):
            source.tile(TileAddress(3, 0, 0))
        assert len(server.asked) == 2
        now.s += REST_S
        with pytest.raises(ServerUnreachable, match="does not answer"):
            source.tile(TileAddress(3, 0, 0))
        assert len(server.asked) == 3


def test_a_tile_that_the_server_has_not_is_not_asked_for_again(server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda _path: (404, {}, b"")
    with tiles(server, tmp_path / "tiles.db", Now()) as source:
        assert source.tile(HERE) is None
        assert source.tile(HERE) is None
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [(200, {"Content-Type": "text/html"}, b"<html>"), (200, IMAGE, b"x" * (5 << 20)), (302, {"Location": "/"}, b"")],
)
def test_what_is_no_tile_is_refused(answer: Answer, server: TileServer, tmp_path: Path) -> None:
    server.answer = lambda _path: answer
    with tiles(server, tmp_path / "tiles.db", Now()) as source, pytest.raises(ServerUnreachable):
        source.tile(HERE)


def test_never_more_than_two_at_once(server: TileServer, tmp_path: Path) -> None:
    gate = threading.Barrier(MOST_AT_ONCE)

    def answer(_path: str) -> Answer:
        gate.wait(timeout=5)
        return 200, IMAGE, b"picture"

    server.answer = answer
    with tiles(server, tmp_path / "tiles.db", Now()) as source:
        threads = [
            threading.Thread(target=source.tile, args=(TileAddress(4, column, 0),))
            for column in range(3 * MOST_AT_ONCE)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert server.most == MOST_AT_ONCE


def test_a_broken_cache_costs_nothing_else(server: TileServer, tmp_path: Path) -> None:
    path = tmp_path / "tiles.db"
    path.write_bytes(b"not a database" * 1000)
    with tiles(server, path, Now()) as source:
        assert source.tile(HERE) == b"picture"
        assert source.tile(HERE) == b"picture"
    assert len(server.asked) == 1


@pytest.mark.parametrize("template", ["ftp://x/{z}/{x}/{y}", "https://x/{z}/{x}.png", "file:///etc/passwd"])
def test_an_address_without_its_places_is_refused(template: str, tmp_path: Path) -> None:
    with pytest.raises(PlanUnreadable, match=r"has \{z\}, \{x\} and \{y\}"):
        XyzTiles(template, tmp_path / "tiles.db", Credit())
