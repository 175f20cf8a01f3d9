"""A configuration REST whose answers the test gives, and what was asked of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from smartclient.adapters.xprotect.certificate import tls_context
from smartclient.adapters.xprotect.configuration import Configuration
from smartclient.adapters.xprotect.connection_token import ConnectionTokens
from smartclient.adapters.xprotect.feeds import Feeds
from smartclient.adapters.xprotect.http import Http
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.sign_in import SignIn
from smartclient.adapters.xprotect.through_gateway import ThroughGateway
from smartclient.adapters.xprotect.ways import Way, Ways
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from tests.builders.raw_server import json_answer, raw_server

Told = tuple[int, Any]
"""Status and body."""
UNKNOWN: Told = (404, {"error": {"httpCode": 404, "details": [{"errorText": "Unknown resource: that"}]}})
REFUSED: Told = (400, {"error": {"httpCode": 400, "details": [{"errorText": "Not like that."}]}})
FORBIDDEN: Told = (403, {"error": {"httpCode": 403, "details": [{"errorText": "No permission."}]}})


@dataclass
class Served:
    """`paths` are the requests in order, `POST bookmarks?task=searchTime`, and `bodies` what came with them."""

    rest: Rest
    http: Http
    tokens: ConnectionTokens
    paths: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)

    def feeds(self, camera: DeviceId, recorder: str) -> Feeds:
        """The feed of one camera from a recorder at that address. Needs a running loop."""
        configuration = Configuration(recorders={camera: recorder})
        loop, ways = asyncio.get_running_loop(), Ways(SystemClock(), Way.AUTO)
        return Feeds(configuration, self.rest, self.tokens, self.http.context, loop, ways, ThroughGateway())


@asynccontextmanager
async def rest_of(tell: Callable[[str, Any], Told]) -> AsyncIterator[Served]:
    """`tell` gets `METHOD path` below `rest/v1/` and the body."""
    paths: list[str] = []
    bodies: list[Any] = []

    def answer(method: str, path: str, body: bytes) -> bytes:
        if path.endswith("connect/token"):
            return json_answer(msgspec.json.encode({"access_token": "t", "expires_in": 3600}))
        if path.endswith(".svc"):
            return json_answer(b"<LoginResult><Token>TOKEN#1</Token></LoginResult>")
        paths.append(f"{method} {path.partition('rest/v1/')[2]}")
        bodies.append(msgspec.json.decode(body) if body else None)
        status, told = tell(paths[-1], bodies[-1])
        return json_answer(msgspec.json.encode(told), status)

    async with raw_server(answer) as url:
        http, clock = Http(tls_context(())), SystemClock()
        sign_in = SignIn(http, f"{url}/api/", "dispatcher", Secret("p"), clock)
        tokens = ConnectionTokens(http, f"{url}/", sign_in, clock)
        try:
            yield Served(Rest(http, f"{url}/api/", sign_in), http, tokens, paths, bodies)
        finally:
            await http.close()
