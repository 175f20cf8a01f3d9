"""What locking footage would mean, in words for the person who is asked before the server keeps it longer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from smartclient.domain.commands import LockEvidence
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.store.recordings import Track
from smartclient.store.spans import within

MOST_NAMED = 3


def what_a_lock_means(
    command: LockEvidence, names: Mapping[DeviceId, str], tracks: Mapping[DeviceId, Track], now: datetime
) -> str:
    """Which cameras, how much footage, and how long, in local time. `tracks` is what is known to be recorded."""
    cameras = _list([names.get(camera, "a camera") for camera in command.cameras])
    when, footage = _from_to(command.span), _footage(command, tracks)
    if not footage:
        return f"Nothing of {cameras} is recorded, {when}."
    if command.until is None:
        keeps = "for ever, until somebody releases it"
    else:
        keeps = f"until {command.until.astimezone():%a %d %b %Y, %H:%M} ({_length(command.until - now)} from now)"
    return f"The server keeps {footage} of {cameras}, {when}, {keeps}. What is kept takes room from new recordings."


def _footage(command: LockEvidence, tracks: Mapping[DeviceId, Track]) -> str:
    """How much is recorded, where that is known of all cameras, else how long the time is; empty when nothing is."""
    recorded = timedelta(0)
    for camera in command.cameras:
        track = tracks.get(camera)
        if track is None or track.unknown(command.span):
            each = " each" if len(command.cameras) > 1 else ""
            return f"up to {_length(command.span.length)}{each}"
        recorded += sum((piece.length for piece in within(track.recorded, command.span)), timedelta(0))
    return f"{_length(recorded)} of footage" if recorded else ""


def _from_to(span: Span) -> str:
    begin, end = span.begin.astimezone(), span.end.astimezone()
    last = f"{end:%H:%M:%S}" if begin.date() == end.date() else f"{end:%a %d %b %Y, %H:%M:%S}"
    return f"{begin:%a %d %b %Y, %H:%M:%S} to {last}"


def _list(names: list[str]) -> str:
    if len(names) <= MOST_NAMED:
        return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
    return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} other cameras"


def _length(length: timedelta) -> str:
    """Rounded to what a person would say."""
    seconds = round(length.total_seconds())
    for unit, unit_s in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * unit_s or seconds == unit_s:
            count = round(seconds / unit_s)
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{seconds} second{'s' if seconds != 1 else ''}"
