"""All rules of a law against all campuses of a site."""

from collections.abc import Iterator, Mapping
from datetime import date

from smartclient.domain.campus_record import Aerial, CampusRecord
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.plans.law.answers import Answer
from smartclient.plans.law.campus import Campus
from smartclient.plans.law.checks import CHECKS
from smartclient.plans.law.findings import Finding
from smartclient.plans.law.rules import Law, LawUnreadable, Rule
from smartclient.plans.writing.campuses import Campuses

_NO_AERIALS: Mapping[VenueId, Aerial] = {}


def check_law(
    site: Site,
    records: Mapping[VenueId, CampusRecord],
    law: Law,
    revision: str,
    today: date,
    base_map: Mapping[VenueId, Aerial] = _NO_AERIALS,
) -> tuple[Finding, ...]:
    """Every rule of `law` at every campus, rule by rule. `revision` is the plan's, `base_map` what is seen of each campus from
    above. Raises LawUnreadable.
    """
    campuses = list(campuses_of(site, records, revision, today, base_map))
    return tuple(Finding(rule, campus.venue, _answer(rule, campus)) for rule in law.rules for campus in campuses)


def campuses_of(
    site: Site,
    records: Mapping[VenueId, CampusRecord],
    revision: str,
    today: date,
    base_map: Mapping[VenueId, Aerial] = _NO_AERIALS,
) -> Iterator[Campus]:
    """The campuses of a site, each with its record."""
    if site.venues:
        for venue_id, plan in Campuses(site).each().items():
            record = records.get(venue_id, CampusRecord(venue_id))
            yield Campus(plan, site.surroundings, record, revision, today, base_map.get(venue_id))


def _answer(rule: Rule, campus: Campus) -> Answer:
    check = CHECKS.get(rule.check)
    if check is None:
        raise LawUnreadable(f"Rule {rule.id} names the check {rule.check!r}, and there is none of that name.")
    return check(campus, rule.values)
