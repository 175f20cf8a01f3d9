"""Event sessions: they outlive their socket by the resume window and know what was sent last."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from smartclient.demo.events import EventStream
from smartclient.demo.ids import fresh
from smartclient.demo.subscriptions import Subscriptions

BATCH = 500


@dataclass(slots=True)
class Session:
    """One client's session: `position` is the next event to look at, `started` where it began, `holder` who pushes it."""

    id: str
    user: str
    subscriptions: Subscriptions
    started: int
    position: int
    reads_names: Callable[[], bool] = lambda: True
    left_at: float | None = None
    holder: object = None

    def next_batch(self, stream: EventStream) -> list[bytes] | None:
        """The next events this session gets as JSON, oldest first; None when it has fallen out of the ring."""
        if self.position < stream.first:
            return None
        batch: list[bytes] = []
        passes = self.subscriptions.pass_
        while self.position < stream.end and len(batch) < BATCH:
            entries = stream.read(self.position, BATCH - len(batch))
            passing = (entry for entry in entries if passes(entry.source, entry.type))
            reads_names = self.reads_names()
            batch += [entry.text if reads_names else entry.nameless for entry in passing]
            self.position += len(entries)
        return batch


class Sessions:
    """All sessions; one whose socket is gone for longer than the window is forgotten. `clock` is monotonic seconds."""

    def __init__(self, stream: EventStream, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._sessions: dict[str, Session] = {}

    def start(
        self, user: str, subscriptions: Subscriptions, *, reads_names: Callable[[], bool] = lambda: True
    ) -> Session:
        """A new session that gets events from now on."""
        self._forget()
        end = self._stream.end
        session = Session(fresh(), user, subscriptions, end, end, reads_names)
        self._sessions[session.id] = session
        return session

    def resume(self, session_id: str, event_id: str, user: str) -> Session | None:
        """The session, set to the event after `event_id`; None when something would be missing or it is not the user's.

        Without an event id the client has received nothing yet, so everything since the session began follows.
        """
        self._forget()
        session = self._sessions.get(session_id.lower())
        if session is None or session.user != user:
            return None
        position = self._stream.position_after(event_id) if event_id else session.started
        if position is None or position < session.started or not self._stream.holds_since(position):
            return None
        session.position = position
        session.left_at = None
        session.holder = None
        return session

    def leave(self, session: Session) -> None:
        """The session's socket is gone; the window begins."""
        session.left_at = self._clock()

    def _forget(self) -> None:
        earliest = self._clock() - self._stream.window_s
        gone = [s.id for s in self._sessions.values() if s.left_at is not None and s.left_at < earliest]
        for session_id in gone:
            del self._sessions[session_id]
