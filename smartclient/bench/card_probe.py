"""From alarm to complete card, over the demo district, in a process of its own: the whole watch, a server beside it."""

import asyncio
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles

import httpx
import msgspec

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo import SITE, USER
from smartclient.app.demo_child import DemoChild
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.connection import Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.video.status import Phase

ALARMS = 40
SIZE = (1600, 960)
_CALM_S, _LOOK_S, _PATIENCE_S = 3.0, 0.004, 20.0
_ACTS = {
    DeviceKind.WEAPON_SENSOR: "weapon",
    DeviceKind.PANIC_BUTTON: "panic",
    DeviceKind.VAPE_SENSOR: "vape",
}
_UNASKED = frozenset({Phase.IDLE, Phase.STOPPED})


class Carded(msgspec.Struct):
    """Milliseconds from the client's word of an alarm until its card stood: the map flown there and drawn, every tile asked for.

    `from_act` counts from the demo's own act instead, the way over the server with it; `first` is the first card of all.
    """

    alarms: int
    first_ms: float
    median_ms: float
    p95_ms: float
    worst_ms: float
    from_act_p95_ms: float


async def _measured(child: DemoChild, control: Secret, count: int) -> Carded:
    clock = SystemClock()
    server = XProtectServer(child.url, USER, child.password, clock=clock)
    watch = Watch(given(plan(paths.floorplans() / SITE), server, USER, "dark", clock, home("bench")))
    watch.window.resize(*SIZE)
    watch.show()
    watch.start()
    try:
        await _until(lambda: watch.store.connection.line is Line.LIVE)
        await asyncio.sleep(_CALM_S)
        pairs = [await _carded(watch, child, control, device) for device in _devices(watch)[:count]]
    finally:
        await watch.shutdown()
    known, acted = ([pair[which] for pair in pairs] for which in (0, 1))
    return Carded(len(pairs), known[0], round(median(known), 1), _p95(known), round(max(known), 1), _p95(acted))


def _devices(watch: Watch) -> list[Device]:
    """Kinds in turn, so that places and kinds of picture vary."""
    kinds = [[d for d in watch.store.devices.values() if d.kind is kind and d.placement] for kind in _ACTS]
    longest = max(map(len, kinds))
    return [devices[n] for n in range(longest) for devices in kinds if n < len(devices)]


async def _carded(watch: Watch, child: DemoChild, control: Secret, device: Device) -> tuple[float, float]:
    """How long this device's alarm took to be a complete card, from the store's word and from the act; then the card is closed."""
    known_s: list[float] = []
    leave = watch.verifying.verifying.changed.connect(lambda _nothing: known_s.append(time.monotonic()))
    act = _ACTS[device.kind]
    begun_s = time.monotonic()
    await _act(child, control, f"{act}.on", device)
    await _until(lambda: _is_complete(watch))
    done_s = time.monotonic()
    leave()
    watch.verifying.verifying.close()
    await _act(child, control, f"{act}.off", device)
    await asyncio.sleep(0.2)
    return round((done_s - known_s[0]) * 1e3, 1), round((done_s - begun_s) * 1e3, 1)


def _is_complete(watch: Watch) -> bool:
    desk = watch.verifying.desk
    if watch.verifying.verifying.alarm is None or desk is None or desk.board.is_looking:
        return False
    wanted, tiles = desk.board.tiles.tiles, desk.board.board.tiles
    is_asked = all(
        camera is None
        or (tile.camera == camera and tile.player is not None and tile.player.status.phase not in _UNASKED)
        for camera, tile in zip(wanted, tiles, strict=False)
    )
    return (
        is_asked and len(tiles) >= len(wanted) and not watch.map.ground.motion.is_moving and watch.map.canvas.is_crisp
    )


async def _act(child: DemoChild, control: Secret, act: str, device: Device) -> None:
    headers = {"Authorization": f"Bearer {control.reveal()}"}
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{child.url}/x-demo/acts", headers=headers, json={"act": act, "device": device.name})
    answer.raise_for_status()


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while not is_so():  # noqa: ASYNC110 (what is waited for belongs to code that knows no bench)
            await asyncio.sleep(_LOOK_S)


def _p95(values: list[float]) -> float:
    return round(quantiles(values, n=20)[-1], 1) if len(values) > 1 else values[0]


def main() -> int:
    """Argument: how many alarms; ALARMS when there is none."""
    child, count = DemoChild("", seed=1), int(sys.argv[1]) if len(sys.argv) > 1 else ALARMS
    found: list[Carded] = []
    child.begin()
    control = child.wait()

    async def body() -> int:
        found.append(await _measured(child, control, count))
        return 0

    try:
        run(body)
    finally:
        child.stop()
    sys.stdout.buffer.write(msgspec.json.encode(found[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
