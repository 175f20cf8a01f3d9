"""One start in a process of its own: opens a site as `smartclient open` does and says when the map was there and answered."""

import sys
from pathlib import Path

from smartclient.runtime import garbage
from smartclient.ui.qt_loading import load_qt


def main() -> int:
    """Arguments: the site's path, and the time the parent started this process (seconds since the epoch)."""
    garbage.hold()
    load_qt()
    from smartclient.bench.start_watch import watch_start

    return watch_start(Path(sys.argv[1]), float(sys.argv[2]))


if __name__ == "__main__":
    sys.exit(main())
