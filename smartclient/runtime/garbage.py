"""Garbage is collected on the loop's thread only: in another one a collection may end widgets, which Qt does not survive."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager

STARTED_S = 3.0
"""Nothing made until then is garbage, and looking through it takes a tenth of the start."""
_EVERY_S = 0.5
_OLDER_EVERY, _ALL_EVERY = 20, 600
"""Rounds after which what survived ten seconds, and what survived five minutes, is looked through again."""
_LOADED = 8_000
"""So many new objects in one round are a part of the program or a plan that was just loaded. They stay, and looking through the
130,000 that come behind the map would hold the loop for 50 ms, and for another 100 ms ten seconds later.
"""


def hold() -> None:
    """No collection until a loop collects."""
    gc.disable()


def look_through_all() -> None:
    """Also through what was kept out of sight: a watch that has ended and whose place another takes. Holds the loop for some 0.2 s."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@contextmanager
def collected_by(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Inside, `loop` collects and nobody else; what is there after `STARTED_S`, and what is loaded at once later, is not looked
    through again until the end.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    rounds, handle = 0, loop.call_later(STARTED_S, lambda: begin())

    def begin() -> None:
        nonlocal handle
        gc.freeze()
        handle = loop.call_later(_EVERY_S, collect)

    def collect() -> None:
        nonlocal handle, rounds
        rounds += 1
        if gc.get_count()[0] > _LOADED:
            gc.freeze()
        else:
            gc.collect(2 if rounds % _ALL_EVERY == 0 else 1 if rounds % _OLDER_EVERY == 0 else 0)
        handle = loop.call_later(_EVERY_S, collect)

    try:
        yield
    finally:
        handle.cancel()
        gc.unfreeze()
        if was_enabled:
            gc.enable()
