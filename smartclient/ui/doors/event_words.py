"""What happened at a door, as a row: attempts and troubles stand out by sign and word."""

from datetime import datetime

from smartclient.domain.events import EventKind, Happened
from smartclient.session.door_events import ATTEMPTS
from smartclient.store.site_store import SiteStore
from smartclient.ui.doors.sign_rows import SignRow
from smartclient.ui.theme import Tone
from smartclient.ui.words import one_line, sentence, time_of_day

_SIGNS = {
    EventKind.ACCESS_DENIED: ("✕", Tone.ALARM_MEDIUM),
    EventKind.DOOR_FORCED: ("!", Tone.ALARM_HIGH),
    EventKind.DOOR_HELD: ("!", Tone.ALARM_MEDIUM),
    EventKind.TAMPERED: ("!", Tone.ALARM_MEDIUM),
    EventKind.POWER_FAILED: ("!", Tone.ALARM_MEDIUM),
    EventKind.DEVICE_FAILED: ("?", Tone.ALARM_MEDIUM),
    EventKind.ACCESS_GRANTED: ("✓", Tone.TEXT_DIM),
    EventKind.DOOR_LOCKED: ("●", Tone.TEXT_DIM),
    EventKind.DOOR_UNLOCKED: ("○", Tone.DOOR_UNLOCKED),
}
_QUIET = ("·", Tone.TEXT_DIM)


def row_of(event: Happened, store: SiteStore, now: datetime, *, with_door: bool) -> SignRow:
    """`10:42:03 · Attempt: access denied`, below it who and why."""
    sign, tone = _SIGNS.get(event.kind, _QUIET)
    words = event.kind.value
    title = f"Attempt: {words}" if event.kind in ATTEMPTS else sentence(words)
    device = store.devices.get(event.device) if event.device is not None else None
    who = one_line(event.person) if event.person else "card holder withheld" if event.is_person_withheld else ""
    name = one_line(device.name) if device is not None and with_door else ""
    told = " · ".join(part for part in (name, who, one_line(event.text)) if part)
    is_loud = tone in (Tone.ALARM_HIGH, Tone.ALARM_MEDIUM)
    return SignRow(
        f"{event.id}/{event.kind}",
        f"{time_of_day(event.at, now)}  {title}",
        told,
        sign,
        tone,
        is_loud,
    )
