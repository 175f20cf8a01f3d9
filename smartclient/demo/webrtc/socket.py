"""WebRTC signalling over a WebSocket, `/api/ws/webrtc/v1`: JSON-RPC 2.0 with register, connect, invite and trickle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.webrtc.gateway import Gateway
from smartclient.demo.webrtc.wishes import from_socket

if TYPE_CHECKING:
    from smartclient.demo.webrtc.session import Session

FIRST_INVITE = 1_000
"""Invitations are numbered from here; clients take 1 and 2 for their own calls."""
_MALFORMED, _UNKNOWN_METHOD = -32700, -32601


class WebRtcSocket:
    """Serves one connection; its sessions end with it."""

    def __init__(self, socket: WebSocket, gateway: Gateway) -> None:
        self._socket, self._gateway = socket, gateway
        self._token = ""
        self._sessions: dict[str, Session] = {}
        self._invited: dict[int, Session] = {}

    async def serve(self) -> None:
        """Lives as long as the connection."""
        await self._socket.accept()
        try:
            while True:
                await self._hear(await self._socket.receive_text())
        except (WebSocketDisconnect, OSError):
            pass
        finally:
            for session in self._sessions.values():
                await self._gateway.end(session)

    async def _hear(self, text: str) -> None:
        try:
            message = msgspec.json.decode(text, type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):
            await self._send({"error": {"code": _MALFORMED, "message": "That is not JSON."}, "id": None})
            return
        number = message.get("id")
        try:
            if "method" in message:
                await self._call(str(message["method"]), _object(message.get("params")), number)
            elif isinstance(number, int) and (session := self._invited.pop(number, None)) is not None:
                await session.answer(_object(message.get("result")).get("answer"))
        except ApiError as error:
            await self._refuse(number if "method" in message else None, error)

    async def _call(self, method: str, params: Json, number: object) -> None:
        if method == "register":
            self._register(str(params.get("authorization", "")))
            await self._send({"result": {}, "id": number})
        elif method == "connect":
            await self._connect(params, number)
        elif method == "trickle":
            session = self._sessions.get(str(params.get("session", "")).lower())
            if session is not None:
                await session.add_candidate(params.get("candidate"))
        else:
            await self._send({"error": {"code": _UNKNOWN_METHOD, "message": "Unknown method."}, "id": number})

    def _register(self, token: str) -> None:
        """Knows the client from now on; registering again lets its sessions live by the new token."""
        for session in self._sessions.values():
            self._gateway.extend(session, token)
        self._gateway.check(token)
        self._token = token

    async def _connect(self, params: Json, number: object) -> None:
        token = str(params.get("authorization") or self._token)
        session, offer = await self._gateway.open(token, from_socket(params))
        self._sessions[session.id] = session
        await self._send({"result": {"session": session.id}, "id": number})
        invite = FIRST_INVITE + len(self._sessions)
        self._invited[invite] = session
        await self._send({"method": "invite", "params": {"session": session.id, "offer": offer}, "id": invite})
        for candidate in session.candidates():
            await self._send({"method": "trickle", "params": {"session": session.id, "candidate": candidate}})

    async def _refuse(self, number: object, error: ApiError) -> None:
        """An error of a call as its answer, any other as a notification."""
        if number is None:
            await self._send({"method": "error", "params": {"message": str(error)}})
        else:
            await self._send({"error": {"code": error.status, "message": str(error)}, "id": number})

    async def _send(self, message: Json) -> None:
        await self._socket.send_text(msgspec.json.encode({"jsonrpc": "2.0", **message}).decode())


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}
