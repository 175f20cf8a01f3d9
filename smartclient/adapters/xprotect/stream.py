"""The Events & State WebSocket: one connection, its commands and replies, and the events pushed in between."""

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidHandshake, InvalidStatus, InvalidURI, WebSocketException

from smartclient.adapters.line_trouble import line_trouble
from smartclient.adapters.xprotect import certificate
from smartclient.adapters.xprotect.sockets import StraightConnect
from smartclient.adapters.xprotect.translate.events import Untranslated
from smartclient.adapters.xprotect.values import child, integer, words
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, ServerError, ServerUnreachable, Unsupported
from smartclient.runtime.secret import Secret

LARGEST_FRAME = 32 * 1024 * 1024
OPEN_TIMEOUT_S = 10.0
REPLY_TIMEOUT_S = 15.0
STATE_TIMEOUT_S = 180.0
"""The state of some thousand cameras takes a real server minutes."""
RESOURCES = (
    "sites",
    "recordingServers",
    "hardware",
    "cameras",
    "microphones",
    "speakers",
    "outputs",
    "inputEvents",
    "userDefinedEvents",
    "accessControlUnits",
)


class TokenExpired(ServerError):
    """The socket was refused with status 401; a new token may help."""


class _Message(msgspec.Struct):
    """A reply (with `commandId`) or a push (with `events`); unknown fields are passed over."""

    commandId: Any = None  # noqa: N815
    status: Any = None
    sessionId: Any = None  # noqa: N815
    error: Any = None
    events: list[msgspec.Raw] | None = None
    states: list[msgspec.Raw] | None = None


_decode = msgspec.json.Decoder(_Message).decode


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a session stands: the server keeps it for about 30 s after a cut."""

    session: str = ""
    event: str = ""


class EventStream:
    """An open socket. Only one task at a time may wait in it, apart from `ping` and `close`."""

    def __init__(self, socket: ClientConnection, untranslated: Untranslated) -> None:
        self._socket, self._untranslated = socket, untranslated
        self._pushed: deque[list[msgspec.Raw]] = deque()
        self._commands = 0
        self.session = ""

    async def start(self, resume: Resume) -> bool:
        """Starts or resumes a session; true when it was resumed, so that subscriptions stand and missed events follow."""
        reply = await self._command("startSession", sessionId=resume.session, eventId=resume.event)
        session = reply.sessionId
        if not isinstance(session, str) or len(session) > 200:
            raise BadAnswer("The event stream opened but named no session.")
        self.session = session
        return integer(reply.status) == 200 and session.lower() == resume.session.lower() != ""

    async def subscribe(self) -> None:
        """Asks for all events of all devices; without a filter the server would silently send nothing."""
        everything = {"modifier": "include", "resourceTypes": list(RESOURCES), "sourceIds": ["*"], "eventTypes": ["*"]}
        try:
            await self._command("addSubscription", filters=[everything])
        except Refused:
            everything["resourceTypes"] = ["*"]
            await self._command("addSubscription", filters=[everything])

    async def states(self) -> list[msgspec.Raw]:
        """The latest event of every source and state group."""
        reply = await self._command("getState", timeout_s=STATE_TIMEOUT_S)
        return reply.states or []

    async def pushed(self) -> list[msgspec.Raw]:
        """The next batch of events. Raises ServerUnreachable when the line is cut."""
        while not self._pushed:
            await self._receive()
        return self._pushed.popleft()

    async def ping(self) -> None:
        """Waits for the server's pong. Raises ServerUnreachable when the line is cut."""
        try:
            await (await self._socket.ping())
        except (WebSocketException, OSError) as error:
            raise _cut(error) from error

    async def close(self) -> None:
        """Closes the socket; harmless when it is closed already."""
        self._socket.transport.abort()
        await self._socket.wait_closed()

    async def _command(self, command: str, timeout_s: float = REPLY_TIMEOUT_S, **fields: object) -> _Message:
        self._commands += 1
        number = self._commands
        try:
            async with asyncio.timeout(timeout_s):
                await self._socket.send(
                    msgspec.json.encode({"command": command, "commandId": number, **fields}), text=True
                )
                while True:
                    message = await self._receive()
                    if message is not None and integer(message.commandId) == number:
                        break
        except TimeoutError as error:
            raise ServerUnreachable(f"The event stream did not answer {command} within {timeout_s:.0f} s.") from error
        except (WebSocketException, OSError) as error:
            raise _cut(error) from error
        status = integer(message.status) or 0
        if 200 <= status < 300:
            return message
        said = words(child(message.error, "errorText"))
        if status in (401, 403):
            raise NotPermitted(f"You may not watch events (status {status}). {said}".strip())
        if status >= 500:
            raise ServerUnreachable(f"The event stream is out of order (status {status}). {said}".strip())
        raise Refused(f"The event stream refused {command} (status {status}). {said}".strip())

    async def _receive(self) -> _Message | None:
        """Reads one message; events in it are kept for `pushed`. None when it was not understood."""
        try:
            text = await self._socket.recv()
        except (WebSocketException, OSError) as error:
            raise _cut(error) from error
        try:
            message = _decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            self._untranslated.add("malformed message", text if isinstance(text, bytes) else text.encode())
            return None
        if message.events:
            self._pushed.append(message.events)
        elif message.commandId is None and message.events is None:
            self._untranslated.add("message without events", text if isinstance(text, bytes) else text.encode())
        return message


async def open_stream(gateway: str, token: Secret, context: ssl.SSLContext, untranslated: Untranslated) -> EventStream:
    """Opens `{gateway}ws/events/v1`. Raises TokenExpired, CertificateUnknown, Unsupported or ServerUnreachable.

    The connection sends no pings of its own, since a server that computes a large state answers none; whoever watches pings.
    """
    url = "ws" + gateway.removeprefix("http") + "ws/events/v1"
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        socket = await StraightConnect(
            url,
            ssl=context if parts.scheme == "wss" else None,
            additional_headers={"Authorization": f"Bearer {token.reveal()}"},
            max_size=LARGEST_FRAME,
            open_timeout=OPEN_TIMEOUT_S,
            ping_interval=None,
            close_timeout=1.0,
            proxy=None,
            compression=None,
        )
    except InvalidStatus as error:
        raise _refused(error.response.status_code) from error
    except (InvalidHandshake, InvalidURI, OSError, TimeoutError, EOFError) as error:
        if trouble := certificate.trouble_in(error):
            raise await certificate.unknown_soon(host, parts.port or 443, trouble) from error
        raise ServerUnreachable(
            f"The event stream of {host} cannot be opened ({words(line_trouble(error), 120)})."
        ) from error
    return EventStream(socket, untranslated)


def _refused(status: int) -> ServerError:
    if status == 401:
        return TokenExpired("The event stream no longer accepts this sign-in.")
    if status == 403:
        return NotPermitted("You may not watch events.")
    if status == 404:
        return Unsupported("This server has no event stream.")
    return ServerUnreachable(f"The event stream cannot be opened now (status {status}).")


def _cut(error: BaseException) -> ServerUnreachable:
    return ServerUnreachable(f"The event stream was cut ({words(line_trouble(error), 120)}).")
