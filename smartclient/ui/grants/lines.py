"""What the banner says of grants, as plain values: the words, how they count on, and what can be pressed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartclient.domain.grants import Grant, GrantState, GrantTerms
from smartclient.domain.ids import VenueId
from smartclient.session.grants import words
from smartclient.session.grants.outside import Watcher
from smartclient.ui.grants.sign import News
from smartclient.ui.words import counter, one_line, seconds_since, time_of_day


class Verb(StrEnum):
    """What can be done about a line; the value is on its button."""

    APPROVE = "Approve"
    REFUSE = "Refuse …"
    SHOW = "Show"
    MAP = "Show on the map"
    END = "End the view"
    SEEN = "I have seen it"
    WITHDRAW = "Withdraw"
    CAMERAS = "Open the cameras"
    CLEARED = "All units are cleared"
    DISMISS = "Put away"


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news; `key` is a grant's id, or a watcher's user after `watch/`."""

    key: str
    news: News
    text: str
    detail: str
    verbs: tuple[Verb, ...]
    is_drill: bool = False


CampusName = Callable[[VenueId], str]


def school_lines(
    asked: Iterable[Grant],
    broken: Iterable[Grant],
    watching: Iterable[Watcher],
    unwatched: Iterable[Grant],
    terms: GrantTerms,
    campus: CampusName,
    now: datetime,
) -> Iterator[Line]:
    """What the school has to know: broken glass that nobody has seen, requests, who watches, and who could."""
    for grant in broken:
        yield _broken(grant, terms, campus, now)
    for grant in asked:
        yield _asked(grant, campus, now)
    for watcher in watching:
        yield _watched(watcher, terms, campus, now)
    for grant in unwatched:
        text = f"{words.who(grant)} may see {campus(grant.campus)}; nobody watches now"
        verbs = end_verbs((grant,), terms)
        yield _line(grant, News.OPEN, text, (_until(grant, now), _extent(grant)), verbs)


def own_lines(own: Iterable[Grant], campus: CampusName, now: datetime) -> Iterator[Line]:
    """How this person's own requests and grants stand."""
    for grant in own:
        name = campus(grant.campus)
        match grant.state:
            case GrantState.REQUESTED:
                asked = f"asked {counter(seconds_since(grant.requested_at, now))} ago"
                details = (asked, words.approvals(grant) or "the school has not answered", _extent(grant))
                yield _line(grant, News.ASKED, f"Asked to see {name}", details, (Verb.WITHDRAW,))
            case GrantState.OPEN:
                verbs = (Verb.CAMERAS, Verb.CLEARED)
                yield _line(grant, News.OPEN, f"{name} is open to you", (_until(grant, now), _extent(grant)), verbs)
            case _:
                yield _line(grant, News.OVER, f"{name}: {words.ended(grant)}", (), (Verb.DISMISS,))


def end_verbs(grants: Iterable[Grant], terms: GrantTerms) -> tuple[Verb, ...]:
    """How this person ends somebody else's view: who approves ends it for the school, dispatchers when all units are cleared."""
    campuses = {grant.campus for grant in grants}
    if campuses & terms.may_approve:
        return (Verb.END,)
    return (Verb.CLEARED,) if campuses & terms.may_end else ()


def _broken(grant: Grant, terms: GrantTerms, campus: CampusName, now: datetime) -> Line:
    text = f"Break-glass: {words.who(grant)} opened {campus(grant.campus)} without approval"
    details = (f"“{one_line(grant.reason)}”", f"{counter(seconds_since(grant.requested_at, now))} ago", _extent(grant))
    verbs = (Verb.SEEN, *end_verbs((grant,), terms)) if grant.state is GrantState.OPEN else (Verb.SEEN,)
    return _line(grant, News.BROKEN, text, details, verbs)


def _asked(grant: Grant, campus: CampusName, now: datetime) -> Line:
    text = f"{words.who(grant)} asks to see {campus(grant.campus)}"
    details = (
        words.circumstance(grant.circumstance),
        f"“{one_line(grant.reason)}”" if grant.reason else "no reason given",
        _extent(grant),
        f"asked {counter(seconds_since(grant.requested_at, now))} ago",
        words.approvals(grant),
    )
    return _line(grant, News.ASKED, text, details, (Verb.APPROVE, Verb.REFUSE, Verb.SHOW))


def _watched(watcher: Watcher, terms: GrantTerms, campus: CampusName, now: datetime) -> Line:
    how = " and ".join(word for word, is_so in (("live", watcher.is_live), ("recorded", watcher.is_recorded)) if is_so)
    grants, since = watcher.grants, seconds_since(watcher.since, now)
    person = watcher.person or watcher.user
    agency = "" if watcher.agency.casefold() in person.casefold() else f", {watcher.agency}"
    where = ", ".join(dict.fromkeys(campus(grant.campus) for grant in grants))
    details = (
        where,
        how,
        f"since {time_of_day(watcher.since, now)}, {counter(since)}",
        _why(grants),
        _until(grants[0], now) if grants else "",
    )
    return Line(
        f"watch/{watcher.user}",
        News.WATCHED,
        one_line(f"Outside the school: {person}{agency} watches {words.cameras(len(watcher.cameras))}"),
        " · ".join(filter(None, map(one_line, details))),
        (Verb.MAP, *end_verbs(grants, terms)),
        watcher.is_drill,
    )


def _why(grants: tuple[Grant, ...]) -> str:
    if not grants:
        return "no grant is known"
    return "break-glass" if grants[0].is_break_glass else words.circumstance(grants[0].circumstance)


def _line(grant: Grant, news: News, text: str, details: Iterable[str], verbs: tuple[Verb, ...]) -> Line:
    return Line(grant.id, news, one_line(text), " · ".join(filter(None, details)), verbs, grant.is_drill)


def _extent(grant: Grant) -> str:
    """Which cameras, in words."""
    count = words.cameras(len(grant.cameras)) if grant.cameras else ""
    return ", ".join(part for part in (one_line(grant.area), count) if part)


def _until(grant: Grant, now: datetime) -> str:
    if grant.ends_at is None:
        return "until the school ends it"
    left = (grant.ends_at - now).total_seconds()
    return f"until {words.clock(grant.ends_at)}" + (f", {counter(left)} left" if left > 0 else ", its time is up")
