"""The terms under which alarms stand in the archive's full-text index, and the question that finds them."""

import re
from functools import lru_cache
from hashlib import blake2b

from smartclient.domain.alarms import Alarm
from smartclient.domain.own_alarms import is_own
from smartclient.store.alarm_filter import STATES, AlarmFilter, Stage, kind_of, owner_of

MOST_WORDS = 12
_OWN = "w1"
_WORD = re.compile(r"[^\W_]+")


def words_of(alarm: Alarm, place: str) -> str:
    """All that an alarm can be found by; `place` is where it is in words."""
    verdict = alarm.judgement
    said = f"{verdict.verdict} {verdict.by}" if verdict is not None else ""
    comment = f"{alarm.comment.text} {alarm.comment.by}" if alarm.comment is not None else ""
    parts = (
        str(alarm.number),
        alarm.name,
        alarm.message,
        alarm.source_name,
        place,
        alarm.category,
        alarm.state_name,
        alarm.owner,
        alarm.reason,
        said,
        comment,
    )
    return " ".join(part for part in parts if part)


def facets_of(alarm: Alarm, campus: str) -> str:
    """What filters ask for, one term each."""
    terms = (
        _state(alarm.state),
        _priority(alarm.priority),
        _term("c", campus),
        _term("k", kind_of(alarm)),
        _term("o", owner_of(alarm)),
        _OWN if is_own(alarm.id) else "",
    )
    return " ".join(terms)


def question(kept: AlarmFilter) -> str:
    """The filter as an FTS5 expression; empty when it keeps everything. The last word may be a beginning; a number or letter is whole."""
    terms = [f"facets : ({' OR '.join(_state(state) for state in STATES[kept.stage])})"]
    if kept.stage is Stage.ANY:
        terms.clear()
    if kept.priority is not None:
        terms.append(f"facets : {_priority(kept.priority)}")
    if kept.campus is not None:
        terms.append(f"facets : {_term('c', kept.campus)}")
    if kept.kind:
        terms.append(f"facets : {_term('k', kept.kind)}")
    if kept.owners:
        terms.append(f"facets : ({' OR '.join(_term('o', owner) for owner in sorted(kept.owners))})")
    if kept.is_own:
        terms.append(f"facets : {_OWN}")
    found = _WORD.findall(kept.text)[:MOST_WORDS]
    terms += [f'words : "{word}"' for word in found[:-1]]
    is_finished = kept.text[-1:].isspace()
    terms += [
        f'words : "{word}"' + ("" if is_finished or word.isdigit() or len(word) == 1 else " *") for word in found[-1:]
    ]
    return " AND ".join(terms)


def _state(state: int) -> str:
    return f"s{int(state)}"


def _priority(priority: int) -> str:
    return f"p{int(priority)}"


@lru_cache(4_096)
def _term(letter: str, text: str) -> str:
    return letter + blake2b(text.casefold().encode(), digest_size=6).hexdigest()
