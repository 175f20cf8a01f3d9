"""Who serves the campus, who was sent which revision of its map, and what was signed with whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from smartclient.plans.law.answers import Answer, counted, missing, passed
from smartclient.plans.law.campus import Campus
from smartclient.plans.law.rules import value_of

KIND_WORDS: Mapping[str, str] = {
    "police": "police",
    "fire": "fire department",
    "ems": "ambulance service",
    "dispatch": "dispatch centre",
    "state": "state office",
}
"""Kinds of agencies as people call them."""


class _Agencies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[str, ...]
    platforms: bool = False
    """Whether it must be on record what each of them reads maps with."""


class _Delivered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[str, ...]
    current: bool = False
    """Whether the revision sent must be the plan's own."""
    formats: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    since: str = ""
    """A day of the year, `10-01`: something must have been sent since it came round last."""


class _Agreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    persons: bool = False


def agencies(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """Agencies of these kinds are on record, with what they read maps with where that is asked."""
    wanted = value_of(values, _Agencies, "agencies")
    known = campus.record.agencies
    absent = [kind for kind in wanted.kinds if not any(agency.kind == kind for agency in known)]
    if absent:
        words = " and no ".join(KIND_WORDS.get(kind, kind) for kind in absent)
        return _lack(campus, f"No {words} that serves the campus is on record.", "agencies")
    if wanted.platforms:
        mute = [agency.name for agency in known if agency.kind in wanted.kinds and not agency.platforms]
        if mute:
            return _lack(campus, f"Which programs {' and '.join(mute)} read maps with is not on record.", "agencies")
    return passed(", ".join(agency.name for agency in known if agency.kind in wanted.kinds))


def delivered(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """Every agency of these kinds was sent the map, as it is now where `current` is asked."""
    wanted = value_of(values, _Delivered, "delivered")
    served = [agency for agency in campus.record.agencies if agency.kind in wanted.kinds]
    if not served:
        kinds = " or ".join(KIND_WORDS.get(kind, kind) for kind in wanted.kinds)
        words = f"No {kinds} is on record to send the map to."
        return _lack(campus, words, "agencies")
    reasons = {agency.name: _why_not(campus, agency.name, wanted) for agency in served}
    late = [f"{name} {reason}" for name, reason in reasons.items() if reason]
    if late:
        return _lack(campus, f"{'; '.join(late)}.", "deliveries")
    return passed(f"sent to {counted(len(served), 'agency', 'agencies')}: {', '.join(reasons)}")


def agreement(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """Such a paper is signed, and names persons where that is asked."""
    wanted = value_of(values, _Agreement, "agreement")
    last = max(
        (each for each in campus.record.agreements if each.kind == wanted.kind), key=lambda a: a.on, default=None
    )
    if last is None:
        return _lack(campus, f"No agreement on {wanted.kind} is on record.", "agreements")
    if wanted.persons and not last.persons:
        return _lack(campus, f"The agreement on {wanted.kind} of {last.on} names no persons.", "agreements")
    named = f", {counted(len(last.persons), 'person')} named" if last.persons else ""
    return passed(f"signed on {last.on} with {last.agency or 'an agency'}{named}")


def _why_not(campus: Campus, agency: str, wanted: _Delivered) -> str:
    sent = sorted((each for each in campus.record.deliveries if each.agency == agency), key=lambda each: each.on)
    if not sent:
        return "was never sent the map"
    last = sent[-1]
    if wanted.current and last.revision != campus.revision:
        return f"has revision {last.revision or 'unknown'} of {last.on}, the plan is {campus.revision}"
    if wanted.since and last.on < _last_day(wanted.since, campus.today) and last.revision != campus.revision:
        return f"was sent nothing since {_last_day(wanted.since, campus.today)}"
    lacking = [each for each in wanted.formats if each not in {f.lower() for f in last.formats}]
    if lacking:
        return f"was not sent {' and '.join(lacking)}"
    lacking = [each for each in wanted.uses if each not in last.uses]
    return f"may not use it for every {' and '.join(lacking)}" if lacking else ""


def _last_day(day: str, today: date) -> date:
    """The last time that day of the year came round."""
    month, number = (int(part) for part in day.split("-"))
    this = date(today.year, month, number)
    return this if this <= today else date(today.year - 1, month, number)


def _lack(campus: Campus, words: str, record: str) -> Answer:
    return missing(words, [campus.campus_lack(words)], record=record)
