"""The Events & State WebSocket, `/api/ws/events/v1`: commands answered in order, events pushed in batches."""

import asyncio
import contextlib
import random
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from smartclient.demo.accounts import READ_CARD_HOLDERS, Rights
from smartclient.demo.answers import ApiError, Json
from smartclient.demo.events import EventStream
from smartclient.demo.faults import Faults
from smartclient.demo.gate import HUGE_MB, Gate
from smartclient.demo.ids import fresh
from smartclient.demo.sessions import Session, Sessions
from smartclient.demo.subscriptions import Subscriptions

REST_S = 0.005
QUIET_S = 0.05
GARBAGE = (
    "",
    "null",
    "[1",
    '{"events":7}',
    '{"events":[7,null,"x"]}',
    '{"commandId":"x","status":[]}',
    "\ufffd{",
    '{"events":' * 300,
)


class EventSocket:
    """Serves one connection; what its user may see is asked anew when rights change."""

    def __init__(
        self,
        socket: WebSocket,
        stream: EventStream,
        sessions: Sessions,
        gate: Gate,
        faults: Faults,
    ) -> None:
        self._socket, self._stream, self._sessions = socket, stream, sessions
        self._gate, self._faults = gate, faults
        self._rights: Rights | None = None
        self._session: Session | None = None
        self._turn = asyncio.Lock()
        self._wake = asyncio.Event()
        self._quiet_until = 0.0
        self._pusher: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Lives as long as the connection."""
        header = self._socket.headers.get("authorization")
        if header is not None:
            try:
                self._rights = self._gate.rights_of(header)
            except ApiError as error:
                await self._socket.send_denial_response(Response(str(error), error.status))
                return
        await self._socket.accept()
        try:
            await self._converse()
        except (WebSocketDisconnect, OSError):
            pass
        finally:
            await self._leave()

    async def _converse(self) -> None:
        while True:
            text = await self._socket.receive_text()
            async with self._turn:
                command = _command(text)
                if command is None:
                    await self._socket.close(1007, "Malformed command")
                    return
                try:
                    reply = self._answer(command)
                except ApiError as error:
                    reply = {"status": error.status, "error": error.details}
                await self._socket.send_text(_text({"commandId": command["commandId"], **reply}))
                self._quiet_until = asyncio.get_running_loop().time() + QUIET_S

    def _answer(self, command: Json) -> Json:
        name = command["command"]
        if name == "authenticate":
            self._rights = self._gate.rights_of(str(command.get("token", "")))
            return {"status": 200}
        if self._rights is None:
            raise ApiError(401, "Authenticate first.")
        if name == "startSession":
            return self._start(self._rights, command)
        commands = {
            "addSubscription": self._subscribe,
            "removeSubscription": self._unsubscribe,
            "getState": self._state,
        }
        if name not in commands:
            raise ApiError(400, "Unknown command.")
        if self._session is None:
            raise ApiError(400, "Start a session first.")
        return commands[name](self._session, command)

    def _start(self, rights: Rights, command: Json) -> Json:
        if self._session is not None:
            raise ApiError(400, "This connection has a session already.")
        user, wanted = rights.account.name, str(command.get("sessionId") or "")
        resumed = self._sessions.resume(wanted, str(command.get("eventId") or ""), user) if wanted else None
        self._session = resumed or self._new(user)
        self._session.holder = self
        self._wake.set()
        self._pusher = asyncio.create_task(self._push(self._session), name="event push")
        return {"status": 200 if resumed else 201, "sessionId": self._session.id}

    def _new(self, user: str) -> Session:
        gate = self._gate
        seen = Subscriptions(lambda source: gate.user_rights(user).may_see(source), lambda: gate.accounts.version)
        return self._sessions.start(user, seen, reads_names=lambda: gate.user_rights(user).may(READ_CARD_HOLDERS))

    def _subscribe(self, session: Session, command: Json) -> Json:
        subscription = str(command.get("subscriptionId") or "").lower() or fresh()
        session.subscriptions.add(subscription, command.get("filters"))
        return {"status": 200, "subscriptionId": subscription}

    def _unsubscribe(self, session: Session, command: Json) -> Json:
        session.subscriptions.remove(str(command.get("subscriptionId") or "").lower())
        return {"status": 200}

    def _state(self, session: Session, _command: Json) -> Json:
        states = [
            {
                "specversion": "1.0",
                "type": event.type,
                "source": event.source,
                "time": event.time,
                "stategroupid": event.stategroupid,
            }
            for event in self._stream.states()
            if session.subscriptions.pass_(event.source, event.type)
        ]
        return {"status": 200, "states": states}

    async def _push(self, session: Session) -> None:
        self._stream.waiting.add(self._wake)
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while session.holder is self:
                await self._wake.wait()
                self._wake.clear()
                await asyncio.sleep(max(REST_S, self._quiet_until - asyncio.get_running_loop().time()))
                while session.holder is self and await self._push_batch(session):
                    pass

    async def _push_batch(self, session: Session) -> bool:
        async with self._turn:
            if self._faults.is_mute:
                return False
            batch = session.next_batch(self._stream)
            if batch is None:
                await self._socket.close(1013, "The connection is too slow")
                raise WebSocketDisconnect(1013)
            if not batch:
                return False
            if self._faults.reorder:
                random.shuffle(batch)
            await self._push_trouble()
            message = (b'{"events":[' + b",".join(batch) + b"]}").decode()
            for _ in range(2 if self._faults.repeat else 1):
                await self._socket.send_text(message)
            return True

    async def _push_trouble(self) -> None:
        """What broken servers and middle boxes send besides."""
        if self._faults.garbage:
            await self._socket.send_text(random.choice(GARBAGE))
        if self._faults.huge_messages > 0:
            self._faults.huge_messages -= 1
            await self._socket.send_text("x" * (HUGE_MB * 2**20))

    async def _leave(self) -> None:
        self._stream.waiting.discard(self._wake)
        if self._session is not None and self._session.holder is self:
            self._sessions.leave(self._session)
        if self._pusher is not None:
            self._pusher.cancel()
            await asyncio.gather(self._pusher, return_exceptions=True)


def _command(text: str) -> Json | None:
    """The command in a message; None for what is none."""
    try:
        command = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return None
    is_whole = isinstance(command.get("command"), str) and isinstance(command.get("commandId"), int)
    return command if is_whole else None


def _text(message: Json) -> str:
    return msgspec.json.encode(message).decode()
