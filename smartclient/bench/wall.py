"""Four players on one clock, without a window, over the demo district or over files: when the pictures they show were taken."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from smartclient.adapters.files.client import FilesServer
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo import SITE, USER
from smartclient.app.demo_child import DemoChild
from smartclient.app.starting import plan
from smartclient.app.tiles import Players
from smartclient.demo.video import strip
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.errors import SmartclientError
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.domain.site import Site
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.store.playback import Playback
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.frames import Frame

CAMERAS = 4
TILE = (640, 360)
PATIENCE_S = 60.0


class Shown:
    """One camera: its player, and when the picture it showed last was taken, as `read` finds in the picture."""

    def __init__(self, camera: DeviceId, player: CameraPlayer, read: Callable[[Frame], datetime | None]) -> None:
        self.camera, self.player, self._read = camera, player, read
        self.at: datetime | None = None
        self.first_after_s: float | None = None
        """From the order to play until the first picture."""
        self.on_frame: Callable[[datetime], None] = lambda _at: None
        self._ordered_s = 0.0
        player.frame_arrived.connect(lambda _none: self._take())

    def play(self) -> None:
        """Orders the picture."""
        self._ordered_s = time.monotonic()
        self.player.set_size(*TILE)
        self.player.start()

    def _take(self) -> None:
        frame = self.player.take()
        read = self._read(frame) if frame is not None else None
        if read is None:
            return
        self.at = read
        if self.first_after_s is None:
            self.first_after_s = time.monotonic() - self._ordered_s
        self.on_frame(read)


class FourTiles:
    """The four on one clock. `recordings` tells what of a camera is recorded within a span."""

    def __init__(
        self,
        playback: Playback,
        shown: tuple[Shown, ...],
        recordings: Callable[[DeviceId, Span], Awaitable[Recordings]],
    ) -> None:
        self.playback, self.shown, self.recordings = playback, shown, recordings
        for one in shown:
            one.player.follow(playback)

    async def until(self, is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> float:
        """Waits until `is_so`, looking every millisecond; the seconds it took. Raises SmartclientError when it does not come."""
        begun_s = time.monotonic()
        while not is_so():
            if time.monotonic() - begun_s > patience_s:
                states = "; ".join(one.player.status.text for one in self.shown)
                raise SmartclientError(f"The pictures measured did not come: {states}")
            await asyncio.sleep(0.001)
        return time.monotonic() - begun_s

    @property
    def spread(self) -> timedelta:
        """Between the earliest and the latest picture on the four."""
        times = [one.at for one in self.shown if one.at is not None]
        return max(times) - min(times)


@asynccontextmanager
async def demo_tiles() -> AsyncIterator[FourTiles]:
    """Four cameras of a demo server of their own, idle and live; times are read from the strip burnt into the pictures."""
    child, clock = DemoChild("", seed=1), SystemClock()
    child.begin()
    await asyncio.to_thread(child.wait)
    server = XProtectServer(child.url, USER, child.password, clock=clock)
    players = Players(server, clock, asyncio.get_running_loop(), {})
    try:
        await server.connect()
        shown = tuple(Shown(camera.id, players.new(camera.id), _burnt_in) for camera in _chosen())
        yield FourTiles(Playback(clock), shown, server.recordings)
    finally:
        players.stop()
        await server.close()
        await asyncio.to_thread(child.stop)


@asynccontextmanager
async def file_tiles(clip: Path, begins_at: datetime) -> AsyncIterator[FourTiles]:
    """Four times the same file, whose first picture was taken at `begins_at`: what the client alone needs."""
    clock = SystemClock()
    names = [DeviceId(f"file/{number}") for number in range(CAMERAS)]
    devices = [Device(name, DeviceKind.CAMERA, "file", url=str(clip), recorded_from=begins_at) for name in names]
    server = clip_server(*devices)
    players = Players(server, clock, asyncio.get_running_loop(), {})
    try:
        shown = tuple(Shown(name, players.new(name), lambda frame: frame.at) for name in names)
        yield FourTiles(Playback(clock), shown, server.recordings)
    finally:
        players.stop()
        await server.close()


def clip_server(*devices: Device) -> FilesServer:
    """A site of these devices and nothing else."""
    return FilesServer(Site(name="bench", devices=devices))


def _burnt_in(frame: Frame) -> datetime | None:
    return strip.read(frame.pixels[:, :, :3])


def _chosen() -> list[Device]:
    """Four cameras of the floor that has the most."""
    placed = [d for d in plan(paths.floorplans() / SITE).site.devices if d.kind is DeviceKind.CAMERA and d.placement]
    floors: dict[str, list[Device]] = {}
    for device in placed:
        if device.placement is not None and device.placement.level_id is not None:
            floors.setdefault(device.placement.level_id, []).append(device)
    fullest = max(floors.values(), key=lambda devices: len(devices))
    return sorted(fullest, key=lambda device: device.name)[:CAMERAS]
