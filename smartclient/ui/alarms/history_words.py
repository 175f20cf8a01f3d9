"""The history of an alarm as lines for people: when, who, and what was different from then on."""

from collections.abc import Sequence
from datetime import datetime

from smartclient.domain.alarm_details import Detection, HistoryEntry
from smartclient.ui.signs import PRIORITY_WORDS
from smartclient.ui.words import one_line, time_of_day


def history_lines(history: Sequence[HistoryEntry], now: datetime) -> list[tuple[str, str]]:
    """When, and who changed what, the newest first. An entry tells how the alarm stood; said is what it changed."""
    lines: list[tuple[str, str]] = []
    before: HistoryEntry | None = None
    for entry in history:
        lines.append((time_of_day(entry.at, now), _line(entry, before)))
        before = entry
    return lines[::-1]


def _line(entry: HistoryEntry, before: HistoryEntry | None) -> str:
    parts = []
    if before is None or entry.state_name != before.state_name:
        parts.append(one_line(entry.state_name))
    if before is not None and entry.owner != before.owner:
        parts.append(f"assigned to {one_line(entry.owner)}" if entry.owner else "assigned to nobody")
    if before is not None and entry.priority is not None and entry.priority is not before.priority:
        parts.append(f"{PRIORITY_WORDS[entry.priority].lower()} priority")
    if entry.text and entry.by:
        parts.append(f"“{one_line(entry.text)}”")
    who = one_line(entry.by) or "The server"
    return f"{who}: {', '.join(part for part in parts if part) or 'no change told'}"


def detection_words(detections: Sequence[Detection], detected_by: str) -> str:
    """What a machine says it found, said as such; empty where none said anything."""
    found = [" ".join(part for part in _parts(detection) if part) for detection in detections]
    if not any(found):
        return ""
    return f"Detected by {one_line(detected_by) or 'a machine'}: {', '.join(words for words in found if words)}"


def _parts(detection: Detection) -> tuple[str, str, str]:
    sure = f"({detection.confidence:.0%} sure)" if detection.confidence is not None else ""
    return one_line(detection.label), one_line(detection.value), sure
