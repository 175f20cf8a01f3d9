"""How far one door of an order has come: worked out anew from what the server said, never remembered as done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartclient.domain.devices import DeviceState, Leaf, Lock
from smartclient.domain.ids import DeviceId
from smartclient.store.pending import CLOCKS_APART, PendingState


class Standing(StrEnum):
    """Where the order to one door stands."""

    QUEUED = "not asked yet"
    WAITING = "waiting for the door"
    CONFIRMED = "confirmed by the door"
    REFUSED = "refused"
    UNKNOWN = "no answer"
    UNDONE = "changed again since"


FAILED = (Standing.REFUSED, Standing.UNKNOWN, Standing.UNDONE)
"""What a retry asks again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A door was asked at `at`; `ended` says how the asking ended where no event came: refused or unknown, and `reason` why."""

    at: datetime
    ended: PendingState | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DoorProgress:
    """One door of an order; `at`: since when it stands so. `stands_open`: whatever the bolt is, the leaf is not shut."""

    door: DeviceId
    name: str
    standing: Standing
    at: datetime | None = None
    reason: str = ""
    stands_open: bool = False


def progress_of(
    door: DeviceId, name: str, wanted: Lock, asked: Asked | None, state: DeviceState, is_marked: bool
) -> DoorProgress:
    """`asked` is None for a door that still waits its turn; `is_marked`: its command is still on its way."""
    leaf, lock = state.leaf, state.lock
    stands_open = leaf is not None and leaf.value is not Leaf.CLOSED
    if asked is None:
        return DoorProgress(door, name, Standing.QUEUED, stands_open=stands_open)
    is_answer = lock is not None and lock.at >= asked.at - CLOCKS_APART
    if is_answer and lock is not None and lock.value is wanted:
        return DoorProgress(door, name, Standing.CONFIRMED, lock.at, stands_open=stands_open)
    if asked.ended is PendingState.REFUSED:
        return DoorProgress(door, name, Standing.REFUSED, asked.at, asked.reason, stands_open)
    if asked.ended is not None:
        return DoorProgress(door, name, Standing.UNKNOWN, asked.at, asked.reason, stands_open)
    if is_marked:
        return DoorProgress(door, name, Standing.WAITING, asked.at, stands_open=stands_open)
    if is_answer and lock is not None:
        return DoorProgress(door, name, Standing.UNDONE, lock.at, stands_open=stands_open)
    return DoorProgress(door, name, Standing.UNKNOWN, asked.at, stands_open=stands_open)


def counts(doors: Iterable[DoorProgress]) -> Counter[Standing]:
    """How many doors stand how."""
    return Counter(each.standing for each in doors)
