"""The process that lays levels out ahead, those with most cameras first, at a priority below everything else."""

from __future__ import annotations

import contextlib
import os
import signal
from multiprocessing.connection import Connection

from smartclient.demo.video.levels import Levels, most_watched
from smartclient.demo.video.orders import Subject

_NICE = 10


def survey(connections: list[Connection], subject: Subject) -> None:
    """Sends `(level id, layout)` of every level that has cameras to everybody who listens, then ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    levels = Levels(subject.site, subject.seed)
    for level_id in most_watched(subject.site):
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.send((level_id, levels.layout(level_id)))
