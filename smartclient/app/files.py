"""`smartclient open PATH`: a site folder without a server, or a drawing that becomes one."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run, themed
from smartclient.app.starting import Plan, given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.errors import PlanError
from smartclient.domain.site import Site
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.settings import SettingsFile


def open_site(path: Path, theme: str | None) -> int:
    """Shows the plans and plays the cameras by their own URLs; a drawing is imported first. Raises PlanError before any window
    is made.
    """
    if _is_drawing(path):
        return run(lambda: _import(path, theme))
    opened = plan(path)
    return run(lambda: watch_site(opened, theme))


async def watch_site(opened: Plan, theme: str | None, begun: Callable[[Watch], None] = lambda _watch: None) -> int:
    """A watch over plans alone, until its window is closed; `begun` is told the watch."""
    kept = home(f"files-{opened.path.stem}")
    watch = Watch(given(opened, FilesServer(opened.site), "", theme, SystemClock(), kept))
    opened.say(watch.notices)
    watch.start()
    begun(watch)
    try:
        await watch.ended.wait()
    finally:
        await watch.shutdown()
    return 0


async def _import(path: Path, theme: str | None) -> int:
    """The import of a drawing, then the watch over what came of it."""
    from smartclient.app.importing import ImportDesk

    ended = asyncio.Event()
    saved: list[Path] = []

    def opened(folder: Path) -> None:
        saved.append(folder)
        ended.set()

    desk = ImportDesk(lambda: Site(""), themed(theme or SettingsFile(paths.settings_folder()).read().theme), opened)
    desk.window.closed.connect(ended.set)
    desk.show()
    desk.read(path)
    try:
        await ended.wait()
    finally:
        await desk.stop()
    return await watch_site(plan(saved[0]), theme) if saved else 0


def _is_drawing(path: Path) -> bool:
    """Whether it is a file that can be drawn from, and no plan already."""
    from smartclient.plans.importing.kinds import kind_of_file

    if not path.is_file():
        return False
    try:
        kind_of_file(path)
    except PlanError:
        return False
    return True
