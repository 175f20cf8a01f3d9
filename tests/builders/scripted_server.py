"""A server that does what the test says, behind the port."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

from smartclient.adapters.server import Capability
from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import Command, PlainCommand
from smartclient.domain.errors import SignInRefused, Unsupported
from smartclient.domain.events import Event, Happened
from smartclient.domain.footage import PastSource, Quality
from smartclient.domain.grant_report import GrantReport
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.domain.recordings import Marks, Recordings, Span
from smartclient.domain.snapshot import Snapshot
from smartclient.domain.sound import PastSoundSource, SoundSource, TalkPath
from smartclient.runtime.secret import Secret

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class ScriptedServer:
    """`connects` and `executes` are what each call raises (None: it works), the last one repeated; `say` and `cut` feed the events.

    `recorded`, `motion` and `marked` are told as they stand, `barred` is not permitted, `asked` notes which recordings were asked for.
    """

    snapshot: Snapshot = field(default_factory=lambda: Snapshot(LONG_AGO, "Scripted", "dispatcher"))
    capabilities: frozenset[Capability] = frozenset(Capability)
    connects: list[Exception | None] = field(default_factory=lambda: [None])
    executes: list[Exception | None] = field(default_factory=lambda: [None])
    commands: list[Command | PlainCommand] = field(default_factory=list)
    pasts: dict[DeviceId, PastSource] = field(default_factory=dict)
    recorded: dict[DeviceId, tuple[Span, ...]] = field(default_factory=dict)
    motion: dict[DeviceId, tuple[Span, ...]] = field(default_factory=dict)
    marked: Marks = field(default_factory=Marks)
    sounds: dict[DeviceId, SoundSource] = field(default_factory=dict)
    past_sounds: dict[DeviceId, PastSoundSource] = field(default_factory=dict)
    talks: dict[DeviceId, TalkPath] = field(default_factory=dict)
    barred: set[tuple[DeviceId, Capability]] = field(default_factory=set)
    details: dict[AlarmId, AlarmDetails] = field(default_factory=dict)
    snapshots: dict[AlarmId, Sequence[AlarmSnapshot]] = field(default_factory=dict)
    older_alarms: list[Alarm] | None = None
    widths_px: dict[DeviceId, int] = field(default_factory=dict)
    asked: list[tuple[DeviceId, Span]] = field(default_factory=list)
    kept: list[Happened] = field(default_factory=list)
    passwords: dict[str, Secret] = field(default_factory=dict)
    confirming: Exception | None = None
    connected: int = 0
    opened: int = 0
    is_closed: bool = False
    answer_s: float = 0.0

    def __post_init__(self) -> None:
        self._told: asyncio.Queue[Sequence[Event] | Exception] = asyncio.Queue()

    def say(self, *events: Event) -> None:
        """One batch."""
        self._told.put_nowait(events)

    def cut(self, error: Exception) -> None:
        """The line is cut after what was said before."""
        self._told.put_nowait(error)

    def permits(self, camera: DeviceId, capability: Capability) -> bool:
        """Everything the script allows."""
        return capability in self.capabilities and (camera, capability) not in self.barred

    async def connect(self) -> Snapshot:
        """The snapshot, or what the script raises."""
        self.connected += 1
        _play(self.connects)
        return self.snapshot

    async def events(self) -> AsyncGenerator[Sequence[Event], None]:
        """What the test says."""
        self.opened += 1
        while True:
            told = await self._told.get()
            if isinstance(told, Exception):
                raise told
            yield told

    async def execute(self, command: Command | PlainCommand) -> None:
        """Notes the command."""
        self.commands.append(command)
        await asyncio.sleep(self.answer_s)
        _play(self.executes)

    def media(self, camera: DeviceId, quality: Quality) -> NoReturn:
        """None here."""
        raise Unsupported(f"{camera} has no {quality} stream here.")

    def sound(self, device: DeviceId) -> SoundSource:
        """What the test gave."""
        if device not in self.sounds:
            raise Unsupported(f"{device} has no microphone.")
        return self.sounds[device]

    def past_sound(self, device: DeviceId) -> PastSoundSource:
        """What the test gave."""
        if device not in self.past_sounds:
            raise Unsupported(f"The sound of {device} is not recorded.")
        return self.past_sounds[device]

    def talk(self, device: DeviceId) -> TalkPath:
        """What the test gave."""
        if device not in self.talks:
            raise Unsupported(f"{device} has no loudspeaker.")
        return self.talks[device]

    async def still(self, camera: DeviceId, width_px: int) -> NoReturn:
        """None here."""
        raise Unsupported(f"{camera} has no still of {width_px} px here.")

    def past(self, camera: DeviceId, quality: Quality) -> PastSource:
        """What the test gave."""
        if camera not in self.pasts:
            raise Unsupported(f"{camera} has no recorded {quality} stream here.")
        return self.pasts[camera]

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        """What the test gave, cut at the span's ends."""
        self.asked.append((camera, span))
        await asyncio.sleep(self.answer_s)
        recorded, motion = self.recorded.get(camera, ()), self.motion.get(camera, ())
        return Recordings(camera, span, _within(recorded, span), _within(motion, span))

    async def marks(self, span: Span) -> Marks:
        """What the test gave of that span."""
        await asyncio.sleep(self.answer_s)
        return Marks(
            tuple(each for each in self.marked.bookmarks if each.span.meets(span)),
            tuple(each for each in self.marked.locks if each.span.meets(span)),
        )

    async def width_px(self, camera: DeviceId) -> int | None:
        """What the script says."""
        return self.widths_px.get(camera)

    async def alarm_details(self, alarm: AlarmId) -> AlarmDetails:
        """What the test gave."""
        await asyncio.sleep(self.answer_s)
        return self.details.get(alarm, AlarmDetails(alarm))

    async def alarm_snapshots(self, alarm: AlarmId) -> Sequence[AlarmSnapshot]:
        """What the test gave."""
        await asyncio.sleep(self.answer_s)
        return self.snapshots.get(alarm, ())

    async def past_events(self, span: Span, device: DeviceId | None = None) -> Sequence[Happened]:
        """What the test gave of that span and device."""
        await asyncio.sleep(self.answer_s)
        return [e for e in self.kept if span.begin <= e.at <= span.end and device in (None, e.device)]

    async def alarms_before(self, at: datetime, most: int) -> Sequence[Alarm]:
        """What the test gave, newest first."""
        await asyncio.sleep(self.answer_s)
        if self.older_alarms is None:
            raise Unsupported("This server offers no alarms to you.")
        older = sorted(
            (alarm for alarm in self.older_alarms if alarm.at < at), key=lambda alarm: alarm.at, reverse=True
        )
        return older[:most]

    async def grant_report(self, span: Span) -> GrantReport:
        """Nothing."""
        await asyncio.sleep(self.answer_s)
        return GrantReport(span)

    async def presets(self, camera: DeviceId) -> Mapping[str, str]:
        """Two for every camera."""
        return {"gate": f"Gate of {camera}", "lot": "Parking lot"}

    async def messages(self, topic: str) -> NoReturn:
        """None here."""
        raise Unsupported(f"Nobody carries messages on {topic} here.")

    async def confirm(
        self,
        user: str,
        password: Secret,
        cameras: frozenset[DeviceId],
        capability: Capability,
    ) -> frozenset[DeviceId]:
        """As `passwords` says, or by raising what `confirming` says; every camera but the `barred` ones."""
        if self.confirming is not None:
            raise self.confirming
        if self.passwords.get(user) != password:
            raise SignInRefused(f"User name or password is wrong. ({user})")
        return frozenset(camera for camera in cameras if (camera, capability) not in self.barred)

    def is_signed_in(self, user: str, password: Secret) -> bool:
        """As `passwords` says."""
        return user == self.snapshot.user and self.passwords.get(user) == password

    async def close(self) -> None:
        """Notes it."""
        self.is_closed = True


def _within(pieces: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    return tuple(Span(max(p.begin, span.begin), min(p.end, span.end)) for p in pieces if p.meets(span))


def _play(script: list[Exception | None]) -> None:
    step = script.pop(0) if len(script) > 1 else script[0]
    if step is not None:
        raise step
