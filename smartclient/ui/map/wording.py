"""States in plain words with since when, for hovering, for screen readers and for the age of the picture."""

from datetime import datetime

from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Activity, Device, DeviceKind, DeviceState, Fact, Health, Leaf, Lock
from smartclient.store.site_store import SiteStore

_MOST_LINES = 3
_LINES = {
    Line.CONNECTING: "Connecting",
    Line.DELAYED: "The server is slow to answer",
    Line.OFFLINE: "No connection",
    Line.REFUSED: "Sign-in refused",
}


def age(since: datetime, now: datetime) -> str:
    """`14 s`, `3 min`, `2 h 05`, `4 days`."""
    seconds = max(int((now - since).total_seconds()), 0)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86_400:
        return f"{seconds // 3600} h {seconds % 3600 // 60:02d}"
    return f"{seconds // 86_400} days"


def describe(device: Device, state: DeviceState, now: datetime) -> str:
    """What is known of a device, in a few words."""
    words = []
    if state.health is not None and state.health.value is Health.FAILED:
        words.append(_said("does not answer", state.health, now))
    if device.kind is DeviceKind.DOOR:
        words += _door_words(state, now)
    elif (
        state.activity is not None and state.activity.value is Activity.ACTIVE and device.kind is not DeviceKind.CAMERA
    ):
        words.append(_said("active", state.activity, now))
    text = " · ".join(words)
    return text[:1].upper() + text[1:]


def _door_words(state: DeviceState, now: datetime) -> list[str]:
    if state.leaf is None and state.lock is None:
        return ["state unknown"]
    words = [_said(state.leaf.value.value, state.leaf, now)] if state.leaf else []
    if state.lock:
        is_news = state.lock.value is Lock.UNLOCKED
        words.append(_said(state.lock.value.value, state.lock, now) if is_news else state.lock.value.value)
    return words


def _said(word: str, fact: Fact[Health] | Fact[Activity] | Fact[Lock] | Fact[Leaf], now: datetime) -> str:
    return f"{word} for {age(fact.at, now)}"


def old_words(store: SiteStore, now: datetime) -> list[str]:
    """Why something on the map is grey and how old it is: a line for each district that is cut off, of many only the first."""
    if not store.parts:
        return [] if store.connection.is_live else [staleness(store.connection, now)]
    old = [part for part in store.parts.values() if not part.connection.is_live]
    words = [f"{part.district}: {staleness(part.connection, now)}" for part in old[:_MOST_LINES]]
    return [*words, f"and {len(old) - _MOST_LINES} more districts"] if len(old) > _MOST_LINES else words


def staleness(connection: Connection, now: datetime) -> str:
    """Why the map is grey and how old it is."""
    why = _LINES.get(connection.line, "Not live")
    since = connection.heard_at or connection.since
    clock = since.astimezone().strftime("%H:%M:%S")
    return f"{why} · what you see is of {clock}, {age(since, now)} ago"
