"""How far one door of an order has come: worked out anew from what the server said, never remembered as done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartclient.domain.devices import DeviceState, Fact, Leaf, Lock
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
    before: Fact[Lock] | None = None
    """What was known of the bolt then: what was heard before the asking is no answer to it."""


@dataclass(frozen=True, slots=True)
class DoorProgress:
    """One door of an order; `at`: since when it stands so. `stands_open`: whatever the bolt is, the leaf is not shut."""

    door: DeviceId
    name: str
    standing: Standing
    at: datetime | None = None
    reason: str = ""
    stands_open: bool = False
    last: Fact[Lock] | None = None
    """What was last heard of the bolt."""


def progress_of(
    door: DeviceId, name: str, wanted: Lock, asked: Asked | None, state: DeviceState, is_marked: bool
) -> DoorProgress:
    """`asked` is None for a door that still waits its turn; `is_marked`: its command is still on its way."""
    leaf, lock = state.leaf, state.lock
    stands_open = leaf is not None and leaf.value is not Leaf.CLOSED
    standing, at, reason = _standing(wanted, asked, lock, is_marked)
    return DoorProgress(door, name, standing, at, reason, stands_open, lock)


def _standing(
    wanted: Lock, asked: Asked | None, lock: Fact[Lock] | None, is_marked: bool
) -> tuple[Standing, datetime | None, str]:
    if asked is None:
        return Standing.QUEUED, None, ""
    is_answer = lock is not None and lock != asked.before and lock.at >= asked.at - CLOCKS_APART
    if is_answer and lock is not None and lock.value is wanted:
        return Standing.CONFIRMED, lock.at, ""
    if asked.ended is not None:
        ended = Standing.REFUSED if asked.ended is PendingState.REFUSED else Standing.UNKNOWN
        return ended, asked.at, asked.reason
    if is_marked:
        return Standing.WAITING, asked.at, ""
    if is_answer and lock is not None:
        return Standing.UNDONE, lock.at, ""
    return Standing.UNKNOWN, asked.at, ""


def counts(doors: Iterable[DoorProgress]) -> Counter[Standing]:
    """How many doors stand how."""
    return Counter(each.standing for each in doors)
