"""The port over several servers: what concerns one thing goes to its server, what concerns all is asked of all at once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from smartclient.adapters.server import Capability, MessageLine, Server
from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import Command, PlainCommand
from smartclient.domain.errors import Refused, ServerError, ServerUnreachable, SignInRefused, Unsupported
from smartclient.domain.events import Event, Happened
from smartclient.domain.footage import PastSource, Quality, Source, UrlSource
from smartclient.domain.grant_report import GrantReport
from smartclient.domain.ids import ALONE, AlarmId, DeviceId, ServerKey, server_of
from smartclient.domain.keying import servers_in
from smartclient.domain.recordings import Marks, Recordings, Span
from smartclient.domain.snapshot import Snapshot
from smartclient.domain.sound import PastSoundSource, SoundSource, TalkPath
from smartclient.runtime.secret import Secret

ANSWER_S = 8.0
"""Who has not answered until then is left out of an answer that all give together."""
_SILENT_S = 0.5
"""The same for one that left the question before unanswered: a person waits once for it, not each time."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class SeveralServers:
    """A Server of the port whose parts are watched each by a session of its own. A part that is slow or away holds nobody up."""

    def __init__(self, parts: Mapping[ServerKey, Server], answer_s: float = ANSWER_S) -> None:
        """`parts` tell ids that carry their keys."""
        self.parts, self._answer_s = dict(parts), answer_s
        self.silent: frozenset[ServerKey] = frozenset()
        """Those that left the last question to all unanswered."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What at least one of them can do, but for what needs them all in one place: plans."""
        every = frozenset().union(*(part.capabilities for part in self.parts.values()))
        return every - {Capability.EDIT_PLANS}

    def capabilities_at(self, thing: str) -> frozenset[Capability]:
        """What the server of that thing can do for its user; of no server's thing, what all together can."""
        part = self.parts.get(server_of(thing))
        return self.capabilities if part is None else part.capabilities

    def permits(self, camera: DeviceId, capability: Capability) -> bool:
        """Whether the camera's server lets its user do that."""
        part = self.parts.get(server_of(camera))
        return part is not None and part.permits(camera, capability)

    async def connect(self) -> Snapshot:
        """Raises Unsupported: there is no one present of all, each part has its own."""
        raise Unsupported("Each of several servers is connected by itself.")

    def events(self) -> AsyncIterator[Sequence[Event]]:
        """Raises Unsupported, as `connect`."""
        raise Unsupported("Each of several servers tells its events by itself.")

    async def execute(self, command: Command | PlainCommand) -> None:
        """To the server of what it is about. Raises Refused for what belongs to several."""
        meant = servers_in(command)
        if len(meant) > 1:
            raise Refused("This belongs to several districts. Ask it of each by itself.")
        await self._at(next(iter(meant), ALONE)).execute(command)

    def media(self, camera: DeviceId, quality: Quality) -> Source:
        """From the camera's server."""
        return self._part(camera).media(camera, quality)

    def sound(self, device: DeviceId) -> SoundSource | UrlSource:
        """From the device's server."""
        return self._part(device).sound(device)

    def past_sound(self, device: DeviceId) -> PastSoundSource:
        """From the device's server."""
        return self._part(device).past_sound(device)

    def talk(self, device: DeviceId) -> TalkPath:
        """Through the device's server."""
        return self._part(device).talk(device)

    async def still(self, camera: DeviceId, width_px: int) -> bytes:
        """From the camera's server."""
        return await self._part(camera).still(camera, width_px)

    def past(self, camera: DeviceId, quality: Quality) -> PastSource:
        """From the camera's server."""
        return self._part(camera).past(camera, quality)

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """From the camera's server."""
        return await self._part(camera).recordings(camera, span)

    async def marks(self, span: Span) -> Marks:
        """Those of all that answer, in order of time."""
        told = await self._of_all(lambda part: part.marks(span))
        return Marks(
            tuple(sorted((each for marks in told for each in marks.bookmarks), key=lambda mark: mark.at)),
            tuple(sorted((each for marks in told for each in marks.locks), key=lambda lock: lock.span)),
        )

    async def alarm_details(self, alarm: AlarmId) -> AlarmDetails:
        """From the alarm's server."""
        return await self._part(alarm).alarm_details(alarm)

    async def alarm_snapshots(self, alarm: AlarmId) -> Sequence[AlarmSnapshot]:
        """From the alarm's server."""
        return await self._part(alarm).alarm_snapshots(alarm)

    async def past_events(self, span: Span, device: DeviceId | None = None) -> Sequence[Happened]:
        """Of one device from its server, else those of all that answer, newest first."""
        if device is not None:
            return await self._part(device).past_events(span, device)
        told = await self._of_all(lambda part: part.past_events(span))
        return sorted((event for events in told for event in events), key=lambda event: event.at, reverse=True)

    async def alarms_before(self, at: datetime, most: int) -> Sequence[Alarm]:
        """The newest of all that answer; each is asked for so many, as all may be of one."""
        told = await self._of_all(lambda part: part.alarms_before(at, most))
        return sorted((alarm for alarms in told for alarm in alarms), key=lambda alarm: alarm.at, reverse=True)[:most]

    async def grant_report(self, span: Span) -> GrantReport:
        """One of all that answer."""
        told = await self._of_all(lambda part: part.grant_report(span))
        return GrantReport(
            span,
            ", ".join(report.district for report in told if report.district),
            ", ".join(dict.fromkeys(report.version for report in told if report.version)),
            tuple(each for report in told for each in report.grants),
            tuple(each for report in told for each in report.viewings),
            tuple(each for report in told for each in report.attempts),
            tuple(each for report in told for each in report.unusual),
        )

    async def presets(self, camera: DeviceId) -> Mapping[str, str]:
        """From the camera's server."""
        return await self._part(camera).presets(camera)

    async def width_px(self, camera: DeviceId) -> int | None:
        """From the camera's server."""
        return await self._part(camera).width_px(camera)

    async def messages(self, topic: str) -> MessageLine:
        """Raises Unsupported: what one district's desks write to each other is not for another district's server; ask the part."""
        raise Unsupported(f"Each of several servers has a message channel of its own for {topic}.")

    async def confirm(
        self, user: str, password: Secret, cameras: frozenset[DeviceId], capability: Capability
    ) -> frozenset[DeviceId]:
        """By the servers of the cameras, each for its own; a password is shown to no other. One that is away vouches for nobody.

        Without cameras by those at which that user signed in with that password.
        """
        if not cameras:
            return await self._confirm_alone(user, password, capability)
        by_server = {key: frozenset(c for c in cameras if server_of(c) == key) for key in map(server_of, cameras)}
        meant = {key: part for key, part in self.parts.items() if key in by_server}

        async def ask(key: ServerKey, part: Server) -> frozenset[DeviceId]:
            return await part.confirm(user, password, by_server[key], capability)

        told = await self._of(self._in_time(partial(ask, key), key) for key in meant)
        return frozenset().union(*told)

    async def _confirm_alone(self, user: str, password: Secret, capability: Capability) -> frozenset[DeviceId]:
        known = [key for key, part in self.parts.items() if part.is_signed_in(user, password)]
        if not known:
            raise SignInRefused(f"That is not the password with which {user} signed in to any of the districts.")
        none: frozenset[DeviceId] = frozenset()
        await self._of(self._in_time(lambda part: part.confirm(user, password, none, capability), key) for key in known)
        return none

    def is_signed_in(self, user: str, password: Secret) -> bool:
        """At one of them."""
        return any(part.is_signed_in(user, password) for part in self.parts.values())

    async def close(self) -> None:
        """Signs out of all, at once."""
        await asyncio.gather(*(part.close() for part in self.parts.values()))

    def _part(self, thing: str) -> Server:
        return self._at(server_of(thing))

    def _at(self, key: ServerKey) -> Server:
        part = self.parts.get(key)
        if part is None:
            raise ServerUnreachable("None of the servers signed in to knows this.")
        return part

    async def _of_all(self, ask: Callable[[Server], Awaitable[T]]) -> list[T]:
        return await self._of(self._in_time(ask, key) for key in self.parts)

    async def _of(self, asked: Iterable[Awaitable[T]]) -> list[T]:
        """The answers that came in time. Raises what went wrong where none came."""
        told = await asyncio.gather(*asked, return_exceptions=True)
        answers = [each for each in told if not isinstance(each, BaseException)]
        for trouble in (each for each in told if isinstance(each, BaseException)):
            if not isinstance(trouble, ServerError) or not answers:
                raise trouble
            log.info("one of several servers gave no answer: %s", trouble)
        return answers

    async def _in_time(self, ask: Callable[[Server], Awaitable[T]], key: ServerKey) -> T:
        try:
            async with asyncio.timeout(min(self._answer_s, _SILENT_S) if key in self.silent else self._answer_s):
                answer = await ask(self.parts[key])
        except TimeoutError as error:
            self.silent |= {key}
            raise ServerUnreachable("The server did not answer in time.") from error
        self.silent -= {key}
        return answer
