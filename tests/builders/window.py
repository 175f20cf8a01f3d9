"""The whole watch in its window against a real demo server."""

from collections.abc import Callable, Coroutine
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.loop import run
from smartclient.app.starting import Plan, given, home, plan
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoServer
from smartclient.domain.connection import Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.places import building_titles, campus_names
from tests.builders.running import until


@cache
def demo_plan() -> Plan:
    """The demo's plan, read once for all tests of a process."""
    return plan(paths.floorplans() / "maple-grove")


def on_watch(
    server: DemoServer,
    body: Callable[[Watch], Coroutine[Any, Any, None]],
    user: str = "dispatcher",
    site: Path | None = None,
) -> None:
    """Runs `body` on a watch that is signed in and live, then shuts it down; the plan is the demo's unless there is a `site`."""

    async def whole() -> int:
        clock = SystemClock()
        opened = plan(site) if site else demo_plan()
        buildings = building_titles(opened.site)
        campuses = campus_names(opened.site)
        secret = Secret(server.password)
        client = XProtectServer(server.url, user, secret, clock=clock, buildings=buildings, campuses=campuses)
        watch = Watch(given(opened, client, user, "dark", clock, home("test")))
        watch.window.resize(1400, 900)
        watch.furnish()
        watch.start()
        try:
            await until(lambda: watch.store.connection.line is Line.LIVE)
            await body(watch)
        finally:
            await watch.shutdown()
        return 0

    assert run(whole) == 0


def the(watch: Watch, kind: DeviceKind, words: str) -> Device:
    """The first placed device of that kind with those words in its name."""
    return next(d for d in watch.store.devices.values() if d.kind is kind and words in d.name and d.placement)


async def act(server: DemoServer, name: str, device: Device) -> None:
    """Has the demo do something at a device."""
    headers = {"Authorization": f"Bearer {server.control}"}
    async with httpx.AsyncClient() as http:
        answer = await http.post(
            f"{server.url}/x-demo/acts", headers=headers, json={"act": name, "device": device.name}
        )
    assert answer.status_code == 202, answer.text
