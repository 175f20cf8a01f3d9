"""`smartclient demo`: the watch over Maple Grove, with its own server."""

import asyncio
import tempfile
from pathlib import Path

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo_child import DemoChild
from smartclient.app.editing import own_copy
from smartclient.app.loop import run
from smartclient.app.starting import Home, given, home, plan
from smartclient.app.watch import Watch
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.places import building_titles

SITE = "maple-grove"
USER = "dispatcher"


def demo(tour: Path | None, scenario: str, seed: int, theme: str | None, user: str = USER) -> int:
    """Starts the demo server, signs in and shows the district; with `tour` walks through it by itself. Closing ends both."""
    child = DemoChild(scenario, seed)
    child.begin()
    try:
        return run(lambda: _watch(child, tour, theme, user))
    finally:
        child.stop()


async def _watch(child: DemoChild, tour: Path | None, theme: str | None, user: str) -> int:
    """A tour leaves nothing behind but its pictures: settings and journal lie in a folder that goes with it."""
    ours, edited = paths.floorplans() / SITE, own_copy(SITE)
    if tour is None:
        return await _on_watch(child, None, theme, home("demo"), user, edited if edited.is_dir() else ours)
    with tempfile.TemporaryDirectory() as folder:
        return await _on_watch(child, tour, theme, Home(Path(folder), Path(folder) / "journal.db"), user, ours)


async def _on_watch(child: DemoChild, tour: Path | None, theme: str | None, kept: Home, user: str, site: Path) -> int:
    clock = SystemClock()
    opened = plan(site)
    server = XProtectServer(child.url, user, child.password, clock=clock, buildings=building_titles(opened.site))
    watch = Watch(given(opened, server, user, theme, clock, kept, child.url))
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
