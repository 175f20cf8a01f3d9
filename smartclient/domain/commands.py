"""What the operator asks: imperative, frozen. The answer comes back as an event."""

from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.alarms import AlarmState, Priority, Verdict
from smartclient.domain.devices import View
from smartclient.domain.grants import Circumstance, Ending, GrantId
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, VenueId
from smartclient.domain.recordings import Span
from smartclient.domain.response import ResponseAction


@dataclass(frozen=True, slots=True)
class LockDoor:
    """Lock that door."""

    door: DeviceId


@dataclass(frozen=True, slots=True)
class UnlockDoor:
    """Unlock that door."""

    door: DeviceId


@dataclass(frozen=True, slots=True)
class MoveAlarm:
    """Put that alarm into `state` (In progress is what acknowledging means).

    `reason` is one of the server's reasons for closing. `own_state` names a state of the site's own, which stands for `state`.
    """

    alarm: AlarmId
    state: AlarmState
    comment: str = ""
    reason: str = ""
    own_state: str = ""


@dataclass(frozen=True, slots=True)
class AssignAlarm:
    """Give that alarm to `owner`; to nobody when empty."""

    alarm: AlarmId
    owner: str


@dataclass(frozen=True, slots=True)
class CommentAlarm:
    """Write that to the alarm's history."""

    alarm: AlarmId
    text: str


@dataclass(frozen=True, slots=True)
class RankAlarm:
    """Give that alarm another priority."""

    alarm: AlarmId
    priority: Priority


@dataclass(frozen=True, slots=True)
class JudgeAlarm:
    """Say what the alarm was found to be; false closes it."""

    alarm: AlarmId
    verdict: Verdict
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SetResponse:
    """Put that building under an action of the Standard Response Protocol; None ends the one in force."""

    building: BuildingId
    action: ResponseAction | None
    is_drill: bool = False


@dataclass(frozen=True, slots=True)
class AddBookmark:
    """Mark that moment of a camera."""

    camera: DeviceId
    at: datetime
    span: Span
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class RenameBookmark:
    """Give that mark another name."""

    bookmark: str
    name: str


@dataclass(frozen=True, slots=True)
class RemoveBookmark:
    """Take that mark away."""

    bookmark: str


@dataclass(frozen=True, slots=True)
class LockEvidence:
    """Keep that footage beyond its time: until `until`, or for ever."""

    cameras: tuple[DeviceId, ...]
    span: Span
    name: str
    description: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnlockEvidence:
    """Let the server delete that footage when its time has come."""

    lock: str


@dataclass(frozen=True, slots=True)
class MovePtz:
    """Turn and zoom that camera at a speed, -1 to 1 each (right, up and closer are positive), until told otherwise; all zero stops."""

    camera: DeviceId
    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0


@dataclass(frozen=True, slots=True)
class GoToPreset:
    """Turn that camera to one of its presets."""

    camera: DeviceId
    preset: str


@dataclass(frozen=True, slots=True)
class PointPtz:
    """Turn that camera to `pan_deg` right of how it was mounted (-180 to 180) and `tilt_deg` below the horizon, at its widest."""

    camera: DeviceId
    pan_deg: float
    tilt_deg: float


@dataclass(frozen=True, slots=True)
class WritePlace:
    """Have the server keep where a device is (WGS 84, longitude first; None: nowhere) and, of a camera, what it sees."""

    device: DeviceId
    position: tuple[float, float] | None
    view: View | None = None


@dataclass(frozen=True, slots=True)
class RaiseAlarm:
    """Make an alarm on the server, so that every console has it."""

    device: DeviceId
    name: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class AddAlarmSnapshot:
    """Keep that picture with the alarm, for everybody who may see its camera: `image` is a JPEG taken `at`."""

    alarm: AlarmId
    camera: DeviceId
    image: bytes
    at: datetime


AlarmCommand = MoveAlarm | AssignAlarm | CommentAlarm | RankAlarm | JudgeAlarm


@dataclass(frozen=True, slots=True)
class AnswerCall:
    """Tell everybody that the intercom's call is answered here."""

    intercom: DeviceId


@dataclass(frozen=True, slots=True)
class DeclineCall:
    """Tell everybody that nobody will answer the intercom's call."""

    intercom: DeviceId


@dataclass(frozen=True, slots=True)
class RequestGrant:
    """Ask the school to let this user see a campus: the named cameras, or all that the memorandum opens then."""

    campus: VenueId
    circumstance: Circumstance
    reason: str
    alarm: AlarmId | None = None
    cameras: frozenset[DeviceId] = frozenset()


@dataclass(frozen=True, slots=True)
class ApproveGrant:
    """Say yes to that request for the school."""

    grant: GrantId


@dataclass(frozen=True, slots=True)
class RefuseGrant:
    """Say no to that request for the school."""

    grant: GrantId
    reason: str


@dataclass(frozen=True, slots=True)
class EndGrant:
    """Close that grant, or withdraw the request."""

    grant: GrantId
    ending: Ending


@dataclass(frozen=True, slots=True)
class BreakGlass:
    """Open a campus at once without anybody's approval, as the memorandum allows in need; it rings at the school."""

    campus: VenueId
    reason: str


GrantCommand = RequestGrant | ApproveGrant | RefuseGrant | EndGrant | BreakGlass
Command = LockDoor | UnlockDoor | AlarmCommand | SetResponse | GrantCommand
"""What comes of these arrives as an event, and until then they are pending."""
FootageCommand = AddBookmark | RenameBookmark | RemoveBookmark | LockEvidence | UnlockEvidence
PtzCommand = MovePtz | GoToPreset | PointPtz
CallCommand = AnswerCall | DeclineCall
PlainCommand = FootageCommand | PtzCommand | WritePlace | CallCommand | RaiseAlarm | AddAlarmSnapshot
"""The server's own answer says what came of these."""
