"""Signalling over the WebSocket of 2025 R1: JSON-RPC 2.0 with register, connect, invite and trickle."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from aiortc import RTCIceCandidate
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException

from smartclient.adapters.xprotect.sockets import StraightConnect
from smartclient.adapters.xprotect.values import child, guid, words
from smartclient.adapters.xprotect.webrtc.description import MOST_CANDIDATES, read_candidate
from smartclient.adapters.xprotect.webrtc.signalling import TokenRefused, Wish
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, ServerError, ServerUnreachable, Unsupported
from smartclient.runtime.json_trouble import JSON_TROUBLE
from smartclient.runtime.secret import Secret

LARGEST_MESSAGE = 256 * 1024
OPEN_TIMEOUT_S, REPLY_TIMEOUT_S, CLOSE_TIMEOUT_S = 5.0, 10.0, 0.5
_REGISTER, _CONNECT, _RENEW = 1, 2, 3


class SocketSignalling:
    """One session on a socket of its own."""

    def __init__(self, socket: ClientConnection, token: Secret) -> None:
        self._socket, self._token = socket, token
        self._session = ""
        self._invitation: object = None
        self._about = "watch this camera"

    @classmethod
    async def to(cls, gateway: str, token: Secret, context: ssl.SSLContext) -> "SocketSignalling":
        """Connects. Raises Unsupported where the gateway has no such socket, else ServerUnreachable."""
        url = f"ws{gateway.removeprefix('http')}ws/webrtc/v1"
        try:
            socket = await StraightConnect(
                url,
                ssl=context if url.startswith("wss:") else None,
                max_size=LARGEST_MESSAGE,
                compression=None,
                open_timeout=OPEN_TIMEOUT_S,
                close_timeout=CLOSE_TIMEOUT_S,
                ping_interval=None,
                proxy=None,
            )
        except (InvalidHandshake, InvalidURI) as error:
            raise Unsupported("This gateway has no WebRTC signalling over WebSocket.") from error
        except (WebSocketException, OSError, TimeoutError) as error:
            raise ServerUnreachable("The gateway's WebRTC signalling cannot be reached.") from error
        return cls(socket, token)

    async def open(self, wish: Wish) -> object:
        """Registers and asks for the session; the offer, unread, as its invitation brings it."""
        if wish.is_sound:
            self._about = "listen to this microphone"
        await self._send({"method": "register", "params": {"authorization": self._token.reveal()}, "id": _REGISTER})
        token = self._token.reveal()
        params: dict[str, object] = {"authorization": token, "peer": wish.device, "includeAudio": wish.is_sound}
        if wish.stream:
            params["streamID"] = wish.stream
        if wish.start is not None:
            params |= {"PlaybackTime": wish.start_text, "PlaybackSpeed": wish.speed, "skipGaps": wish.skips_gaps}
        await self._send({"method": "connect", "params": params, "id": _CONNECT})
        await self._result(_REGISTER)
        self._session = guid(child(await self._result(_CONNECT), "session"))
        if not self._session:
            raise BadAnswer("The gateway opened a WebRTC session and did not name it.")
        while True:
            told = await self._receive()
            if child(told, "method") == "invite" and guid(child(told, "params", "session")) == self._session:
                self._invitation = child(told, "id")
                return child(told, "params", "offer")

    async def answer(self, text: str) -> None:
        """Hands over our answer."""
        await self._send({"result": {"answer": text}, "id": self._invitation})

    async def candidates(self) -> AsyncIterator[RTCIceCandidate]:
        """Further addresses, as long as the socket lives. Raises Refused when the gateway says that something is wrong."""
        found = 0
        while True:
            try:
                told = msgspec.json.decode(await self._socket.recv())
            except JSON_TROUBLE:
                continue
            except (WebSocketException, OSError):
                return
            if child(told, "method") == "trickle" and found < MOST_CANDIDATES:
                if (candidate := read_candidate(child(told, "params", "candidate"))) is not None:
                    found += 1
                    yield candidate
            elif child(told, "id") is None and (text := words(child(told, "params", "message"))):
                raise Refused(f"The gateway says: {text}")

    async def renew(self, token: Secret) -> None:
        """Lets the session live by a newer token: the same client registers again."""
        self._token = token
        await self._send({"method": "register", "params": {"authorization": token.reveal()}, "id": _RENEW})

    async def close(self) -> None:
        """Closes the socket."""
        self._socket.transport.abort()
        await self._socket.wait_closed()

    async def _result(self, number: int) -> Any:
        while True:
            told = await self._receive()
            if child(told, "id") != number or "method" in told:
                continue
            if (error := child(told, "error")) is not None:
                raise _error(child(error, "code"), words(child(error, "message")), self._about)
            return child(told, "result")

    async def _send(self, message: dict[str, object]) -> None:
        try:
            await self._socket.send(msgspec.json.encode({"jsonrpc": "2.0", **message}).decode())
        except (WebSocketException, OSError) as error:
            raise ServerUnreachable("The gateway ended the WebRTC signalling.") from error

    async def _receive(self) -> dict[str, Any]:
        try:
            async with asyncio.timeout(REPLY_TIMEOUT_S):
                return msgspec.json.decode(await self._socket.recv(), type=dict[str, Any])
        except JSON_TROUBLE as error:
            raise BadAnswer("The gateway's WebRTC signalling is not JSON.") from error
        except (WebSocketException, OSError, TimeoutError) as error:
            raise ServerUnreachable("The gateway's WebRTC signalling does not answer.") from error


def _error(code: object, text: str, about: str) -> ServerError:
    said = f" The server says: {text}" if text else ""
    if code == 401:
        return TokenRefused(f"The gateway does not accept this sign-in for video.{said}")
    if code == 403:
        return NotPermitted(f"You may not {about}.{said}")
    return Refused(f"The gateway refused the video.{said}")
