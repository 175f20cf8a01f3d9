"""Tiles without a window: recorded players on one clock on asyncio's loop, their newest pictures read from the time strip."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Self

import numpy as np

from smartclient.demo.video.strip import read
from smartclient.domain.footage import PastSource, Quality
from smartclient.runtime.clock import SystemClock
from smartclient.store.playback import Playback
from smartclient.video.frames import Frame
from smartclient.video.recorded.player import RecordedPlayer
from smartclient.video.status import PlayerStatus
from tests.builders.past import Past
from tests.builders.running import until


def burnt_in(frame: Frame) -> datetime | None:
    """The time burnt into the picture."""
    return read(np.ascontiguousarray(frame.pixels[:, :, 2::-1]))


class PastTile:
    """A recorded player that takes every picture at once."""

    def __init__(self, past: Past, size: tuple[int, int] = (320, 180)) -> None:
        loop = asyncio.get_running_loop()

        def source(_quality: Quality) -> PastSource:
            return past.source()

        self.player = RecordedPlayer(
            source,
            SystemClock(),
            lambda s, work: loop.call_later(s, work).cancel,
            loop.call_soon_threadsafe,
            lambda: 0.0,
        )
        self.player.set_size(*size)
        self.shown: datetime | None = None
        """The time burnt into the newest picture."""
        self.all_shown: list[datetime] = []
        self.frames: list[Frame] = []
        self.said: list[PlayerStatus] = []
        self.player.frame_arrived.connect(lambda _none: self._arrived())
        self.player.changed.connect(self.said.append)

    def _arrived(self) -> None:
        frame = self.player.take()
        if frame is not None:
            at = burnt_in(frame)
            assert at is not None
            assert at == frame.at
            self.shown = at
            self.all_shown.append(at)
            self.frames = [*self.frames[-20:], frame]


class PastTiles:
    """Several of them on one clock; use as an async context."""

    def __init__(self, pasts: Sequence[Past], at: datetime) -> None:
        self.playback = Playback(SystemClock())
        self.playback.go_to(at)
        self._pasts = pasts

    async def __aenter__(self) -> Self:
        """Opens them all."""
        self.tiles = [PastTile(past) for past in self._pasts]
        for tile in self.tiles:
            tile.player.start(self.playback)
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Closes them and waits for their threads."""
        for tile in self.tiles:
            tile.player.stop()
        for tile in self.tiles:
            assert tile.player.join(5)

    @property
    def first(self) -> PastTile:
        """The first tile."""
        return self.tiles[0]

    async def until_shown(self, at: datetime) -> None:
        """Waits until every tile shows the picture taken at `at`."""
        await until(lambda: all(tile.shown == at for tile in self.tiles))
