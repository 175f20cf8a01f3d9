"""Reading in a process of its own: a drawing may be huge or made to do harm, and the window goes on and can stop it."""

import contextlib
import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from smartclient.domain.errors import PlanUnreadable, SmartclientError
from smartclient.plans.importing.drawing import Drawing, Layer
from smartclient.plans.importing.reading import read_drawing

Tell = Callable[[float], None]
Read = Callable[[Path, int, Tell], Drawing]
MEMORY_BYTES = 6 * 2**30
LONGEST_S = 3600.0
_LOOK_S = 0.05
_TELL_EVERY_S = 0.1


class Cancelled(SmartclientError):
    """A person stopped it."""


def read(
    path: Path,
    page: int = 1,
    tell: Tell = lambda _share: None,
    cancelled: threading.Event | None = None,
    work: Read = read_drawing,
    memory_bytes: int = MEMORY_BYTES,
) -> Drawing:
    """What `work(path, page, tell)` answers, from a process that may use so much memory and an hour. Blocks.

    Raises what `work` raises, PlanUnreadable when the process ends by itself, Cancelled.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(theirs, work, path, page, memory_bytes), name="reader", daemon=True)
    child.start()
    theirs.close()
    try:
        return _listen(ours, path, tell, cancelled or threading.Event())
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _listen(pipe: Connection, path: Path, tell: Tell, cancelled: threading.Event) -> Drawing:
    """Layers come one by one: each of them holds the interpreter for a moment, all of them together would for long."""
    ends = time.monotonic() + LONGEST_S
    layers: list[Layer] = []
    while not cancelled.is_set():
        if time.monotonic() > ends:
            raise PlanUnreadable(
                f"{path.name} could not be read within an hour. Save the floors you need as files of their own."
            )
        if not pipe.poll(_LOOK_S):
            continue
        try:
            said: Any = pipe.recv()
        except EOFError as trouble:
            raise PlanUnreadable(
                f"{path.name} could not be read: the reader ended, probably for want of memory. Save the floors you need as "
                "files of their own."
            ) from trouble
        if isinstance(said, float):
            tell(said)
        elif isinstance(said, Layer):
            layers.append(said)
        elif isinstance(said, Drawing):
            whole = replace(said, layers=tuple(layers))
            whole.bounds  # noqa: B018 (worked out here, and known from then on)
            return whole
        else:
            raise said
    raise Cancelled(f"Reading {path.name} was cancelled.")


def _run(pipe: Connection, work: Read, path: Path, page: int, memory_bytes: int) -> None:
    """The other process."""
    _limit(memory_bytes)
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if time.monotonic() - told > _TELL_EVERY_S:
            told = time.monotonic()
            pipe.send(float(share))

    answer: Drawing | SmartclientError
    try:
        answer = work(path, page, tell)
    except SmartclientError as trouble:
        answer = trouble
    except MemoryError:
        answer = PlanUnreadable(f"{path.name} needs more memory than a plan may take, {memory_bytes // 2**20:,} MB.")
    with contextlib.suppress(BrokenPipeError):
        for layer in answer.layers if isinstance(answer, Drawing) else ():
            pipe.send(layer)
        pipe.send(replace(answer, layers=()) if isinstance(answer, Drawing) else answer)


def _limit(memory_bytes: int) -> None:
    """No more memory than that, where the system can say so, and no core file."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
