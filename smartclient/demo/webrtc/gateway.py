"""All WebRTC sessions of the gateway: who may open one, and that it ends with the token it lives by."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from smartclient.demo.accounts import Rights
from smartclient.demo.answers import ApiError, Json, not_permitted
from smartclient.demo.gate import Gate
from smartclient.demo.webrtc.addresses import media_addresses
from smartclient.demo.webrtc.pictures import Pictures
from smartclient.demo.webrtc.wishes import Wish
from smartclient.runtime.tasks import Tasks

if TYPE_CHECKING:
    from aiortc import MediaStreamTrack

    from smartclient.demo.webrtc.session import Session

MOST_SESSIONS = 256
ANSWER_WITHIN_S = 30.0
CHECK_S = 0.25

Heard = Callable[["Session", str | bytes], None]


@dataclass(frozen=True, slots=True)
class Content:
    """What a session sends: pictures, the sound of a microphone (its guid), or both."""

    pictures: Pictures | None = None
    microphone: str = ""


class Gateway:
    """`content` gives what a wish is about, and raises ApiError for what there is not or may not be; `is_permitted` says whether what
    a wish got may go on; `heard` gets data channel messages."""

    def __init__(
        self,
        gate: Gate,
        content: Callable[[Wish, Rights], Content],
        is_permitted: Callable[[Wish, Content, Rights], bool],
        sound: Callable[[str, datetime | None], MediaStreamTrack],
        heard: Heard,
    ) -> None:
        self._gate, self._content, self._is_permitted = gate, content, is_permitted
        self._sound, self._heard = sound, heard
        self._sessions: dict[str, Session] = {}
        self._addresses = media_addresses("")
        self._tasks = Tasks("webrtc gateway")

    def start(self, host: str) -> None:
        """Takes media where the server listens, from now on."""
        self._addresses = media_addresses(host)

    async def stop(self) -> None:
        """Ends all sessions."""
        await self._tasks.cancel()
        for session in list(self._sessions.values()):
            await self.end(session)

    async def open(self, token: str, wish: Wish) -> tuple[Session, str]:
        """A new session and its offer. Raises ApiError 400, 401, 403, 404 or 503."""
        user = self._gate.tokens.user_of(token)
        content = self._content(wish, self._gate.user_rights(user))
        if len(self._sessions) >= MOST_SESSIONS:
            raise ApiError(503, "The gateway has no more room for sessions.")
        made = await asyncio.to_thread(import_module, "smartclient.demo.webrtc.session")
        session: Session = made.Session(user, token, wish.device, is_live=wish.start is None)
        session.heard = lambda message: self._heard(session, message)
        self._sessions[session.id] = session
        try:
            sound = await asyncio.to_thread(self._sound, content.microphone, wish.start) if content.microphone else None
            offer = await session.offer(content.pictures, sound, self._addresses)
        except BaseException:
            await self.end(session)
            raise
        self._tasks.start(f"session {session.id}", self._watch(session, wish, content))
        return session, offer

    def check(self, token: str) -> None:
        """Raises ApiError 401 for a token that is not good."""
        self._gate.tokens.user_of(token)

    def find(self, session_id: str, token: str) -> Session:
        """A session for somebody who may use it. Raises ApiError 401 and 404."""
        user = self._gate.tokens.user_of(token)
        session = self._sessions.get(session_id.lower())
        if session is None or session.user != user:
            raise ApiError(404, "There is no such session.")
        return session

    def extend(self, session: Session, token: object) -> None:
        """Lets a session live by a newer token of the same user. Raises ApiError 401 and 403."""
        if not isinstance(token, str) or self._gate.tokens.user_of(token) != session.user:
            raise not_permitted()
        session.token = token

    async def end(self, session: Session) -> None:
        """Ends a session; nothing for one that has ended."""
        self._sessions.pop(session.id, None)
        await session.close()

    async def _watch(self, session: Session, wish: Wish, content: Content) -> None:
        """Ends the session when its token or the right to it does, when the client has gone, or when it never answered."""
        give_up_at = asyncio.get_running_loop().time() + ANSWER_WITHIN_S
        while not session.is_over and self._is_good(session, wish, content):
            if not session.is_answered and asyncio.get_running_loop().time() > give_up_at:
                break
            await asyncio.sleep(CHECK_S)
        await self.end(session)

    def _is_good(self, session: Session, wish: Wish, content: Content) -> bool:
        try:
            self._gate.tokens.user_of(session.token)
        except ApiError:
            return False
        return self._is_permitted(wish, content, self._gate.user_rights(session.user))


def answered(session: Session, offer: str, servers: object) -> Json:
    """A new session as the REST interface describes it; the client's own servers come back to it."""
    return {
        "sessionId": session.id,
        "deviceId": session.device,
        "offerSDP": offer,
        "answerSDP": "Uninitialised",
        "iceServers": servers if isinstance(servers, list) else [],
    }
