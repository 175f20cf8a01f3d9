"""What the operator asks of this server, each by the way it has for it."""

from collections.abc import Mapping
from typing import TypeVar

from smartclient.adapters.xprotect.alarms import Alarms
from smartclient.adapters.xprotect.bookmarks import Bookmarks
from smartclient.adapters.xprotect.calls import CallEvents, tell_call
from smartclient.adapters.xprotect.evidence_locks import EvidenceLocks
from smartclient.adapters.xprotect.places import write_place
from smartclient.adapters.xprotect.ptz import Ptz
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.responses import ResponseEvents
from smartclient.domain.commands import (
    AddAlarmSnapshot,
    AddBookmark,
    AnswerCall,
    AssignAlarm,
    Command,
    CommentAlarm,
    DeclineCall,
    GoToPreset,
    JudgeAlarm,
    LockDoor,
    LockEvidence,
    MoveAlarm,
    MovePtz,
    PlainCommand,
    PointPtz,
    PtzCommand,
    RaiseAlarm,
    RankAlarm,
    RemoveBookmark,
    RenameBookmark,
    SetResponse,
    UnlockDoor,
    UnlockEvidence,
    WritePlace,
)
from smartclient.domain.errors import Unsupported
from smartclient.domain.ids import DeviceId

T = TypeVar("T")


class Commands:
    """`locks` and `unlocks` are the user-defined events by door, `responses` those of the protocol.

    What the server does not offer is None.
    """

    def __init__(
        self,
        rest: Rest,
        locks: Mapping[DeviceId, str],
        unlocks: Mapping[DeviceId, str],
        responses: ResponseEvents,
        alarms: Alarms | None,
        bookmarks: Bookmarks | None,
        evidence_locks: EvidenceLocks | None,
        ptz: Ptz,
        call_events: CallEvents,
    ) -> None:
        self._rest, self._locks, self._unlocks, self._responses = rest, locks, unlocks, responses
        self._alarms = alarms
        self._bookmarks, self._evidence_locks, self._ptz = bookmarks, evidence_locks, ptz
        self._call_events = call_events

    async def execute(self, command: Command | PlainCommand) -> None:
        """Returns when the server accepted it. Raises Unsupported, Refused, NotPermitted and other ServerErrors."""
        match command:
            case LockDoor() | UnlockDoor() | SetResponse():
                await self._raise_event(command)
            case MoveAlarm() | AssignAlarm() | CommentAlarm() | RankAlarm() | JudgeAlarm():
                await _offered(self._alarms, "alarms").change(command)
            case RaiseAlarm() | AddAlarmSnapshot():
                await _offered(self._alarms, "alarms").add(command)
            case AddBookmark():
                await _offered(self._bookmarks, "bookmarks").add(command)
            case RenameBookmark():
                await _offered(self._bookmarks, "bookmarks").rename(command)
            case RemoveBookmark():
                await _offered(self._bookmarks, "bookmarks").remove(command)
            case LockEvidence():
                await _offered(self._evidence_locks, "evidence locks").add(command)
            case UnlockEvidence():
                await _offered(self._evidence_locks, "evidence locks").remove(command)
            case GoToPreset() | MovePtz() | PointPtz():
                await self._move(command)
            case WritePlace():
                await write_place(self._rest, command)
            case AnswerCall() | DeclineCall():
                await tell_call(self._rest, self._call_events, command)

    async def _move(self, command: PtzCommand) -> None:
        match command:
            case GoToPreset():
                await self._ptz.go_to(command)
            case MovePtz():
                await self._ptz.turn(command)
            case PointPtz():
                await self._ptz.point(command)

    async def _raise_event(self, command: LockDoor | UnlockDoor | SetResponse) -> None:
        if isinstance(command, SetResponse):
            event, about, of = self._responses.event_for(command), "say what the building is under", "this action there"
        else:
            events = self._locks if isinstance(command, LockDoor) else self._unlocks
            event, about, of = events.get(command.door), "command the door", "this door"
        if event is None:
            raise Unsupported(f"The server has no command for {of}.")
        await self._rest.ask("POST", "events", about, body={"type": event})


def _offered(found: T | None, what: str) -> T:
    if found is None:
        raise Unsupported(f"This server offers no {what} to you.")
    return found
