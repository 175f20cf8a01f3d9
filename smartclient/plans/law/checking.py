"""All rules of a law against all campuses of a site."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from smartclient.domain.campus_record import CampusRecord
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site, Venue
from smartclient.plans.law.answers import Answer, Verdict, counted
from smartclient.plans.law.campus import Campus
from smartclient.plans.law.checks import CHECKS
from smartclient.plans.law.rules import Law, LawUnreadable, Rule
from smartclient.plans.writing.campuses import Campuses


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found at one campus."""

    rule: Rule
    venue: Venue
    answer: Answer


def check_law(
    site: Site, records: Mapping[VenueId, CampusRecord], law: Law, revision: str, today: date
) -> tuple[Finding, ...]:
    """Every rule of `law` at every campus, rule by rule. `revision` is the plan's. Raises LawUnreadable."""
    campuses = list(campuses_of(site, records, revision, today))
    return tuple(Finding(rule, campus.venue, _answer(rule, campus)) for rule in law.rules for campus in campuses)


def campuses_of(site: Site, records: Mapping[VenueId, CampusRecord], revision: str, today: date) -> Iterator[Campus]:
    """The campuses of a site, each with its record."""
    if site.venues:
        for venue_id, plan in Campuses(site).each().items():
            record = records.get(venue_id, CampusRecord(venue_id))
            yield Campus(plan, site.surroundings, record, revision, today)


def worst(findings: Iterable[Finding]) -> Verdict:
    """MISSING where one is missing, else UNKNOWN where one is, else PASS."""
    verdicts = {finding.answer.verdict for finding in findings}
    return next((v for v in (Verdict.MISSING, Verdict.UNKNOWN) if v in verdicts), Verdict.PASS)


def summary(law: Law, findings: Sequence[Finding]) -> str:
    """`Michigan: 20 of 23 rules pass, 2 missing, one unknown; one rule unverified`."""
    by_rule = Counter(worst(f for f in findings if f.rule.id == rule.id) for rule in law.rules)
    parts = [f"{by_rule[Verdict.PASS]} of {counted(len(law.rules), 'rule')} pass"]
    parts += [f"{by_rule[verdict]} {verdict}" for verdict in (Verdict.MISSING, Verdict.UNKNOWN) if by_rule[verdict]]
    unverified = sum(not rule.verified for rule in law.rules)
    tail = f"; {counted(unverified, 'rule')} unverified" if unverified else ""
    return f"{law.state}: {', '.join(parts)}{tail}"


def _answer(rule: Rule, campus: Campus) -> Answer:
    check = CHECKS.get(rule.check)
    if check is None:
        raise LawUnreadable(f"Rule {rule.id} names the check {rule.check!r}, and there is none of that name.")
    return check(campus, rule.values)
