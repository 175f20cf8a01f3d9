"""The Messages WebSocket, `/api/ws/messages/v1`: what one client publishes on a topic comes to all that subscribed to it."""

import asyncio
import ssl
import uuid
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI, WebSocketException

from smartclient.adapters.line_trouble import line_trouble
from smartclient.adapters.xprotect import certificate
from smartclient.adapters.xprotect.sockets import StraightConnect
from smartclient.adapters.xprotect.stream import TokenExpired
from smartclient.adapters.xprotect.translate.events import Untranslated
from smartclient.adapters.xprotect.values import words
from smartclient.domain.errors import NotPermitted, Refused, ServerError, ServerUnreachable, Unsupported
from smartclient.runtime.secret import Secret

LARGEST_DATA = 100 * 1024
"""Bytes of JSON in one message; nobody documents how much a server takes."""
_LARGEST_FRAME = 1024 * 1024
_OPEN_S, _HELLO_S, _CLOSE_S = 10.0, 10.0, 0.5
_PULSE_S, _LONGEST_PULSE_S = 10.0, 60.0
_BAD_TOKEN = {1008, 3000, 4001, 4401}
"""Codes with which sockets are closed for who came; which of them this one uses is written nowhere."""


class _Envelope(msgspec.Struct):
    type: str = ""
    body: msgspec.Raw = msgspec.Raw(b"{}")


class _Hello(msgspec.Struct):
    pulse_s: float = msgspec.field(name="pulsePeriodSeconds", default=_PULSE_S)


class _Message(msgspec.Struct):
    data: msgspec.Raw
    topic: str = ""
    seq: int = -1


_envelope = msgspec.json.Decoder(_Envelope).decode
_message = msgspec.json.Decoder(_Message).decode
_BROKEN = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)


class Messages:
    """One open socket on one topic. One task may wait in `receive`; it also sends the pulses that keep the line."""

    def __init__(self, socket: ClientConnection, topic: str, untranslated: Untranslated) -> None:
        self._socket, self._topic, self._untranslated = socket, topic, untranslated
        self._seq = -1
        self._pulse_s = _PULSE_S
        self._pulse_at_s = 0.0

    async def begin(self, token: Secret) -> None:
        """Signs in and subscribes. Raises TokenExpired, ServerUnreachable."""
        await self._send("auth.v1", {"token": f"Bearer {token.reveal()}"})
        try:
            async with asyncio.timeout(_HELLO_S):
                while True:
                    told = await self._next()
                    if told is not None and told.type == "hello.v1":
                        break
        except TimeoutError as error:
            raise ServerUnreachable("The server's message channel opened but did not answer.") from error
        self._pulse_s = _pulse_of(told.body)
        await self._send("sub.v1", {"topic": self._topic})
        await self._pulse()

    async def publish(self, data: bytes) -> None:
        """Sends one JSON value to all on the topic. Raises Refused where it is too large, and ServerUnreachable."""
        if len(data) > LARGEST_DATA:
            raise Refused("A message is too large for the server's message channel.")
        await self._send("pub.v1", {"topic": self._topic, "data": msgspec.Raw(data)})

    async def receive(self) -> bytes:
        """The next JSON value that somebody published, this client too. Raises ServerUnreachable when the line is cut."""
        while True:
            told = await self._next_with_pulses()
            if told is None or told.type != "msg.v1":
                continue
            try:
                message = _message(told.body)
            except _BROKEN:
                self._untranslated.add("malformed message", bytes(told.body))
                continue
            self._seq = max(self._seq, message.seq)
            if message.topic == self._topic:
                return bytes(message.data)

    async def close(self) -> None:
        """Closes the socket; harmless when it is closed already."""
        self._socket.transport.abort()
        await self._socket.wait_closed()

    async def _next_with_pulses(self) -> _Envelope | None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                async with asyncio.timeout(max(0.0, self._pulse_at_s - loop.time())):
                    return await self._next()
            except TimeoutError:
                await self._pulse()

    async def _pulse(self) -> None:
        await self._send("pulse.v1", {"seq": self._seq})
        self._pulse_at_s = asyncio.get_running_loop().time() + self._pulse_s

    async def _next(self) -> _Envelope | None:
        """One message; None for one that is not understood."""
        try:
            text = await self._socket.recv()
        except (WebSocketException, OSError) as error:
            raise _cut(error) from error
        try:
            return _envelope(text)
        except _BROKEN:
            self._untranslated.add("malformed message", text if isinstance(text, bytes) else text.encode())
            return None

    async def _send(self, kind: str, body: dict[str, object]) -> None:
        try:
            await self._socket.send(
                msgspec.json.encode({"id": str(uuid.uuid4()), "type": kind, "body": body}), text=True
            )
        except (WebSocketException, OSError) as error:
            raise _cut(error) from error


async def open_messages(
    gateway: str, topic: str, token: Secret, context: ssl.SSLContext, untranslated: Untranslated
) -> Messages:
    """Opens `{gateway}ws/messages/v1`. Raises TokenExpired, CertificateUnknown, Unsupported, NotPermitted or ServerUnreachable."""
    url = f"ws{gateway.removeprefix('http')}ws/messages/v1"
    parts = urlsplit(url)
    try:
        socket = await StraightConnect(
            url,
            ssl=context if parts.scheme == "wss" else None,
            max_size=_LARGEST_FRAME,
            open_timeout=_OPEN_S,
            close_timeout=_CLOSE_S,
            ping_interval=None,
            proxy=None,
            compression=None,
        )
    except InvalidStatus as error:
        raise _refused(error.response.status_code) from error
    except (InvalidHandshake, InvalidURI, OSError, TimeoutError, EOFError) as error:
        host = parts.hostname or ""
        if trouble := certificate.trouble_in(error):
            raise await certificate.unknown_soon(host, parts.port or 443, trouble) from error
        raise ServerUnreachable(
            f"The message channel of {host} cannot be opened ({words(line_trouble(error), 120)})."
        ) from error
    messages = Messages(socket, topic, untranslated)
    try:
        await messages.begin(token)
    except BaseException:
        await messages.close()
        raise
    return messages


def _pulse_of(body: msgspec.Raw) -> float:
    try:
        told = msgspec.json.decode(body, type=_Hello).pulse_s
    except _BROKEN:
        return _PULSE_S
    return min(max(told, 0.1), _LONGEST_PULSE_S)


def _refused(status: int) -> ServerError:
    if status == 401:
        return TokenExpired("The message channel no longer accepts this sign-in.")
    if status == 403:
        return NotPermitted("You may not use the server's message channel.")
    if status in (404, 405, 501):
        return Unsupported("This server has no message channel.")
    return ServerUnreachable(f"The message channel cannot be opened now (status {status}).")


def _cut(error: BaseException) -> ServerError:
    code = error.rcvd.code if isinstance(error, ConnectionClosed) and error.rcvd is not None else 0
    if code in _BAD_TOKEN:
        return TokenExpired("The message channel no longer accepts this sign-in.")
    return ServerUnreachable(f"The message channel was cut ({words(line_trouble(error), 120)}).")
