"""Says on the event stream when motion and recording begin and end, as the recordings will have it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import cycle

from smartclient.demo.catalogue import (
    MOTION,
    MOTION_STARTED,
    MOTION_STOPPED,
    RECORDING,
    RECORDING_STARTED,
    RECORDING_STOPPED,
    EventType,
)
from smartclient.demo.events import EventStream
from smartclient.demo.ids import path
from smartclient.demo.past.recorded import Recorded
from smartclient.runtime.tasks import Tasks

ROUND_S = 1.0
_TURNS = 10


class RecordingEvents:
    """Looks at every camera once in ROUND_S, a few at a time, and tells what is not yet told. Needs a running loop."""

    def __init__(self, cameras: Sequence[str], recorded: Recorded, stream: EventStream) -> None:
        self._turns = [cameras[turn::_TURNS] for turn in range(_TURNS)]
        self._recorded, self._stream = recorded, stream
        self._tasks = Tasks("recording events")

    def start(self) -> None:
        """Tells from now on."""
        self._tasks.start("rounds", self._go_round())

    async def stop(self) -> None:
        """Tells no more."""
        await self._tasks.cancel()

    def look(self, cameras: Sequence[str]) -> None:
        """Tells what has changed before these cameras."""
        now = self._recorded.now()
        for camera in cameras:
            moves = bool(self._recorded.motion(camera, now, now + 1))
            self._tell(camera, MOTION, MOTION_STARTED if moves else MOTION_STOPPED)
            held = self._recorded.holds(camera, now)
            self._tell(camera, RECORDING, RECORDING_STARTED if held else RECORDING_STOPPED)

    async def _go_round(self) -> None:
        for cameras in cycle(self._turns):
            self.look(cameras)
            await asyncio.sleep(ROUND_S / _TURNS)

    def _tell(self, camera: str, group: str, kind: EventType) -> None:
        source = path("cameras", camera)
        if self._stream.state(source, group) != kind.id:
            self._stream.publish(kind, source)
