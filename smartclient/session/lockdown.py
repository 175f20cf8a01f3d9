"""A lockdown, or its end: many doors asked a few at a time, each standing where its own event says, and who ordered it and why."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from smartclient.adapters.server import Server, capabilities_at
from smartclient.domain.commands import LockDoor, UnlockDoor
from smartclient.domain.devices import Device, Lock
from smartclient.domain.errors import CLEAR_ANSWERS, ServerError
from smartclient.domain.ids import BuildingId, DeviceId, VenueId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not
from smartclient.session.dispatcher import TIME_LIMIT_S
from smartclient.session.door_progress import FAILED, Asked, DoorProgress, Standing, counts, progress_of
from smartclient.session.record import Record
from smartclient.store.changes import Changes
from smartclient.store.pending import Pending, PendingState
from smartclient.store.site_store import SiteStore

MOST_AT_ONCE = 8
"""Requests on their way together: a server is not flooded, and seventy doors are asked within two seconds."""
TURN_S = 3.0
"""After this a door that has not answered gives its turn to the next, while its own answer is still waited for."""


@dataclass(frozen=True, slots=True)
class DoorOrder:
    """What is to be done: which doors, in what order, and why. `subject` is the building or campus, None for a selection."""

    title: str
    doors: tuple[Device, ...]
    wanted: Lock = Lock.LOCKED
    why: str = ""
    subject: BuildingId | VenueId | None = None


class Lockdown:
    """One order on its way. `changed` tells that some door stands otherwise; nothing is ever shown as done on trust."""

    def __init__(
        self,
        order: DoorOrder,
        server: Server,
        store: SiteStore,
        record: Record,
        clock: Clock,
        time_limit_s: float = TIME_LIMIT_S,
        turn_s: float = TURN_S,
    ) -> None:
        self.order = order
        self.changed: Signal[None] = Signal()
        self.begun_at: datetime | None = None
        self.unlocked_before = tuple(door.id for door in order.doors if _is_unlocked(store, door.id))
        """The doors whose bolt was known to be open when the order was made: what its end opens again."""
        self._server, self._store, self._record, self._clock = server, store, record, clock
        self._time_limit_s, self._turn_s = time_limit_s, turn_s
        self._asked: dict[DeviceId, Asked] = {}
        self._marks: dict[DeviceId, Pending] = {}
        self._tasks = Tasks("lockdown")
        self._is_written = True
        self._disconnect = store.changed.connect(self._look)

    @property
    def doors(self) -> tuple[DoorProgress, ...]:
        """Every door as it stands now, in the order they are asked."""
        return tuple(self._progress(door) for door in self.order.doors)

    @property
    def counts(self) -> Counter[Standing]:
        """How many doors stand how."""
        return counts(self.doors)

    @property
    def is_settled(self) -> bool:
        """Whether no door is asked or waited for any more."""
        return not any(each.standing in (Standing.QUEUED, Standing.WAITING) for each in self.doors)

    def begin(self) -> None:
        """Asks all doors. Needs a running loop."""
        self.begun_at = self._clock.now()
        self._write(self._verb, {"doors": len(self.order.doors), "unlocked before": list(self.unlocked_before)})
        self._ask(self.order.doors)

    def retry(self) -> None:
        """Asks again those that refused, did not answer, or changed back."""
        failed = {each.door for each in self.doors if each.standing in FAILED}
        doors = [door for door in self.order.doors if door.id in failed]
        if doors:
            self._write(f"retry {self._verb}", {"doors": [door.id for door in doors]})
            self._ask(doors)

    async def stop(self) -> None:
        """Ends all waiting; the doors stay as they are."""
        self._disconnect()
        await self._tasks.cancel()

    @property
    def _verb(self) -> str:
        return "lock doors" if self.order.wanted is Lock.LOCKED else "unlock doors"

    def _ask(self, doors: Iterable[Device]) -> None:
        asking = list(doors)
        for door in asking:
            self._asked.pop(door.id, None)
        self._is_written = False
        self._tasks.start(self._verb, self._ask_in_turn(asking))
        self.changed.emit(None)

    async def _ask_in_turn(self, doors: list[Device]) -> None:
        turns = asyncio.Semaphore(MOST_AT_ONCE)
        for door in doors:
            if reason := why_not(self._command(door.id), self._store, capabilities_at(self._server, door.id)):
                before = self._store.last_state(door.id).lock
                self._asked[door.id] = Asked(self._clock.now(), PendingState.REFUSED, reason, before)
                self._look_at_end()
                continue
            await turns.acquire()
            self._tasks.start(door.name, self._carry(door.id, _Turn(turns, self._turn_s)))

    async def _carry(self, door: DeviceId, turn: "_Turn") -> None:
        command = self._command(door)
        pending = self._marks[door] = Pending(command, self._clock.now())
        self._asked[door] = Asked(pending.asked_at, before=self._store.last_state(door).lock)
        self._record.act(
            self._store.user_of(door), "lock door" if isinstance(command, LockDoor) else "unlock door", door
        )
        self._store.mark(pending)
        ends_s = self._clock.steady_s() + self._time_limit_s
        try:
            async with asyncio.timeout(self._time_limit_s):
                await self._server.execute(command)
        except CLEAR_ANSWERS as error:
            self._end(pending, PendingState.REFUSED, str(error))
            return
        except (ServerError, TimeoutError):
            self._end(pending, PendingState.UNKNOWN)
            return
        finally:
            turn.end()
        await asyncio.sleep(max(0.0, ends_s - self._clock.steady_s()))
        self._end(pending, PendingState.UNKNOWN)

    def _end(self, pending: Pending, state: PendingState, reason: str = "") -> None:
        """Ends the mark unless the door's own event did so already."""
        command = pending.command
        if not isinstance(command, LockDoor | UnlockDoor) or not self._store.end_mark(pending, state, reason):
            return
        if not reason and self._store.silent_since(command.door) is not None:
            reason = "Its controller does not answer."
        self._asked[command.door] = replace(self._asked[command.door], ended=state, reason=reason)
        self.changed.emit(None)
        self._look_at_end()

    def _command(self, door: DeviceId) -> LockDoor | UnlockDoor:
        return LockDoor(door) if self.order.wanted is Lock.LOCKED else UnlockDoor(door)

    def _progress(self, door: Device) -> DoorProgress:
        mark = self._marks.get(door.id)
        is_marked = mark is not None and self._store.pending(door.id) == mark
        asked, state = self._asked.get(door.id), self._store.state(door.id)
        return progress_of(door.id, door.name, self.order.wanted, asked, state, is_marked)

    def _look(self, changes: Changes) -> None:
        if changes.everything or not changes.devices.isdisjoint(door.id for door in self.order.doors):
            self.changed.emit(None)
            self._look_at_end()

    def _look_at_end(self) -> None:
        """Writes once what came of it."""
        if self._is_written or not self.is_settled:
            return
        self._is_written = True
        failed = {
            each.door: f"{each.standing}. {each.reason}".strip() for each in self.doors if each.standing in FAILED
        }
        self._write(f"{self._verb}: outcome", {"confirmed": self.counts[Standing.CONFIRMED], "failed": failed})

    def _write(self, act: str, detail: dict[str, object]) -> None:
        told = {"title": self.order.title, "why": self.order.why} | detail
        subject = self.order.subject or ""
        self._record.act(self._store.user_of(subject), act, subject, told)


class _Turn:
    """A place among those asked together: given back when the server answers, at the latest after `longest_s`."""

    def __init__(self, turns: asyncio.Semaphore, longest_s: float) -> None:
        self._turns: asyncio.Semaphore | None = turns
        self._timer = asyncio.get_running_loop().call_later(longest_s, self.end)

    def end(self) -> None:
        """Gives it back, once."""
        turns, self._turns = self._turns, None
        self._timer.cancel()
        if turns is not None:
            turns.release()


def _is_unlocked(store: SiteStore, door: DeviceId) -> bool:
    lock = store.last_state(door).lock
    return lock is not None and lock.value is Lock.UNLOCKED
