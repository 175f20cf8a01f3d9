"""`smartclient demo`: the watch over Maple Grove, with its own server."""

import asyncio
from pathlib import Path

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo_child import DemoAddress, DemoChild
from smartclient.app.loop import run
from smartclient.app.starting import given, plan
from smartclient.app.watch import Watch
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock

SITE = "maple-grove"
USER = "dispatcher"


def demo(tour: Path | None, scenario: str, seed: int, theme: str | None) -> int:
    """Starts the demo server, signs in and shows the district; with `tour` walks through it by itself. Closing ends both."""
    child = DemoChild(scenario, seed)
    child.begin()
    try:
        return run(lambda: _watch(child, tour, theme))
    finally:
        child.stop()


async def _watch(child: DemoChild, tour: Path | None, theme: str | None) -> int:
    clock = SystemClock()
    site = plan(paths.floorplans() / SITE)
    address = await asyncio.to_thread(child.address)
    server = XProtectServer(address.url, USER, address.password, clock=clock)
    watch = Watch(given(site.site, server, USER, theme, clock))
    site.say(watch.notices)
    watch.start()
    try:
        if tour is None:
            await watch.ended.wait()
            return 0
        return await _tour(watch, child, address, tour)
    finally:
        await watch.shutdown()


async def _tour(watch: Watch, child: DemoChild, address: DemoAddress, folder: Path) -> int:
    from smartclient.app.tour import Tour

    return await Tour(watch, child, address, folder).walk()
