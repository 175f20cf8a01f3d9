"""What has to be done again and again: walk-throughs, reviews, aerial pictures; when it was done last is in the record."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from smartclient.plans.law.answers import Answer, missing, passed
from smartclient.plans.law.campus import Campus
from smartclient.plans.law.rules import value_of

_MONTH = timedelta(days=30.4375)


class _WalkThrough(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    oldest_days: int | None = None
    covers: tuple[str, ...] = ("building", "grounds")
    by: tuple[str, ...] = ()


class _Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    oldest_months: int
    kind: str = "review"
    agencies: tuple[str, ...] = ()
    """Kinds of agencies, one of each of which must have taken part."""


class _Aerial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    oldest_months: int | None = None


class _Invited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[str, ...] = ()


def walk_through(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """The last signed walk-through is young enough, covers what it must and was made by whom it must."""
    wanted = value_of(values, _WalkThrough, "walk-through")
    walk = campus.record.last_walk_through
    if walk is None or walk.ended is None:
        going_on = " One is going on." if campus.record.open_walk_through else ""
        return _lack(campus, "No signed walk-through is on record.", f"no walk-through{going_on}", "walk_throughs")
    who = ", ".join(signature.name for signature in walk.signatures)
    on = walk.ended.date()
    words = f"last on {on}, signed by {who}, plan revision {walk.revision or 'not recorded'}"
    left_out = [part for part in wanted.covers if part not in walk.covers]
    if left_out:
        return _lack(
            campus,
            f"The last walk-through ({on}) left out the {' and the '.join(left_out)}.",
            f"{left_out[0]} not walked",
            "walk_throughs",
        )
    if wanted.by and walk.by not in wanted.by:
        by = " or ".join(wanted.by)
        return _lack(campus, f"The last walk-through was not made by the {by}.", f"not by the {by}", "walk_throughs")
    if wanted.oldest_days is not None and (campus.today - on).days > wanted.oldest_days:
        days = (campus.today - on).days
        return _lack(
            campus,
            f"The last walk-through is {days} days old; {wanted.oldest_days} are allowed.",
            f"walked {days} days ago",
            "walk_throughs",
        )
    return passed(words)


def invited(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """A walk-through to which an agency of each of these kinds was invited is on record."""
    kinds = value_of(values, _Invited, "invited").kinds
    named = {agency.name: agency.kind for agency in campus.record.agencies}
    asked = {named.get(name, "") for walk in campus.record.walk_throughs for name in walk.invited}
    absent = [kind for kind in kinds if kind not in asked]
    if absent or not asked:
        words = f"No invitation of {' and '.join(absent) or 'anyone'} to a walk-through is on record."
        return _lack(campus, words, "nobody invited", "walk_throughs")
    everyone = {name for walk in campus.record.walk_throughs for name in walk.invited}
    return passed(f"invited: {', '.join(sorted(everyone))}")


def review(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """The last review, or certification, is young enough, and the agencies it needs took part."""
    wanted = value_of(values, _Review, "review")
    kinds = {agency.name: agency.kind for agency in campus.record.agencies}
    good = [
        each
        for each in campus.record.reviews
        if each.kind == wanted.kind and set(wanted.agencies) <= {kinds.get(name, "") for name in each.agencies}
    ]
    last = max(good, key=lambda each: each.on, default=None)
    with_whom = f" with {' and '.join(wanted.agencies)}" if wanted.agencies else ""
    if last is None:
        return _lack(campus, f"No {wanted.kind}{with_whom} is on record.", f"no {wanted.kind}", "reviews")
    if campus.today - last.on > wanted.oldest_months * _MONTH:
        return _lack(
            campus,
            f"The last {wanted.kind}{with_whom} was on {last.on}; {wanted.oldest_months} months are allowed.",
            f"{wanted.kind} of {last.on} too old",
            "reviews",
        )
    due = last.on + wanted.oldest_months * _MONTH
    return passed(f"last on {last.on}{with_whom}; next due by {due}")


def aerial(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """There is a picture from above whose date is known: the base map, or one on record; the younger one counts."""
    wanted = value_of(values, _Aerial, "aerial")
    known = [*campus.record.aerials, *([campus.base_map] if campus.base_map is not None else [])]
    last = max(known, key=lambda each: each.captured, default=None)
    if last is None:
        words = "No aerial picture with its date is on record, and no base map with a capture date shows the campus."
        return _lack(campus, words, "no aerial picture", "aerials")
    if wanted.oldest_months is not None and campus.today - last.captured > wanted.oldest_months * _MONTH:
        return _lack(
            campus,
            f"The aerial picture of {last.captured} is older than {wanted.oldest_months} months.",
            "the aerial picture is too old",
            "aerials",
        )
    under = "base map " if last is campus.base_map else ""
    return passed(f"{under}captured on {last.captured}{', ' + last.source if last.source else ''}")


def _lack(campus: Campus, words: str, short: str, record: str) -> Answer:
    return missing(words, [campus.campus_lack(short)], record=record)
