"""`smartclient open PATH`: a site folder without a server."""

from pathlib import Path

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import Plan, given, home, plan
from smartclient.app.watch import Watch
from smartclient.runtime.clock import SystemClock


def open_site(path: Path, theme: str | None) -> int:
    """Shows the plans and plays the cameras by their own URLs. Raises PlanError before any window is made."""
    opened = plan(path)
    return run(lambda: _watch(opened, theme))


async def _watch(opened: Plan, theme: str | None) -> int:
    kept = home(f"files-{opened.path.stem}")
    watch = Watch(given(opened, FilesServer(opened.site), "", theme, SystemClock(), kept))
    opened.say(watch.notices)
    watch.start()
    try:
        await watch.ended.wait()
    finally:
        await watch.shutdown()
    return 0
