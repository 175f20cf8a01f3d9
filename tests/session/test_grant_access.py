"""Why something cannot be asked about grants: one sentence each, and none where it can."""

from dataclasses import replace

import pytest

from smartclient.adapters.server import Capability
from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, GrantCommand, RefuseGrant, RequestGrant
from smartclient.domain.connection import Connection, Line
from smartclient.domain.events import GrantChanged
from smartclient.domain.grants import Approval, Circumstance, Ending, Grant, GrantId, GrantState, GrantTerms
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.session.access import why_not
from smartclient.store.site_store import SiteStore
from tests.builders.grants import CAMPUS, OFFICER, OFFICERS, PRINCIPALS, requested
from tests.builders.watch import START

ALL = frozenset(Capability)
KEY = GrantId("g1")
ASK = RequestGrant(CAMPUS, Circumstance.SCHOOL_ALARM, "Door 7")


def store(user: str, terms: GrantTerms, *grants: Grant, line: Line = Line.LIVE) -> SiteStore:
    made = SiteStore(Site(name="District"), Connection(line, START), lambda _s, _f: None)
    made.take_snapshot(Snapshot(START, "server", user, grant_terms=terms))
    made.apply(GrantChanged(grant) for grant in grants)
    return made


@pytest.mark.parametrize(
    ("user", "terms", "grants", "command", "words"),
    [
        (OFFICER, OFFICERS, [], ASK, ""),
        (OFFICER, OFFICERS, [requested()], ASK, "asked already"),
        (OFFICER, OFFICERS, [], replace(ASK, reason=" "), "Say why"),
        (OFFICER, OFFICERS, [], replace(ASK, campus=VenueId("elsewhere")), "does not let you ask"),
        (OFFICER, replace(OFFICERS, circumstances=frozenset({Circumstance.DRILL})), [], ASK, "names no circumstance"),
        ("ann", PRINCIPALS, [], ASK, "nothing to ask for"),
        (OFFICER, OFFICERS, [], BreakGlass(CAMPUS, "Shots"), ""),
        (OFFICER, OFFICERS, [], BreakGlass(CAMPUS, ""), "Say why"),
        ("ann", PRINCIPALS, [], BreakGlass(CAMPUS, "Shots"), "does not let you"),
        ("ann", PRINCIPALS, [requested()], ApproveGrant(KEY), ""),
        ("ann", PRINCIPALS, [], ApproveGrant(KEY), "no longer knows"),
        (OFFICER, PRINCIPALS, [requested()], ApproveGrant(KEY), "of their own"),
        ("ann", OFFICERS, [requested()], ApproveGrant(KEY), "do not approve"),
        ("ann", PRINCIPALS, [requested(state=GrantState.REFUSED)], ApproveGrant(KEY), "waits no more"),
        ("ann", PRINCIPALS, [requested(needed=2, approvals=(Approval("Ann", START),))], ApproveGrant(KEY), "another"),
        ("ann", PRINCIPALS, [requested()], RefuseGrant(KEY, "no"), ""),
        ("ann", PRINCIPALS, [requested()], RefuseGrant(KEY, ""), "why you refuse"),
        ("ann", PRINCIPALS, [requested()], EndGrant(KEY, Ending.SCHOOL), ""),
        (OFFICER, OFFICERS, [requested()], EndGrant(KEY, Ending.WITHDRAWN), ""),
        ("bob", OFFICERS, [requested()], EndGrant(KEY, Ending.SCHOOL), "cannot end"),
        ("ann", PRINCIPALS, [requested(state=GrantState.CLOSED)], EndGrant(KEY, Ending.SCHOOL), "ended already"),
    ],
)
def test_each_reason(user: str, terms: GrantTerms, grants: list[Grant], command: GrantCommand, words: str) -> None:
    reason = why_not(command, store(user, terms, *grants), ALL)
    assert words in reason
    assert bool(reason) == bool(words)
    assert not reason or reason.endswith(".")


def test_a_server_without_grants_says_so_in_its_own_words() -> None:
    without = store(OFFICER, GrantTerms(why_not="This server has no way."))
    assert why_not(ASK, without, frozenset()) == "This server has no way."
    assert why_not(ASK, store(OFFICER, GrantTerms()), frozenset()).endswith(".")


def test_without_a_connection_nothing_is_asked() -> None:
    assert "no connection" in why_not(ASK, store(OFFICER, OFFICERS, line=Line.OFFLINE), ALL)
