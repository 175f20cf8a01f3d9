"""Coded pictures in the order a session sends them, each when it is due: a camera's live ones."""

import asyncio
from typing import NamedTuple, Protocol

from smartclient.demo.devices import SUB, stream_id
from smartclient.demo.faults import Faults
from smartclient.demo.video.image_session import MAIN_SIZE, SUB_SIZE
from smartclient.demo.video.shots import Stream
from smartclient.demo.video_parts import LiveWatch
from smartclient.demo.webrtc.wishes import Wish

PER_MS = 90
"""Ticks of the 90 kHz clock that live video counts on."""


class Coded(NamedTuple):
    """One H.264 picture in Annex B form; `stamp` counts on the 90 kHz clock of the track, whatever it means."""

    data: bytes
    stamp: int


class Pictures(Protocol):
    """Coded pictures in the order they are to be sent, each when it is due."""

    async def next(self) -> Coded | None:
        """Waits for the next one; None when there are no more."""
        ...

    def close(self) -> None:
        """Lets go of what they come from."""
        ...


class LivePictures:
    """Shots as they are taken, while the camera works; RTP counts on the usual 90 kHz."""

    def __init__(self, watch: LiveWatch, camera: str, faults: Faults) -> None:
        self._watch, self._camera, self._faults = watch, camera, faults
        self._needs_key = True

    async def next(self) -> Coded:
        """The next picture of a camera that works, from a key frame on."""
        while True:
            shot = await self._watch.next()
            if self._faults.recorder_delay_s > 0:
                await asyncio.sleep(self._faults.recorder_delay_s)
            if self._camera in self._faults.dead_cameras:
                self._needs_key = True
            elif shot.is_key or not self._needs_key:
                self._needs_key = False
                return Coded(shot.data, shot.at_ms * PER_MS)

    def close(self) -> None:
        """Stops watching."""
        self._watch.close()


def stream_of(wish: Wish) -> Stream:
    """The encoding a wish is about: the small one by its id, else the main one."""
    return Stream(wish.device, *(SUB_SIZE if wish.stream == stream_id(wish.device, SUB) else MAIN_SIZE))
