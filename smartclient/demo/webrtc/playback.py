"""Recorded pictures in the order a session sends them, each when it is due: faster than life, over gaps or in silence."""

from __future__ import annotations

import asyncio
from collections import deque

from smartclient.demo.faults import Faults
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.video.shots import Shot, Stream
from smartclient.demo.video_parts import Cameras
from smartclient.demo.webrtc.pictures import Coded

GROUP_MS = 1_000
_LOOK_AGAIN_S = 0.25


class RecordedPictures:
    """Plays from `start_ms` (milliseconds since 1970) on; stamps count milliseconds from there.

    The first group of pictures begins with its key frame, where that was taken before the start: those stamps are below zero.
    """

    def __init__(
        self,
        cameras: Cameras,
        recorded: Recorded,
        faults: Faults,
        stream: Stream,
        start_ms: int,
        speed: float,
        *,
        skip_gaps: bool,
    ) -> None:
        self._cameras, self._recorded, self._faults, self._stream = cameras, recorded, faults, stream
        self._start_ms, self._speed, self._skips_gaps = start_ms, speed, skip_gaps
        self._at_ms = start_ms
        self._waiting: deque[Shot] = deque()
        self._begun: tuple[float, int] | None = None
        self._sent_ms = -1

    async def next(self) -> Coded:
        """Waits until the next picture is due, and for pictures to be recorded."""
        while not self._waiting:
            await self._fetch()
        shot = self._waiting.popleft()
        await self._until_due(shot.at_ms)
        return Coded(shot.data, shot.at_ms - self._start_ms)

    def close(self) -> None:
        """Nothing to let go of."""

    async def _fetch(self) -> None:
        """The next group, at once; where nothing is recorded yet, after a while."""
        at_ms = self._at_ms
        camera = self._stream.camera
        if not self._recorded.holds(camera, at_ms):
            following = self._recorded.following(camera, at_ms)
            if following is None:
                await asyncio.sleep(_LOOK_AGAIN_S)
                return
            at_ms = following
            if self._skips_gaps:
                self._begun = None
        shots = () if camera in self._faults.dead_cameras else await self._cameras.group(self._stream, at_ms)
        fresh = [shot for shot in shots if shot.at_ms > self._sent_ms]
        if not fresh:
            await asyncio.sleep(_LOOK_AGAIN_S)
            return
        self._waiting += fresh
        self._sent_ms = fresh[-1].at_ms
        is_whole = self._sent_ms // GROUP_MS < self._recorded.now() // GROUP_MS
        self._at_ms = (self._sent_ms // GROUP_MS + 1) * GROUP_MS if is_whole else self._sent_ms

    async def _until_due(self, at_ms: int) -> None:
        """Sleeps as long as the pictures since the first one lasted, at this speed."""
        now_s = asyncio.get_running_loop().time()
        if self._begun is None:
            self._begun = now_s, max(at_ms, self._start_ms)
        begun_s, begun_ms = self._begun
        due_s = begun_s + (at_ms - begun_ms) / 1_000 / self._speed
        await asyncio.sleep(max(0.0, due_s + self._faults.recorder_delay_s - now_s))
