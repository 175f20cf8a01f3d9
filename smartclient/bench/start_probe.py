"""One start in a process of its own: opens a site as `smartclient open` does and says when the map was there and answered."""

import asyncio
import sys
import time
from pathlib import Path

import psutil

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import Plan, given, home, plan
from smartclient.app.watch import Watch
from smartclient.runtime.clock import SystemClock

PATIENCE_S = 60.0


async def _open(opened: Plan, started_at: float) -> int:
    watch = Watch(given(opened.site, FilesServer(opened.site), "", "dark", SystemClock(), home("bench")))
    watch.window.resize(1600, 960)
    watch.start()
    ends_at = time.time() + PATIENCE_S
    while time.time() < ends_at:
        await asyncio.sleep(0.002)
        if watch.map.canvas.is_crisp:
            break
    interactive_ms = (time.time() - started_at) * 1000
    resident_mb = psutil.Process().memory_info().rss / 2**20
    sys.stdout.write(f'{{"interactive_ms": {interactive_ms:.1f}, "resident_mb": {resident_mb:.1f}}}\n')
    await watch.shutdown()
    return 0


def main() -> int:
    """Arguments: the site's path, and the time the parent started this process (seconds since the epoch)."""
    path, started_at = Path(sys.argv[1]), float(sys.argv[2])
    opened = plan(path)
    return run(lambda: _open(opened, started_at))


if __name__ == "__main__":
    sys.exit(main())
