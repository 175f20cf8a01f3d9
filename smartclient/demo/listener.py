"""Listens for HTTP and WebSocket connections, and can cut or deafen them as broken networks do."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from smartclient.demo.faults import Faults

LARGEST_MESSAGE = 1024 * 1024

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Listener:
    """uvicorn's protocols on a socket of our own, without its process and signal handling."""

    def __init__(self, application: Application, faults: Faults) -> None:
        self._faults = faults
        self._state = ServerState()
        self._config = uvicorn.Config(
            application,
            ws=_event_protocol(faults),
            log_config=None,
            access_log=False,
            proxy_headers=False,
            lifespan="off",
            ws_max_size=LARGEST_MESSAGE,
            ws_per_message_deflate=False,
        )
        self._config.load()
        self._server: asyncio.Server | None = None
        faults.drop_connections = self.drop

    async def start(self, host: str, port: int, context: ssl.SSLContext | None) -> int:
        """Begins to listen and returns the port. Raises OSError."""
        self._server = await asyncio.get_running_loop().create_server(self._protocol, host, port, ssl=context)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    def _protocol(self) -> asyncio.Protocol:
        if self._faults.refusing:
            return _Refusal()
        return H11Protocol(self._config, self._state, {})

    def drop(self) -> None:
        """Cuts every connection without a goodbye."""
        for connection in list(self._state.connections):
            connection.transport.abort()

    async def stop(self) -> None:
        """Stops listening, cuts what is open and waits until all answers have ended."""
        if self._server is not None:
            self._server.close()
        self.drop()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)


class _Refusal(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def _event_protocol(faults: Faults) -> type[asyncio.Protocol]:
    class EventProtocol(WebSocketsSansIOProtocol):
        """Hears nothing while the fault `half_open` or `hang` is in force, not even pings."""

        def data_received(self, data: bytes) -> None:
            if not (faults.is_mute and self.handshake_complete):
                super().data_received(data)

        async def send(self, message: Any) -> None:
            """WORKAROUND: uvicorn 0.54 logs an error after a refused upgrade unless the handshake counts as over."""
            await super().send(message)
            if message["type"] == "websocket.http.response.body":
                self.handshake_complete = True

    return EventProtocol
