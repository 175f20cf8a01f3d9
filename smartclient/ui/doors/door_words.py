"""How a door stands, in words: what is known, since when, who says so, and what is not known."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from smartclient.domain.devices import Device, Fact, Health, Leaf, Lock, Power, Tamper
from smartclient.session.door_progress import DoorProgress, Standing
from smartclient.store.site_store import SiteStore
from smartclient.ui.words import duration, one_line, seconds_since, sentence, time_of_day


@dataclass(frozen=True, slots=True)
class DoorSaying:
    """One line: what it is about, what is so, and where that is known from. `is_loud`: not as it should be."""

    about: str
    text: str
    source: str
    is_loud: bool = False
    is_unknown: bool = False


def sayings(door: Device, store: SiteStore, now: datetime) -> list[DoorSaying]:
    """Leaf and lock, then what its controller is."""
    silent = store.silent_since(door.id)
    known, last = store.state(door.id), store.last_state(door.id)
    found = [_line("Leaf", known.leaf, last.leaf, silent, now), _line("Lock", known.lock, last.lock, silent, now)]
    if door.controller is not None:
        found += _controller(store, door, now)
    return found


def brief(door: Device, store: SiteStore, now: datetime) -> tuple[str, bool]:
    """A few words for a list, and whether they are loud: `Locked, closed · 3 min`."""
    state = store.state(door.id)
    if state.lock is None and state.leaf is None:
        return "Unknown: its controller does not answer" if store.silent_since(door.id) else "Unknown", False
    words = [fact.value.value for fact in (state.lock, state.leaf) if fact is not None]
    since = max(fact.at for fact in (state.lock, state.leaf) if fact is not None)
    is_loud = state.leaf is not None and state.leaf.value in (Leaf.FORCED, Leaf.HELD)
    return f"{sentence(', '.join(words))} · {duration(seconds_since(since, now))}", is_loud


def progress_words(progress: DoorProgress, wanted: Lock, now: datetime) -> str:
    """How far an order to a door has come: `Locked, 10:42:03`, `Refused: the door is switched to its key.`"""
    at = time_of_day(progress.at, now) if progress.at is not None else ""
    other = Lock.UNLOCKED if wanted is Lock.LOCKED else Lock.LOCKED
    reason, told = one_line(progress.reason), progress.last
    last = (
        f"last told {told.value.value} at {time_of_day(told.at, now)}"
        if told is not None
        else "how it stands is unknown"
    )
    words = {
        Standing.QUEUED: "Not asked yet",
        Standing.WAITING: "Asked; waiting for the door itself",
        Standing.CONFIRMED: f"{sentence(wanted.value)}, {at}",
        Standing.REFUSED: f"Refused: {reason}" if reason else "Refused",
        Standing.UNKNOWN: f"No answer; {last}. {reason}".strip(),
        Standing.UNDONE: f"{sentence(other.value)} again, {at}",
    }[progress.standing]
    if progress.stands_open and wanted is Lock.LOCKED:
        return f"{words} · STANDS OPEN"
    return words


def _line(
    about: str, known: Fact[Any] | None, last: Fact[Any] | None, silent: datetime | None, now: datetime
) -> DoorSaying:
    if known is not None:
        value: StrEnum = known.value
        return DoorSaying(about, _since(value, known.at, now), _source(known), value in (Leaf.FORCED, Leaf.HELD))
    if silent is not None:
        before = f"last heard: {last.value.value} at {time_of_day(last.at, now)}" if last is not None else "never heard"
        return DoorSaying(about, f"Unknown since {time_of_day(silent, now)}", before, is_unknown=True)
    return DoorSaying(about, "Unknown", "the server has not said", is_unknown=True)


def _since(value: StrEnum, at: datetime, now: datetime) -> str:
    return f"{sentence(value.value)} since {time_of_day(at, now)} · {duration(seconds_since(at, now))}"


def _source(fact: Fact[Any]) -> str:
    """A state read at sign-in has no event id of the server's."""
    return "from the server's table of states" if fact.event.startswith("#") else "from the door's own event"


def _controller(store: SiteStore, door: Device, now: datetime) -> list[DoorSaying]:
    controller = store.devices.get(door.controller) if door.controller is not None else None
    if controller is None:
        return []
    state, name = store.state(controller.id), one_line(controller.name)
    troubles = [
        _since_trouble(words, fact, now)
        for words, fact, bad in (
            ("does not answer", state.health, Health.FAILED),
            ("has been opened", state.tamper, Tamper.TAMPERED),
            ("is without mains power", state.power, Power.FAILED),
        )
        if fact is not None and fact.value is bad
    ]
    if not troubles:
        answers = "answers" if state.health is not None else "unknown"
        return [DoorSaying("Controller", sentence(answers), name, is_unknown=state.health is None)]
    return [DoorSaying("Controller", trouble, name, is_loud=True) for trouble in troubles]


def _since_trouble(words: str, fact: Fact[Any], now: datetime) -> str:
    return f"{sentence(words)} since {time_of_day(fact.at, now)} · {duration(seconds_since(fact.at, now))}"
