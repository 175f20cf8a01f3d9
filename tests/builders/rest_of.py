"""A configuration REST whose answers the test gives, and what was asked of it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from smartclient.adapters.xprotect.certificate import tls_context
from smartclient.adapters.xprotect.http import Http
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.sign_in import SignIn
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from tests.builders.raw_server import json_answer, raw_server

Told = tuple[int, Any]
"""Status and body."""
UNKNOWN: Told = (404, {"error": {"httpCode": 404, "details": [{"errorText": "Unknown resource: that"}]}})
FORBIDDEN: Told = (403, {"error": {"httpCode": 403, "details": [{"errorText": "No permission."}]}})


@dataclass
class Asked:
    """Requests in order: `POST bookmarks?task=searchTime` and the body sent with it."""

    paths: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)


@asynccontextmanager
async def rest_of(tell: Callable[[str, Any], Told]) -> AsyncIterator[tuple[Rest, Asked]]:
    """`tell` gets `METHOD path` below `rest/v1/` and the body."""
    asked = Asked()

    def answer(method: str, path: str, body: bytes) -> bytes:
        if path.endswith("connect/token"):
            return json_answer(msgspec.json.encode({"access_token": "t", "expires_in": 3600}))
        sent = msgspec.json.decode(body) if body else None
        asked.paths.append(f"{method} {path.partition('rest/v1/')[2]}")
        asked.bodies.append(sent)
        status, told = tell(asked.paths[-1], sent)
        return json_answer(msgspec.json.encode(told), status)

    async with raw_server(answer) as url:
        http = Http(tls_context(()))
        try:
            gateway = f"{url}/api/"
            yield Rest(http, gateway, SignIn(http, gateway, "dispatcher", Secret("p"), SystemClock())), asked
        finally:
            await http.close()
