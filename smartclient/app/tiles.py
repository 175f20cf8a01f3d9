"""Players for the tiles of the wall: one opening queue, one memory of which engine was fastest, all engines of this machine."""

import asyncio
from collections.abc import Callable, Mapping
from functools import cached_property

from smartclient.adapters.server import Server
from smartclient.domain.errors import NotPermitted
from smartclient.domain.footage import PastSource, Quality, Source, UrlSource
from smartclient.domain.ids import DeviceId
from smartclient.runtime.bell import Bell
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.choice import FirstFrames
from smartclient.video.decoding_budget import DecodingBudget
from smartclient.video.engine import Engine
from smartclient.video.opening import OpenQueue
from smartclient.video.player import Player
from smartclient.video.recorded.player import RecordedPlayer
from smartclient.video.status import Phase

PATIENCE_S = 2.0
_FEW = 32


class Players:
    """Makes players and, at the end, waits for their threads."""

    def __init__(
        self, server: Server, clock: Clock, loop: asyncio.AbstractEventLoop, engine_for: Mapping[str, str]
    ) -> None:
        self._server, self._clock, self._loop, self._engine_for = server, clock, loop, engine_for
        self._bell = Bell(loop)
        self._opening = OpenQueue()
        self._measured = FirstFrames()
        self._budget = DecodingBudget()
        self._all: list[tuple[DeviceId, CameraPlayer]] = []
        self._enough = _FEW
        self._is_spared = False
        self.made: Signal[tuple[DeviceId, CameraPlayer]] = Signal()
        self.why_closed: Callable[[DeviceId], str] = lambda _camera: ""
        """Why this person may not see a camera now, as one sentence; empty where nothing is known against it."""

    def load(self) -> None:
        """Loads the engines, so that the first tile need not; for a thread, as it takes a fifth of a second."""
        for engine in self._engines:
            engine.can_open(UrlSource("file:///", "loading"))

    @cached_property
    def _engines(self) -> tuple[Engine, ...]:
        """Made after the map, which needs neither FFmpeg nor libVLC."""
        from smartclient.video.pyav_engine import PyavEngine
        from smartclient.video.vlc_engine import VlcEngine

        return (PyavEngine(), VlcEngine())

    def new(self, camera: DeviceId) -> CameraPlayer:
        """A player for that camera, not yet started; live until it is given a clock to follow."""

        def source(quality: Quality) -> Source:
            self._check(camera)
            return self._server.media(camera, self._affordable(quality))

        def past(quality: Quality) -> PastSource:
            self._check(camera)
            return self._server.past(camera, self._affordable(quality))

        live = Player(
            source,
            self._engines,
            self._clock,
            self._schedule,
            self._bell.ring,
            self._opening,
            self._measured,
            self._engine_for,
            budget=self._budget,
        )
        player = CameraPlayer(live, RecordedPlayer(past, self._clock, self._schedule, self._call_soon))
        self._forget_ended()
        self._all.append((camera, player))
        self.made.emit((camera, player))
        return player

    def _forget_ended(self) -> None:
        """Looks through all of them only when they have become twice as many: a wall makes sixty-four at once."""
        if len(self._all) >= self._enough:
            self._all = [
                (camera, one) for camera, one in self._all if one.status.phase is not Phase.STOPPED or not one.join(0)
            ]
            self._enough = 2 * len(self._all) + _FEW

    def follow_rights(self) -> None:
        """What this person may see has changed: pictures that are closed end now, and what is open again is asked for."""
        for camera, player in self._all:
            barred = player.status.reason if player.status.phase is Phase.BARRED else ""
            if self.why_closed(camera) != barred:
                player.reopen()

    def stop(self) -> None:
        """Stops all players and waits for their threads a little."""
        for _camera, player in self._all:
            player.stop()
        self._join()
        self._all.clear()

    async def close(self) -> None:
        """Does the same while the loop goes on: a thread that is just opening a stream may wait for it."""
        for _camera, player in self._all:
            player.stop()
        await asyncio.to_thread(self._join)
        self._all.clear()

    def _join(self) -> None:
        ends_s = self._clock.steady_s() + PATIENCE_S
        for _camera, player in self._all:
            player.join(max(0.0, ends_s - self._clock.steady_s()))

    def spare(self, is_spared: bool) -> None:
        """Whether every tile takes the small stream, however large it is: the line of a vehicle is thin."""
        if is_spared != self._is_spared:
            self._is_spared = is_spared
            for _camera, player in self._all:
                player.reopen()

    def _affordable(self, quality: Quality) -> Quality:
        return Quality.SUB if self._is_spared else quality

    def _check(self, camera: DeviceId) -> None:
        if reason := self.why_closed(camera):
            raise NotPermitted(reason)

    def _schedule(self, delay_s: float, call: Callable[[], None]) -> Callable[[], None]:
        return self._loop.call_later(delay_s, call).cancel

    def _call_soon(self, call: Callable[[], None]) -> None:
        """At once: tiles of the past show one instant, and whoever came a moment after a bell was answered would be behind."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)
