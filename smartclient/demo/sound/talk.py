"""Speaking through loudspeakers, which XProtect's open protocols do not have: `/api/x-demo/talk`, this server's own extension.

`GET` lists the loudspeakers the user may speak through. The WebSocket `/api/x-demo/talk/<speaker>` takes G.711 µ-law, 8,000
samples a second, in binary messages of up to LONGEST_MESSAGE bytes. What is said is kept nowhere.
"""

import asyncio
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from smartclient.demo.accounts import SPEAK
from smartclient.demo.answers import ApiError, array, not_permitted
from smartclient.demo.gate import Gate
from smartclient.demo.ids import path
from smartclient.demo.plan import Device

TALK = "/api/x-demo/talk"
LONGEST_MESSAGE = 1_600
SILENCE_S = 30.0
TAKEN, FORBIDDEN, TOO_LONG = 4409, 4403, 1009
"""Codes that a connection is closed with."""


class Talk:
    """`speakers` are devices by their loudspeaker's guid; `speaking` is who speaks through which, `heard` how many bytes came so far."""

    def __init__(self, gate: Gate, speakers: Mapping[str, Device]) -> None:
        self._gate, self._speakers = gate, speakers
        self.speaking: dict[str, str] = {}
        self.heard: dict[str, int] = {}

    def routes(self) -> list[Route]:
        """The list, lower case."""
        return [Route(TALK, self._list)]

    def socket(self) -> WebSocketRoute:
        """The way to one loudspeaker."""
        return WebSocketRoute(f"{TALK}/{{speaker}}", self._talk)

    async def _list(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        may = [guid for guid in self._speakers if rights.may(SPEAK, path("speakers", guid))]
        return array([{"id": guid, "codec": "PCMU", "sampleRate": 8_000} for guid in may])

    async def _talk(self, socket: WebSocket) -> None:
        speaker = str(socket.path_params["speaker"])
        try:
            user = self._user(socket.headers.get("authorization", ""), speaker)
        except ApiError as error:
            await socket.send_denial_response(Response(str(error), error.status))
            return
        await socket.accept()
        if speaker in self.speaking:
            await socket.close(TAKEN, f"{self.speaking[speaker]} is speaking there.")
            return
        self.speaking[speaker] = user
        try:
            await self._listen(socket, speaker, user)
        finally:
            del self.speaking[speaker]

    async def _listen(self, socket: WebSocket, speaker: str, user: str) -> None:
        try:
            while True:
                async with asyncio.timeout(SILENCE_S):
                    data = await socket.receive_bytes()
                if len(data) > LONGEST_MESSAGE:
                    await socket.close(TOO_LONG)
                    return
                if not self._gate.user_rights(user).may(SPEAK, path("speakers", speaker)):
                    await socket.close(FORBIDDEN, "You may not speak there any more.")
                    return
                self.heard[speaker] = self.heard.get(speaker, 0) + len(data)
        except (WebSocketDisconnect, OSError, KeyError):
            return
        except TimeoutError:
            if socket.client_state is WebSocketState.CONNECTED:
                await socket.close()

    def _user(self, authorization: str, speaker: str) -> str:
        rights = self._gate.rights_of(authorization)
        if speaker not in self._speakers:
            raise ApiError(404, f"Device not found. speakers/{speaker[:100]}")
        if not rights.may(SPEAK, path("speakers", speaker)):
            raise not_permitted()
        return rights.account.name
