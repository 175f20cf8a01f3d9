"""What a person reads of a broken line: no numbers and names of the system's own, however a library wrapped them."""

import asyncio
import errno
import socket

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from smartclient.adapters.line_trouble import line_trouble
from tests.builders.running import run


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def test_a_port_that_nobody_listens_at_is_said_alike_by_every_library() -> None:
    url = f"127.0.0.1:{closed_port()}"

    async def asked() -> set[str]:
        said = set()
        async with httpx.AsyncClient(trust_env=False) as http:
            with pytest.raises(httpx.ConnectError) as refused:
                await http.get(f"http://{url}")
            said.add(line_trouble(refused.value))
        with pytest.raises(OSError, match="Connect call failed") as failed:
            await connect(f"ws://{url}", proxy=None)
        said.add(line_trouble(failed.value))
        return said

    assert run(asked()) == {"nothing answers at its port"}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), "its name is not known here"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "it hung up"),
        (asyncio.IncompleteReadError(b"", 2), "it hung up"),
        (TimeoutError(), "no answer in time"),
        (OSError("Multiple exceptions: [Errno 111] Connect call failed"), "it answers at none of its addresses"),
        (ConnectionClosedError(None, None), "it hung up"),
        (ConnectionClosedError(None, Close(1009, "frame exceeds limit")), "one of its messages was too large"),
        (ConnectionClosedError(Close(1013, "overloaded"), None), "overloaded"),
        (httpx.RemoteProtocolError("Server disconnected."), "Server disconnected"),
        (ValueError(), "no reason given"),
    ],
)
def test_troubles_are_said_in_plain_words(error: Exception, said: str) -> None:
    assert line_trouble(error) == said


def test_what_a_library_wrapped_is_found() -> None:
    inner = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
    several = ExceptionGroup("all attempts", [inner, TimeoutError()])
    outer = httpx.ConnectError("All connection attempts failed")
    outer.__cause__ = several
    assert line_trouble(outer) == "nothing answers at its port"
