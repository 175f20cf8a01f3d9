"""What alarms can be on one server, by its own ids, and what its own words for states and reasons mean."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from smartclient.adapters.xprotect.values import LONGEST_TEXT, Item, child, guid, integer, words
from smartclient.domain.alarms import AlarmAct, AlarmState, AlarmTerms, Priority, Verdict

_STATE_NAMES = {
    "new": AlarmState.NEW,
    "in progress": AlarmState.IN_PROGRESS,
    "on hold": AlarmState.ON_HOLD,
    "closed": AlarmState.CLOSED,
}
_PRIORITY_NAMES = {"high": Priority.HIGH, "medium": Priority.MEDIUM, "low": Priority.LOW}
_VERDICTS = (
    (Verdict.DRILL, re.compile(r"\b(drill|exercise)\b", re.IGNORECASE)),
    (Verdict.FALSE, re.compile(r"\bfalse\b", re.IGNORECASE)),
    (Verdict.REAL, re.compile(r"\b(real|verified|confirmed)\b", re.IGNORECASE)),
)
_NOT_YET = re.compile(r"\b(not|no|to be|un\w+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AlarmKeys:
    """The server's ids. `own_states` and `reasons` by name, `verdicts` those own states that say one; `instructions` by an
    alarm definition's name in small letters.
    """

    states: Mapping[AlarmState, str] = field(default_factory=dict)
    own_states: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[Verdict, str] = field(default_factory=dict)
    priorities: Mapping[Priority, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    instructions: Mapping[str, str] = field(default_factory=dict)
    barred: frozenset[AlarmAct] = frozenset()

    @property
    def terms(self) -> AlarmTerms:
        """The same in words, for the operator."""
        return AlarmTerms(
            states=frozenset(self.states),
            own_states=tuple(self.own_states),
            close_reasons=tuple(self.reasons),
            priorities=frozenset(self.priorities),
            barred=self.barred,
        )

    def reason_of(self, verdict: Verdict) -> str:
        """The name of the reason for closing that says that verdict; empty where there is none."""
        return next((name for name in self.reasons if verdict_in(name) is verdict), "")

    def reason_name(self, told: object) -> str:
        """A reason as people read it, told as its name, its id, or an object of both."""
        said = child(told, "name") or child(told, "displayName") or told
        return next((name for name, key in self.reasons.items() if key and key == guid(said)), words(said))


def alarm_keys(
    states: Iterable[Item], priorities: Iterable[Item], reasons: Iterable[Item], definitions: Iterable[Item]
) -> AlarmKeys:
    """From the server's lists. Of several states with one meaning the first counts."""
    named: dict[AlarmState, str] = {}
    own: dict[str, str] = {}
    verdicts: dict[Verdict, str] = {}
    for item in states:
        key, name, state = guid(item.get("id")), words(item.get("name")), named_alarm_state(item)
        if not key:
            continue
        if state is not None:
            named.setdefault(state, key)
        elif (verdict := verdict_in(name)) is not None:
            verdicts.setdefault(verdict, key)
        elif name:
            own.setdefault(name, key)
    ranked = {priority: key for item in priorities if (key := guid(item.get("id"))) and (priority := priority_of(item))}
    return AlarmKeys(named, own, verdicts, ranked, _by_name(reasons), _instructions(definitions))


def named_alarm_state(item: object) -> AlarmState | None:
    """One of the four states we know, by level or by name; None for a site's own."""
    level = integer(child(item, "level"))
    if level in set(AlarmState):
        return AlarmState(level)
    return _STATE_NAMES.get(words(child(item, "name")).casefold())


def priority_of(item: object) -> Priority:
    """By name, else by level; medium where the server does not say."""
    named = _PRIORITY_NAMES.get(words(child(item, "name")).casefold())
    level = integer(child(item, "level"))
    if named is not None or level is None:
        return named or Priority.MEDIUM
    return Priority(max(1, min(3, level)))


def verdict_in(name: str) -> Verdict | None:
    """The verdict that a site's name of a state or reason says; None for one that says none, such as “Not verified”."""
    if _NOT_YET.search(name):
        return None
    return next((verdict for verdict, pattern in _VERDICTS if pattern.search(name)), None)


def _by_name(items: Iterable[Item]) -> dict[str, str]:
    return {
        name: guid(item.get("id")) for item in items if (name := words(item.get("name") or item.get("displayName")))
    }


def _instructions(definitions: Iterable[Item]) -> dict[str, str]:
    return {
        name.casefold(): words(item.get("description"), LONGEST_TEXT)
        for item in definitions
        if (name := words(item.get("name") or item.get("displayName")))
    }
