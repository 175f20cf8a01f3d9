"""Single pictures for tasks and alarms, drawn off the loop."""

from datetime import datetime
from typing import Protocol

from smartclient.demo.faults import Faults

LARGEST = 1920
_SMALLEST = (64, 36)


class Pictures(Protocol):
    """Draws what a camera sees."""

    async def jpeg(self, camera: str, at: datetime | None, width: int, height: int) -> bytes:
        """The camera's view at a time, as JPEG; now and quickly, perhaps coarser, when None; empty when there is none."""
        ...


class Stills:
    """Draws pictures of cameras that work."""

    def __init__(self, pictures: Pictures, faults: Faults) -> None:
        self._pictures, self._faults = pictures, faults

    async def draw(self, camera: str, width: int, height: int, at: datetime | None = None) -> bytes:
        """A JPEG of what the camera saw at `at` (now when None), in the nearest size video can have; empty when the camera is dead."""
        if camera in self._faults.dead_cameras:
            return b""
        size = [max(least, each + each % 2) for each, least in zip((width, height), _SMALLEST, strict=True)]
        return await self._pictures.jpeg(camera, at, *size)
