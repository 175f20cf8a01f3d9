"""What every route shares: who asks, matching paths in any case, errors in the server's words, and the REST faults."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.websockets import WebSocket

from smartclient.demo.accounts import Accounts, Rights
from smartclient.demo.answers import ApiError, refused
from smartclient.demo.closing import Closing, NothingClosed
from smartclient.demo.faults import Faults
from smartclient.demo.tokens import Tokens

log = logging.getLogger(__name__)

CONTROL = "/x-demo"
HUGE_MB = 100

_Application = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Gate:
    """Turns a request's bearer token into the user's rights, as they are at that moment: what lasts asks again."""

    tokens: Tokens
    accounts: Accounts
    campus_of: Mapping[str, str]
    closing: Closing = field(default_factory=NothingClosed)

    def rights(self, connection: HTTPConnection) -> Rights:
        """Raises ApiError 401 without a good token."""
        return self.rights_of(connection.headers.get("authorization", ""))

    def rights_of(self, authorization: str) -> Rights:
        """The rights behind `Bearer <token>`. Raises ApiError 401."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise ApiError(401, "Authorization is missing: a bearer token is needed.")
        return self.user_rights(self.tokens.user_of(token.strip()))

    def user_rights(self, user: str) -> Rights:
        """The rights of a user by name."""
        self.closing.hear(user)
        return Rights(self.accounts[user], self.campus_of, self.closing)


class LowerCasePaths:
    """Lets routes be written in lower case and without a trailing slash; the path as sent is in `scope["sent_path"]`."""

    def __init__(self, application: _Application) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """An ASGI application."""
        if scope["type"] in {"http", "websocket"}:
            sent = scope["path"].rstrip("/") or "/"
            scope = {**scope, "path": sent.lower(), "sent_path": sent}
        await self._application(scope, receive, send)


class FaultyAnswers:
    """Delays and breaks HTTP answers as the faults say; the control routes always work."""

    def __init__(self, application: _Application, faults: Faults) -> None:
        self._application, self._faults = application, faults

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """An ASGI application."""
        is_control = scope.get("path", "").startswith(CONTROL)
        if self._faults.hang and not is_control:
            await self._faults.lifted.wait()
        if scope["type"] != "http" or is_control:
            await self._application(scope, receive, send)
            return
        if self._faults.delay_s > 0:
            await self._faults.delay()
        if self._faults.server_errors > 0:
            self._faults.server_errors -= 1
            await PlainTextResponse("503 Service Unavailable", 503)(scope, receive, send)
            return
        if self._faults.huge_answers > 0:
            self._faults.huge_answers -= 1
            await StreamingResponse(huge(), media_type="application/json")(scope, receive, send)
            return
        await self._application(scope, receive, send)


async def huge() -> AsyncIterator[bytes]:
    """A hundred megabytes of JSON that says nothing."""
    yield b'{"array":["'
    for _ in range(HUGE_MB):
        yield b"x" * 2**20
    yield b'"]}'


async def api_error(_request: Request, error: Exception) -> Response:
    """An ApiError as the server says it."""
    assert isinstance(error, ApiError)  # noqa: S101  starlette gives what was registered
    return refused(error)


async def http_error(request: Request, error: Exception) -> Response:
    """A path or method nobody serves, in the same envelope."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    texts = {404: f"Unknown resource: {request.scope['sent_path'].strip('/')}", 405: "The method is not allowed."}
    return refused(ApiError(status, texts.get(status, "The request cannot be answered.")))


async def no_such_socket(socket: WebSocket) -> None:
    """Refuses an upgrade of a path that has no socket."""
    await socket.send_denial_response(PlainTextResponse("Not Found", 404))


async def gone(_request: Request, _error: Exception) -> Response:
    """The client left in the middle of its request; nobody reads this."""
    return PlainTextResponse("Client Closed Request", 499)


async def bug(_request: Request, error: Exception) -> Response:
    """Anything else went wrong: plain text, as a gateway says it."""
    log.error("request failed", exc_info=error)
    return PlainTextResponse("500 Internal Server Error", 500)
