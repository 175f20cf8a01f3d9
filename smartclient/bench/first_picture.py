"""A process that opens one URL with the first engine and says when its first picture is there; to be timed beside other players."""

import sys
import threading

from smartclient.domain.footage import UrlSource
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.frames import Frame
from smartclient.video.pyav_engine import PyavEngine

PATIENCE_S = 20.0
SIZE = (640, 360)


def main() -> int:
    """Argument: the URL."""
    arrived, sink = threading.Event(), Mailbox[Frame]()
    decoding = PyavEngine().open(UrlSource(sys.argv[1], "bench"), sink, SIZE, arrived.set, lambda _error: arrived.set())
    import numpy as np  # noqa: F401  what a picture is handed on in; loaded while the stream is opened

    arrived.wait(PATIENCE_S)
    sys.stdout.write("first picture\n" if sink.take() is not None else "no picture\n")
    sys.stdout.flush()
    decoding.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
