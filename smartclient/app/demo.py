"""`smartclient demo`: the watch over Maple Grove, with its own server."""

import asyncio
import tempfile
from pathlib import Path

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo_child import DemoChild
from smartclient.app.loop import run
from smartclient.app.starting import Home, given, home, plan
from smartclient.app.watch import Watch
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret

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
    """A tour leaves nothing behind but its pictures: settings and journal lie in a folder that goes with it."""
    if tour is None:
        return await _on_watch(child, None, theme, home("demo"))
    with tempfile.TemporaryDirectory() as folder:
        return await _on_watch(child, tour, theme, Home(Path(folder), Path(folder) / "journal.db"))


async def _on_watch(child: DemoChild, tour: Path | None, theme: str | None, kept: Home) -> int:
    clock = SystemClock()
    opened = plan(paths.floorplans() / SITE)
    server = XProtectServer(child.url, USER, child.password, clock=clock)
    watch = Watch(given(opened, server, USER, theme, clock, kept, child.url))
    opened.say(watch.notices)
    watch.show()
    try:
        control = await asyncio.to_thread(child.wait)
        watch.start()
        if tour is not None:
            return await _tour(watch, child, control, tour)
        await watch.ended.wait()
    finally:
        await watch.shutdown()
    return 0


async def _tour(watch: Watch, child: DemoChild, control: Secret, folder: Path) -> int:
    from smartclient.app.tour import Tour

    await watch.furnished.wait()
    return await Tour(watch, child, control, folder).walk()
