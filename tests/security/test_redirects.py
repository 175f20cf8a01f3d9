"""No token and no password goes anywhere but to the server that was named, by whatever it is pointed elsewhere."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from smartclient.adapters.xprotect.certificate import tls_context
from smartclient.adapters.xprotect.http import Http
from smartclient.adapters.xprotect.messages import open_messages
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.sign_in import SignIn
from smartclient.adapters.xprotect.stream import open_stream
from smartclient.adapters.xprotect.translate.events import Untranslated
from smartclient.adapters.xprotect.webrtc.socket_signalling import SocketSignalling
from smartclient.domain.errors import ServerError
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from tests.builders.raw_server import json_answer, raw_server
from tests.builders.running import run

TOKEN, PASSWORD = Secret("t0ken-t0ken"), Secret("correct-horse")
Ask = Callable[[str], Awaitable[object]]


async def rest(gateway: str) -> None:
    http = Http(tls_context(()))
    sign_in = SignIn(http, gateway, "dispatcher", PASSWORD, SystemClock())
    sign_in._token, sign_in._good_until_s = TOKEN, float("inf")
    try:
        await Rest(http, gateway, sign_in).items("cameras", "list its cameras")
    finally:
        await http.close()


async def password(gateway: str) -> None:
    http = Http(tls_context(()))
    try:
        await SignIn(http, gateway, "dispatcher", PASSWORD, SystemClock()).token()
    finally:
        await http.close()


ASKS: dict[str, Ask] = {
    "rest": rest,
    "password": password,
    "events": lambda gateway: open_stream(gateway, TOKEN, tls_context(()), Untranslated()),
    "messages": lambda gateway: open_messages(gateway, "topic", TOKEN, tls_context(()), Untranslated()),
    "signalling": lambda gateway: SocketSignalling.to(gateway, TOKEN, tls_context(())),
}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("name", ASKS)
def test_a_redirect_is_refused_in_words_and_nobody_else_hears_anything(name: str, status: int) -> None:
    heard: list[str] = []

    def elsewhere(method: str, path: str, _body: bytes) -> bytes:
        heard.append(f"{method} {path}")
        return json_answer("{}")

    async def play() -> None:
        async with raw_server(elsewhere) as other:
            head = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {other}/api/\r\nContent-Length: 0\r\n\r\n".encode()
            async with raw_server(lambda *_: head) as server:
                with pytest.raises(ServerError) as told:
                    async with asyncio.timeout(10):
                        await ASKS[name](f"{server}/api/")
                assert str(told.value)

    run(play())
    assert heard == []
