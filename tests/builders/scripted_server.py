"""A server that does what the test says, behind the port."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

from smartclient.adapters.server import Capability
from smartclient.domain.commands import Command
from smartclient.domain.errors import Unsupported
from smartclient.domain.events import Event
from smartclient.domain.footage import Quality
from smartclient.domain.ids import DeviceId
from smartclient.domain.snapshot import Snapshot

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class ScriptedServer:
    """`connects` and `executes` are what each call raises (None: it works), the last one repeated; `say` and `cut` feed the events."""

    snapshot: Snapshot = field(default_factory=lambda: Snapshot(LONG_AGO, "Scripted", "dispatcher"))
    capabilities: frozenset[Capability] = frozenset(Capability)
    connects: list[Exception | None] = field(default_factory=lambda: [None])
    executes: list[Exception | None] = field(default_factory=lambda: [None])
    commands: list[Command] = field(default_factory=list)
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

    async def execute(self, command: Command) -> None:
        """Notes the command."""
        self.commands.append(command)
        await asyncio.sleep(self.answer_s)
        _play(self.executes)

    def media(self, camera: DeviceId, quality: Quality) -> NoReturn:
        """None here."""
        raise Unsupported(f"{camera} has no {quality} stream here.")

    async def still(self, camera: DeviceId, width_px: int) -> NoReturn:
        """None here."""
        raise Unsupported(f"{camera} has no still of {width_px} px here.")

    async def close(self) -> None:
        """Notes it."""
        self.is_closed = True


def _play(script: list[Exception | None]) -> None:
    step = script.pop(0) if len(script) > 1 else script[0]
    if step is not None:
        raise step
