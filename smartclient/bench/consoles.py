"""Eight consoles on one incident over a demo server: how long a mark takes from one to all the others, and whether any is lost."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.demo import USER
from smartclient.app.demo_child import DemoChild
from smartclient.domain.errors import SmartclientError
from smartclient.domain.ids import IncidentId, LevelId, UnitId
from smartclient.domain.incident_entries import EntryId, Opened, RoomMarked, RoomStatus
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.session.incidents.presence import Presence
from smartclient.session.incidents.sharing import Sharing, SharingState
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.notices import Notices

CONSOLES, MARKS, EVERY_S = 8, 25, 0.4
PATIENCE_S = 60.0


@dataclass
class _Console:
    """One desk; `seen_s` is when its observers first heard of an entry."""

    server: XProtectServer
    incidents: Incidents
    sharing: Sharing
    seen_s: dict[EntryId, float] = field(default_factory=dict)

    def look(self) -> None:
        """What map and panel do: looks at the file whenever it is told of changes."""
        current, now_s = self.incidents.current, time.perf_counter()
        for entry in current.entries if current is not None else ():
            self.seen_s.setdefault(entry.id, now_s)


def measure() -> dict[str, object]:
    """Everybody marks rooms at once; ages are from the key to when the other console's views are told."""
    child = DemoChild("", seed=1, is_calm=True)
    child.begin()
    try:
        with TemporaryDirectory(dir=paths.data_folder()) as folder:
            return asyncio.run(_measure(child, Path(folder)))
    finally:
        child.stop()


async def _measure(child: DemoChild, folder: Path) -> dict[str, object]:
    await asyncio.to_thread(child.wait)
    async with AsyncExitStack() as stack:
        consoles = [await _console(child, folder, number, stack) for number in range(CONSOLES)]
        await _until(lambda: all(one.sharing.state is SharingState.LIVE for one in consoles))
        incident = consoles[0].incidents.begin(Opened("Bench")).id
        await _until(lambda: all(one.incidents.files for one in consoles))
        for one in consoles[1:]:
            one.incidents.expect(incident)
            one.incidents.show(one.incidents.read(incident))
            one.incidents.join()
        made_s = await _mark(consoles)
        await _until(lambda: all(made_s.keys() <= one.seen_s.keys() for one in consoles))
        ages_ms = _ages_ms(consoles, made_s)
        return {
            "consoles": CONSOLES,
            "marks": len(made_s),
            "lost": sum(len(made_s.keys() - _kept(one, incident)) for one in consoles),
            "mark_to_other_console_p50_ms": round(float(np.percentile(ages_ms, 50)), 1),
            "mark_to_other_console_p95_ms": round(float(np.percentile(ages_ms, 95)), 1),
            "mark_to_other_console_worst_ms": round(float(ages_ms.max()), 1),
        }


async def _console(child: DemoChild, folder: Path, number: int, stack: AsyncExitStack) -> _Console:
    clock, name = SystemClock(), f"desk {number}"
    server = XProtectServer(child.url, USER, child.password, clock=clock)
    await server.connect()
    stack.push_async_callback(server.close)
    later = asyncio.get_running_loop().call_later
    log = IncidentLog(folder / f"incidents-{number}.db")
    incidents = Incidents(log, lambda _file: name, clock, later, Notices(clock))
    stack.callback(incidents.close)
    sharing = Sharing(server, incidents, Presence(clock), lambda: name, clock)
    stack.push_async_callback(sharing.stop)
    sharing.start()
    made = _Console(server, incidents, sharing)
    incidents.changed.connect(lambda _nothing: made.look())
    return made


async def _mark(consoles: list[_Console]) -> dict[EntryId, float]:
    """All at the same time, again and again; when each mark was made."""
    made_s: dict[EntryId, float] = {}
    for turn in range(MARKS):
        for number, one in enumerate(consoles):
            mark = RoomMarked(UnitId(f"room {turn}"), LevelId("1F"), RoomStatus.CLEARED, f"Team {number}")
            at_s = time.perf_counter()
            entry = one.incidents.add(mark)
            if entry is not None:
                made_s[entry.id] = at_s
        await asyncio.sleep(EVERY_S)
    return made_s


def _ages_ms(consoles: list[_Console], made_s: dict[EntryId, float]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array(
        [
            1_000 * (one.seen_s[entry] - at_s)
            for one in consoles
            for entry, at_s in made_s.items()
            if entry.console != one.incidents.console
        ]
    )


def _kept(console: _Console, incident: IncidentId) -> set[EntryId]:
    return {entry.id for entry in console.incidents.read(incident).entries}


async def _until(condition: Callable[[], object]) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():  # noqa: ASYNC110  eight consoles have no one event for it
                await asyncio.sleep(0.005)
    except TimeoutError as error:
        raise SmartclientError("The consoles did not agree in time.") from error
