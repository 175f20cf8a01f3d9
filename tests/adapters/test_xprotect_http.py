"""HTTP that is given up at any moment leaves no connection open, also not those that the server left first."""

import asyncio
import ssl
from typing import Self

import psutil
import pytest

from smartclient.adapters.xprotect.http import Http
from smartclient.domain.errors import ServerUnreachable
from tests.builders.running import run, until

IDLE = 4


class _Server:
    """Answers everything with two letters, a moment later, and can leave all its callers at once."""

    def __init__(self) -> None:
        self.port = 0
        self._writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_nothing: object) -> None:
        self._server.close()
        self.leave()
        await self._server.wait_closed()

    def leave(self) -> None:
        """Closes every connection."""
        for writer in self._writers:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(0.01)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def _open_to(port: int) -> list[int]:
    """Our ends of connections to that port."""
    ends = psutil.Process().net_connections("tcp")
    return [end.fd for end in ends if end.raddr and end.raddr.port == port]


@pytest.mark.parametrize("steps", range(8))
def test_a_request_that_is_given_up_leaves_no_connection_open(steps: int) -> None:
    async def body() -> None:
        http = Http(ssl.create_default_context())
        async with _Server() as server:
            url = f"http://127.0.0.1:{server.port}/"
            await asyncio.gather(*(http.send("GET", url) for _ in range(IDLE)))
            assert len(_open_to(server.port)) == IDLE
            server.leave()
            await asyncio.sleep(0)
            request = asyncio.ensure_future(http.send("GET", url))
            for _ in range(steps):
                await asyncio.sleep(0)
            request.cancel()
            await asyncio.wait({request})
            assert request.cancelled()
            await http.close()
            await until(lambda: not _open_to(server.port))

    run(body())


def test_a_slow_server_is_given_up_in_time_and_the_next_request_goes_on() -> None:
    async def body() -> None:
        http = Http(ssl.create_default_context())
        async with _Server() as server:
            url = f"http://127.0.0.1:{server.port}/"
            with pytest.raises(ServerUnreachable, match="did not answer within 0 s"):
                await http.send("GET", url, timeout_s=0.001)
            assert (await http.send("GET", url)).body == b"ok"
            await http.close()
            await until(lambda: not _open_to(server.port))

    run(body())


@pytest.mark.parametrize(("method", "asked"), [("GET", 2), ("POST", 1)])
def test_only_what_is_safe_is_asked_again_when_the_server_hangs_up(method: str, asked: int) -> None:
    """RFC 9110 §9.2.2: a command that may have arrived is not sent twice."""

    async def body() -> None:
        http, seen = Http(ssl.create_default_context()), 0

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal seen
            await reader.readuntil(b"\r\n\r\n")
            seen += 1
            if seen > 1:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with server:
            if asked > 1:
                assert (await http.send(method, url)).body == b"ok"
            else:
                with pytest.raises(ServerUnreachable, match="cannot be reached"):
                    await http.send(method, url)
            assert seen == asked
        await http.close()

    run(body())
