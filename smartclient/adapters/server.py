"""The port: what every kind of server offers, and nothing that one of them cannot."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeGuard, runtime_checkable

from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import Command, PlainCommand
from smartclient.domain.events import Event, Happened
from smartclient.domain.footage import PastSource, Quality, Source, UrlSource
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.domain.recordings import Marks, Recordings, Span
from smartclient.domain.snapshot import Snapshot
from smartclient.domain.sound import PastSoundSource, SoundSource, TalkPath
from smartclient.runtime.secret import Secret

if TYPE_CHECKING:
    from smartclient.domain.grant_report import GrantReport


class Capability(StrEnum):
    """What a server may be able to do; what is missing is greyed with the reason."""

    EVENTS = "events"
    ALARMS = "alarms"
    DOOR_COMMANDS = "door commands"
    LIVE_VIDEO = "live video"
    STILLS = "stills"
    RECORDED_VIDEO = "recorded video"
    EXPORT = "exporting footage"
    BOOKMARKS = "bookmarks"
    EVIDENCE_LOCKS = "evidence locks"
    PTZ = "moving cameras"
    LISTEN = "listening"
    TALK = "talking"
    MESSAGES = "messages to other consoles"
    CARD_HOLDERS = "names of card holders"
    GRANTS = "grants to see video"
    EDIT_PLANS = "changing plans"
    """Whether the user may change what devices are and where; plans themselves lie on disk."""


class MessageLine(Protocol):
    """One topic of the server's message channel: what anybody publishes comes to all who listen, also to who published it.

    The channel does not say who sent a message. Nothing is kept for those who were away.
    """

    async def publish(self, data: bytes) -> None:
        """Sends one JSON value. Raises Refused where it is too large, and ServerUnreachable."""
        ...

    async def receive(self) -> bytes:
        """The next JSON value; for one task at a time. Raises ServerUnreachable when the line is cut."""
        ...

    async def close(self) -> None:
        """Ends the line; calling it twice is harmless."""
        ...


class Server(Protocol):
    """A VMS. Every method may raise a ServerError whose text is fit for a person."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this server can do for this user; final after `connect`."""
        ...

    def permits(self, camera: DeviceId, capability: Capability) -> bool:
        """Whether this user may do that with that camera, as far as the server tells; its own refusal still counts.

        Of bookmarks and evidence locks this is setting them; seeing them needs only the capability.
        """
        ...

    async def connect(self) -> Snapshot:
        """Signs in and reads the whole present. Called while events come, it reads the present anew and leaves them alone."""
        ...

    def events(self) -> AsyncIterator[Sequence[Event]]:
        """Batches as they come, starting with what was missed. Ends by raising ServerUnreachable when the line is cut.

        Called again it resumes where the last batch ended; where the server cannot, the first batch holds an `EventsMissing`
        and the present state as events.
        """
        ...

    async def execute(self, command: Command | PlainCommand) -> None:
        """Hands the command over; returns when the server accepted it. What came of a `Command` arrives as an event."""
        ...

    def media(self, camera: DeviceId, quality: Quality) -> Source:
        """Where the camera's live picture comes from. Raises Unsupported where there is none."""
        ...

    def sound(self, device: DeviceId) -> SoundSource | UrlSource:
        """What the microphone at a camera or intercom hears now. Raises Unsupported where there is none, and NotPermitted."""
        ...

    def past_sound(self, device: DeviceId) -> PastSoundSource:
        """What the microphone at a camera heard before. Raises Unsupported where that is not kept, and NotPermitted."""
        ...

    def talk(self, device: DeviceId) -> TalkPath:
        """The way to the loudspeaker at a camera or intercom. Raises Unsupported where there is none, and NotPermitted."""
        ...

    async def still(self, camera: DeviceId, width_px: int) -> bytes:
        """One picture of now, JPEG. Raises Unsupported or NoPicture."""
        ...

    def past(self, camera: DeviceId, quality: Quality) -> PastSource:
        """Where the camera's recorded pictures come from. Raises Unsupported where there is none."""
        ...

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What is recorded of a camera within `span`. Raises Unsupported where nobody can tell."""
        ...

    async def marks(self, span: Span) -> Marks:
        """Bookmarks and evidence locks that touch `span`; empty where the server keeps none."""
        ...

    async def alarm_details(self, alarm: AlarmId) -> AlarmDetails:
        """All that is kept of one alarm. Raises Unsupported where there are no alarms, Refused for one the server does not know."""
        ...

    async def alarm_snapshots(self, alarm: AlarmId) -> Sequence[AlarmSnapshot]:
        """The pictures kept with an alarm; none where it has none. Raises as `alarm_details`, and NotPermitted."""
        ...

    async def past_events(self, span: Span, device: DeviceId | None = None) -> Sequence[Happened]:
        """What the server kept of `span`, of one device or of all, newest first. Raises Unsupported where it keeps nothing."""
        ...

    async def alarms_before(self, at: datetime, most: int) -> Sequence[Alarm]:
        """The alarms raised before that time, also closed ones, newest first, at most so many. Raises Unsupported where there are none."""
        ...

    async def grant_report(self, span: Span) -> "GrantReport":
        """Every grant, viewing and refused attempt of `span` that this user may know of. Raises Unsupported where nobody keeps them."""
        ...

    async def presets(self, camera: DeviceId) -> Mapping[str, str]:
        """Names of a camera's PTZ presets by id; empty for a camera that cannot be moved."""
        ...

    async def width_px(self, camera: DeviceId) -> int | None:
        """How many pixels the camera's largest picture is wide; None where the server does not tell."""
        ...

    async def messages(self, topic: str) -> MessageLine:
        """Opens a line to the others who listen to `topic`. Raises Unsupported where this server turns out to have no such channel."""
        ...

    async def confirm(
        self, user: str, password: Secret, cameras: frozenset[DeviceId], capability: Capability
    ) -> frozenset[DeviceId]:
        """Asks whether that is this user's password; who is signed in stays so. The answer: which cameras that user may do it with.

        Raises SignInRefused where it is not, and Unsupported where nobody can be asked.
        """
        ...

    def is_signed_in(self, user: str, password: Secret) -> bool:
        """Whether that is the user who is signed in here, with the password that was taken then; asks nobody."""
        ...

    async def close(self) -> None:
        """Signs out and lets go of everything; calling it twice is harmless."""
        ...


@runtime_checkable
class Joint(Protocol):
    """A server that stands for several: what can be done differs from thing to thing."""

    def capabilities_at(self, thing: str) -> frozenset[Capability]:
        """What can be done with the thing of that id."""
        ...


def capabilities_at(server: Server, thing: str) -> frozenset[Capability]:
    """What the server that knows the thing of that id can do for its user."""
    return server.capabilities_at(thing) if _is_joint(server) else server.capabilities


def _is_joint(server: Server) -> TypeGuard[Joint]:
    return _are_joint(type(server))


@cache
def _are_joint(kind: type[Server]) -> bool:
    """Kept, since looking a class through for the protocol's methods takes a fifth of a millisecond."""
    return issubclass(kind, Joint)
