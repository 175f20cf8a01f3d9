"""Single pictures for tasks and alarms, drawn off the loop."""

import asyncio
from datetime import datetime
from typing import Protocol

from smartclient.demo.faults import Faults
from smartclient.demo.world import World

LARGEST = 1920


class Pictures(Protocol):
    """Draws what a camera sees."""

    def jpeg(self, camera_guid: str, at: datetime, width: int, height: int) -> bytes:
        """The camera's view at a time, as JPEG."""


class Stills:
    """Draws one picture at a time."""

    def __init__(self, pictures: Pictures, world: World, faults: Faults) -> None:
        self._pictures, self._world, self._faults = pictures, world, faults
        self._turn = asyncio.Lock()

    async def draw(self, camera: str, width: int, height: int, at: datetime | None = None) -> bytes:
        """A JPEG of what the camera saw at `at` (now when None); empty when the camera is dead."""
        if camera in self._faults.dead_cameras:
            return b""
        async with self._turn:
            return await asyncio.to_thread(self._pictures.jpeg, camera, at or self._world.clock(), width, height)
