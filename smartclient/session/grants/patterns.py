"""What wants an explanation in a report of grants: what the server found unusual, and what the lists themselves show."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from smartclient.domain.grant_report import GrantReport, PastViewing, Unusual
from smartclient.domain.grants import Grant, GrantState
from smartclient.session.grants import words

REPEATED = 3
"""So many refusals of one person are worth a question."""
AFTER = timedelta(seconds=2)
"""So long a picture may go on after its grant has ended."""


def patterns(report: GrantReport) -> list[Unusual]:
    """All of them in order of time."""
    found = [*report.unusual, *_ungranted(report), *_overlong(report), *_refused(report)]
    return sorted(found, key=lambda each: each.at)


def _ungranted(report: GrantReport) -> Iterator[Unusual]:
    """Viewings that no grant in the report ever allowed."""
    for viewing in report.viewings:
        if not any(_is_of(grant, viewing) and _began(grant, viewing) for grant in report.grants):
            sentence = f"{viewing.person or viewing.user} watched a camera, and no grant is known that allowed it."
            yield Unusual(viewing.since, "viewing without a grant", viewing.user, None, sentence)


def _overlong(report: GrantReport) -> Iterator[Unusual]:
    """Viewings that went on after the last grant that allowed them."""
    for viewing in report.viewings:
        allowed = [grant for grant in report.grants if _is_of(grant, viewing) and _began(grant, viewing)]
        last = max((grant.closed_at or report.span.end for grant in allowed), default=None)
        until = viewing.until or report.span.end
        if last is not None and until > last + AFTER:
            more = (until - last).total_seconds()
            sentence = f"{viewing.person or viewing.user} watched {more:.0f} s longer than the grant was open."
            yield Unusual(last, "viewing after the grant", viewing.user, allowed[0].campus, sentence)


def _refused(report: GrantReport) -> Iterator[Unusual]:
    """People whom the school refused again and again."""
    refused = [grant for grant in report.grants if grant.state is GrantState.REFUSED]
    for user, count in Counter(grant.user for grant in refused).items():
        if count >= REPEATED:
            last = max((grant for grant in refused if grant.user == user), key=lambda grant: grant.changed_at)
            sentence = f"The school refused {count} requests of {words.who(last)}."
            yield Unusual(last.changed_at, "repeated refusals", user, last.campus, sentence)


def _is_of(grant: Grant, viewing: PastViewing) -> bool:
    return grant.user.casefold() == viewing.user.casefold() and viewing.camera in grant.cameras


def _began(grant: Grant, viewing: PastViewing) -> bool:
    if grant.opened_at is None or viewing.since < grant.opened_at - AFTER:
        return False
    return grant.closed_at is None or viewing.since <= grant.closed_at + AFTER
