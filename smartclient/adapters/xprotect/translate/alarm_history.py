"""The history of an alarm: its entries, and what people last said in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartclient.adapters.xprotect.translate.alarm_keys import named_alarm_state, priority_of, verdict_in
from smartclient.adapters.xprotect.values import LONGEST_TEXT, Item, child, moment, words
from smartclient.domain.alarm_details import HistoryEntry
from smartclient.domain.alarms import AlarmState, Comment, Judgement, Verdict

MOST_ENTRIES = 500
_VERDICT = re.compile(rf"\s*verified:\s*({'|'.join(Verdict)})\b", re.IGNORECASE)
_NAMES = {state: state.name.replace("_", " ").lower() for state in AlarmState}


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict that stands and the last comment, as a history tells them."""

    judgement: Judgement | None = None
    comment: Comment | None = None


def verdict_text(verdict: Verdict, comment: str = "") -> str:
    """A verdict as it is written into the history, where everybody's client shows it and ours reads it again."""
    return f"Verified: {verdict.value}" + (f". {comment}" if comment else "")


def entries(items: Sequence[Item]) -> tuple[HistoryEntry, ...]:
    """In time, oldest first, the last `MOST_ENTRIES`; what has no time is passed over."""
    found = [
        HistoryEntry(
            at=at,
            by=words(item.get("author")),
            state_name=words(child(item, "state", "name") or item.get("state")),
            priority=priority_of(item["priority"]) if isinstance(item.get("priority"), dict) else None,
            owner=words(child(item, "assignedTo", "displayName") or item.get("assignedTo")),
            text=words(item.get("text"), LONGEST_TEXT),
        )
        for item in items
        if (at := moment(item.get("time"))) is not None
    ]
    return tuple(sorted(found, key=lambda entry: entry.at)[-MOST_ENTRIES:])


def said(history: Iterable[HistoryEntry]) -> Said:
    """A verdict stands from when it was written, or a state of the site's own says it, until the alarm is put back to New."""
    judgement, comment, before = None, None, ""
    for entry in history:
        state = entry.state_name.casefold()
        verdict = _verdict(entry.text) or (verdict_in(entry.state_name) if state != before and _is_own(state) else None)
        if verdict is not None:
            judgement = Judgement(verdict, entry.by, entry.at)
        elif state == _NAMES[AlarmState.NEW] != before:
            judgement = None
        if entry.text and entry.by:
            comment = Comment(entry.text, entry.by, entry.at)
        before = state
    return Said(judgement, comment)


def _verdict(text: str) -> Verdict | None:
    match = _VERDICT.match(text)
    return Verdict(match[1].lower()) if match else None


def _is_own(state: str) -> bool:
    return bool(state) and named_alarm_state({"name": state}) is None
