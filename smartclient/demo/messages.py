"""The Messages WebSocket, `/api/ws/messages/v1`: what a client publishes on a topic goes to all that subscribed to it."""

import asyncio
import contextlib
import itertools
import random
from collections import deque
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.faults import Faults
from smartclient.demo.gate import Gate
from smartclient.demo.ids import fresh

INCIDENTS = "smartclient.incidents"
"""What desks write to each other of incidents, on a topic for each campus below this one; who sees but some reads only theirs."""
PULSE_S = 10
LARGEST = 100 * 1024
"""Bytes of one message; who sends a larger one is cut."""
MOST_WAITING = 5_000
_UNKNOWN_TOKEN, _TOO_LARGE, _SLOW, _NO_PULSE = 4401, 1009, 1013, 4408
_GARBAGE = (
    "",
    "null",
    "[1",
    '{"type":"msg.v1"}',
    '{"type":"msg.v1","body":{"topic":7}}',
    '{"type":"news.v9","body":{}}',
)
_REORDER_S = 0.05
_NO_CAMPUS: dict[str, str] = {}


class MessageHub:
    """Everybody who is connected; numbers every message."""

    def __init__(self, gate: Gate, faults: Faults, campus_of: Mapping[str, str] = _NO_CAMPUS) -> None:
        """`campus_of`: whose topic it is, by the venue at its end; a topic that ends in none is everybody's."""
        self.gate, self.faults, self._campus_of = gate, faults, campus_of
        self._numbers = itertools.count()
        self._connected: list[_MessageSocket] = []

    async def serve(self, socket: WebSocket) -> None:
        """Lives as long as the connection."""
        one = _MessageSocket(socket, self)
        self._connected.append(one)
        try:
            await one.serve()
        finally:
            self._connected.remove(one)

    def publish(self, topic: str, data: Any) -> None:
        """To all who subscribed, also to who publishes."""
        message = {"data": data, "seq": next(self._numbers), "topic": topic}
        for one in self._connected:
            if topic in one.topics and self.may_use(topic, one.user):
                one.put(message)

    def may_use(self, topic: str, user: str) -> bool:
        """Whether the user may read and write there, now: a topic of a campus, and those of desks that tell of all campuses."""
        seen = self.gate.accounts[user].role.campus
        if seen is None or not (topic == INCIDENTS or topic.startswith(f"{INCIDENTS}.")):
            return True
        return self._campus_of.get(topic.removeprefix(f"{INCIDENTS}.")) == seen


class _MessageSocket:
    def __init__(self, socket: WebSocket, hub: MessageHub) -> None:
        self._socket, self._hub = socket, hub
        self.topics: set[str] = set()
        self.user = ""
        self._waiting: deque[Json] = deque()
        self._wake = asyncio.Event()

    def put(self, message: Json) -> None:
        self._waiting.append(message)
        self._wake.set()

    async def serve(self) -> None:
        await self._socket.accept()
        pusher = asyncio.create_task(self._push(), name="message push")
        try:
            await self._listen()
        except (WebSocketDisconnect, OSError, RuntimeError):
            pass
        finally:
            pusher.cancel()
            await asyncio.gather(pusher, return_exceptions=True)

    async def _listen(self) -> None:
        """Until the client goes, or is silent for three pulses."""
        try:
            while True:
                async with asyncio.timeout(3 * PULSE_S):
                    text = await self._socket.receive_text()
                if len(text.encode()) > LARGEST + 1024:
                    await self._socket.close(_TOO_LARGE, "Too large")
                    return
                await self._hear(_command(text))
        except TimeoutError:
            await self._socket.close(_NO_PULSE, "No pulse")

    async def _hear(self, command: Json) -> None:
        kind, body = command.get("type"), command.get("body")
        if not isinstance(body, dict) or self._hub.faults.is_mute:
            return
        if kind == "auth.v1":
            await self._sign_in(str(body.get("token", "")))
        elif not self.user:
            await self._socket.close(_UNKNOWN_TOKEN, "Authenticate first")
        elif kind == "sub.v1" and isinstance(body.get("topic"), str):
            self.topics.add(body["topic"])
        elif kind == "pub.v1" and isinstance(body.get("topic"), str) and self._hub.may_use(body["topic"], self.user):
            self._hub.publish(body["topic"], body.get("data"))

    async def _sign_in(self, token: str) -> None:
        try:
            self.user = self._hub.gate.rights_of(token).account.name
        except ApiError:
            await self._socket.close(_UNKNOWN_TOKEN, "Unknown token")
            return
        await self._send({"id": fresh(), "type": "hello.v1", "body": {"pulsePeriodSeconds": PULSE_S}})

    async def _push(self) -> None:
        faults = self._hub.faults
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
            while True:
                await self._wake.wait()
                self._wake.clear()
                if faults.message_delay_s > 0 or faults.reorder:
                    await asyncio.sleep(faults.message_delay_s + (_REORDER_S if faults.reorder else 0))
                if len(self._waiting) > MOST_WAITING:
                    await self._socket.close(_SLOW, "The connection is too slow")
                    return
                await self._push_batch()

    async def _push_batch(self) -> None:
        faults = self._hub.faults
        batch = list(self._waiting)
        self._waiting.clear()
        if faults.is_mute:
            return
        if faults.reorder:
            random.shuffle(batch)
        for message in batch:
            if faults.garbage:
                await self._socket.send_text(random.choice(_GARBAGE))
            for _ in range(2 if faults.repeat else 1):
                await self._send({"id": fresh(), "type": "msg.v1", "body": message})

    async def _send(self, message: Json) -> None:
        await self._socket.send_text(msgspec.json.encode(message).decode())


def _command(text: str) -> Json:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return {}
