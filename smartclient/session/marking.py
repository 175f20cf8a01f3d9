"""Bookmarks and evidence locks on their way to the server: asked once, journalled, and what came of each said in words."""

import asyncio

from smartclient.adapters.server import Capability, Server, capabilities_at
from smartclient.domain.commands import (
    AddBookmark,
    FootageCommand,
    LockEvidence,
    RemoveBookmark,
    RenameBookmark,
    UnlockEvidence,
)
from smartclient.domain.connection import Line
from smartclient.domain.errors import CLEAR_ANSWERS, MediaError, ServerError
from smartclient.domain.ids import server_of
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import RIGHT, why_not_connected
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.site_store import SiteStore

TIME_LIMIT_S = 20.0
NOTICE = "marking"


class Marking:
    """`done` tells each command that the server accepted: what is known of the marks is old then."""

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        journal: Journal,
        notices: Notices,
        clock: Clock,
        time_limit_s: float = TIME_LIMIT_S,
    ) -> None:
        self.done: Signal[FootageCommand] = Signal()
        self._server, self._store, self._notices, self._clock = server, store, notices, clock
        self._record = Record(journal, notices, clock)
        self._time_limit_s = time_limit_s
        self._tasks = Tasks("marking")

    def why_not(self, command: FootageCommand) -> str:
        """The reason, for a person, why it cannot be asked; empty when it can."""
        subject = _one_of(command)
        if self._store.connection_of(subject).line is Line.NONE:
            return "There is no server here that keeps marks."
        if reason := why_not_connected(self._store, subject):
            return reason
        if isinstance(command, AddBookmark | RenameBookmark | RemoveBookmark):
            if Capability.BOOKMARKS not in capabilities_at(self._server, subject):
                return "This server keeps no bookmarks for you."
        elif Capability.EVIDENCE_LOCKS not in capabilities_at(self._server, subject):
            return "This server keeps no evidence locks for you."
        return self._what_is_wrong(command)

    def send(self, command: FootageCommand) -> None:
        """Returns at once; needs a running loop. What cannot be asked is a notice with the reason."""
        if reason := self.why_not(command):
            self._notices.say(NOTICE, reason)
            return
        self._notices.end(NOTICE)
        self._record.act(self._store.user_of(_one_of(command)), _verb(command), _subject(command), _detail(command))
        self._tasks.start(_verb(command), self._carry(command))

    async def stop(self) -> None:
        """Ends all waiting."""
        await self._tasks.cancel()

    def _what_is_wrong(self, command: FootageCommand) -> str:
        now = self._clock.now()
        match command:
            case AddBookmark():
                if not self._server.permits(command.camera, Capability.BOOKMARKS):
                    return f"You may not set bookmarks on this camera. {RIGHT}"
                if not command.name.strip():
                    return "A bookmark needs a name."
                return "That time is yet to come." if command.at > now else ""
            case RenameBookmark():
                return "" if command.name.strip() else "A bookmark needs a name."
            case LockEvidence():
                if not command.cameras:
                    return "There is no camera whose footage could be locked."
                if len(set(map(server_of, command.cameras))) > 1:
                    return "These cameras belong to several districts. Lock the footage of each by itself."
                if not all(self._server.permits(camera, Capability.EVIDENCE_LOCKS) for camera in command.cameras):
                    return f"You may not lock the footage of all these cameras. {RIGHT}"
                if not command.name.strip():
                    return "An evidence lock needs a name."
                if command.span.begin >= min(command.span.end, now):
                    return "There is no footage of that time."
                return "The lock would end before now." if command.until is not None and command.until <= now else ""
            case _:
                return ""

    async def _carry(self, command: FootageCommand) -> None:
        try:
            async with asyncio.timeout(self._time_limit_s):
                await self._server.execute(command)
        except CLEAR_ANSWERS as error:
            self._end(command, "refused", "{} was not {}: {}".format(*_what(command), error))
        except (ServerError, MediaError, TimeoutError):
            sentence = "No answer from the server about {}: it may be {} or not.".format(*_what(command))
            self._end(command, "no answer from the server", sentence)
        else:
            self._record.act(self._store.user_of(_one_of(command)), f"{_verb(command)}: done", _subject(command))
            self.done.emit(command)

    def _end(self, command: FootageCommand, how: str, sentence: str) -> None:
        self._record.act(self._store.user_of(_one_of(command)), f"{_verb(command)}: {how}", _subject(command), sentence)
        self._notices.say(NOTICE, sentence)


def _verb(command: FootageCommand) -> str:
    return {
        AddBookmark: "set bookmark",
        RenameBookmark: "rename bookmark",
        RemoveBookmark: "take bookmark away",
        LockEvidence: "lock evidence",
        UnlockEvidence: "release evidence",
    }[type(command)]


def _what(command: FootageCommand) -> tuple[str, str]:
    """What it is about, and what happens to that."""
    match command:
        case AddBookmark():
            return f"Bookmark “{command.name}”", "set"
        case RenameBookmark():
            return f"Bookmark “{command.name}”", "renamed"
        case RemoveBookmark():
            return "The bookmark", "taken away"
        case LockEvidence():
            return f"Footage “{command.name}”", "locked"
        case UnlockEvidence():
            return "The footage", "released"


def _subject(command: FootageCommand) -> str:
    match command:
        case AddBookmark():
            return command.camera
        case RenameBookmark() | RemoveBookmark():
            return command.bookmark
        case LockEvidence():
            return " ".join(command.cameras)
        case UnlockEvidence():
            return command.lock


def _one_of(command: FootageCommand) -> str:
    """Something of the server that is asked."""
    return next(iter(command.cameras), "") if isinstance(command, LockEvidence) else _subject(command)


def _detail(command: FootageCommand) -> dict[str, str] | None:
    if isinstance(command, RenameBookmark):
        return {"name": command.name}
    if not isinstance(command, AddBookmark | LockEvidence):
        return None
    begin, end = command.span.begin, command.span.end
    told = {"name": command.name, "begin": begin.isoformat(), "end": end.isoformat()}
    if isinstance(command, LockEvidence):
        told["until"] = command.until.isoformat() if command.until is not None else "for ever"
    return told
