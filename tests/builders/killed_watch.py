"""A watch in a process of its own, for a test that kills it: arranges itself once, says so, then pans the map without end."""

import asyncio
import sys
from pathlib import Path

from smartclient.adapters.files.client import FilesServer
from smartclient.app import resuming
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.devices import DeviceKind
from smartclient.domain.incident_entries import Opened
from smartclient.runtime.clock import SystemClock
from smartclient.store.layouts import LAYOUTS

SCALE = 0.27


async def watch(site: Path, *, arranges: bool) -> int:
    """Until killed; prints a line once what is on show is kept, and another one for every change after it."""
    resuming.REST_S = 0.01
    opened = plan(site)
    on = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("files")))
    on.window.resize(1200, 800)
    print("begun", flush=True)  # noqa: T201
    on.start()
    await on.furnished.wait()
    if arranges:
        cameras = [device.id for device in on.store.devices.values() if device.kind is DeviceKind.CAMERA]
        on.workspace.set_layout(LAYOUTS["9"])
        on.workspace.put_in_tile(7, cameras[0])
        on.map.ground.show(on.map.viewport.scaled(SCALE))
        on.answering.incidents.incidents.begin(Opened("Killed in the middle"))
    step = 0
    while True:
        kept = on.given.last_view_file.path
        if kept.exists() and b'"incident":""' not in kept.read_bytes():
            print("kept", flush=True)  # noqa: T201
        step += 1
        on.map.ground.show(on.map.viewport.panned(1 if step % 2 else -1, 0))
        await asyncio.sleep(0.005)


if __name__ == "__main__":
    sys.exit(run(lambda: watch(Path(sys.argv[1]), arranges=len(sys.argv) > 2)))
