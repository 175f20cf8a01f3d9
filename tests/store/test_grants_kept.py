"""What the store keeps of grants does not depend on the order or repetition of news, and nothing the server forgot stays open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, RefuseGrant, RequestGrant
from smartclient.domain.connection import Connection, Line
from smartclient.domain.events import GrantChanged, ViewingsChanged
from smartclient.domain.grants import Approval, Circumstance, Ending, Grant, GrantId, GrantState, GrantTerms, Viewing
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.site import Site, Venue
from smartclient.domain.snapshot import Snapshot
from smartclient.store.pending import Pending
from smartclient.store.site_store import SiteStore

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
CAMPUS, CAMERA = VenueId("hs"), DeviceId("cameras/c")
ASKED = Grant(
    GrantId("g"),
    "Police",
    "officer",
    "Duty officer",
    CAMPUS,
    "all",
    frozenset({CAMERA}),
    Circumstance.DRILL,
    "why",
    None,
    GrantState.REQUESTED,
    START,
    needed=2,
)
ONCE = replace(ASKED, approvals=(Approval("ann", START + timedelta(seconds=5)),))
OPEN = replace(
    ONCE,
    approvals=(*ONCE.approvals, Approval("bob", START + timedelta(seconds=9))),
    state=GrantState.OPEN,
    opened_at=START + timedelta(seconds=9),
    ends_at=START + timedelta(minutes=10),
)
CLOSED = replace(OPEN, state=GrantState.CLOSED, closed_at=START + timedelta(minutes=2), ending=Ending.SCHOOL)
COURSE = (ASKED, ONCE, OPEN, CLOSED)
VIEWING = Viewing("officer", "Duty officer", "Police", CAMERA, START)


def store(user: str = "ann") -> SiteStore:
    site = Site(name="District", venues=(Venue(CAMPUS, "High School", "school", (), (0.0, 0.0)),))
    made = SiteStore(site, Connection(Line.LIVE, START), lambda _s, _f: None)
    made.take_snapshot(Snapshot(START, "server", user, grant_terms=GrantTerms(is_governed=True)))
    return made


def test_every_order_of_news_ends_the_same() -> None:
    for order in permutations(COURSE):
        kept = store()
        kept.apply(GrantChanged(grant) for grant in order)
        assert kept.grants == {CLOSED.id: CLOSED}


@given(st.lists(st.sampled_from(COURSE), min_size=1, max_size=12))
def test_what_is_kept_is_the_latest_of_what_was_told(told: list[Grant]) -> None:
    kept = store()
    for grant in told:
        kept.apply([GrantChanged(grant)])
    assert kept.grants[ASKED.id] == max(told, key=COURSE.index)
    assert kept.unheard(GrantChanged(grant) for grant in told) == []


def test_an_open_grant_that_the_server_forgot_is_open_no_more() -> None:
    kept = store()
    kept.apply([GrantChanged(OPEN), GrantChanged(replace(CLOSED, id=GrantId("old"))), ViewingsChanged((VIEWING,))])
    kept.take_snapshot(Snapshot(START + timedelta(minutes=1), "server", "ann"))
    assert set(kept.grants) == {"old"}, "what is over stays as it was"
    assert kept.viewings == ()


def test_news_that_is_younger_than_the_snapshot_stays() -> None:
    kept = store()
    kept.apply([GrantChanged(OPEN)])
    kept.take_snapshot(Snapshot(START + timedelta(seconds=10), "server", "ann"))
    assert kept.grants[OPEN.id] == OPEN
    kept.take_snapshot(Snapshot(START + timedelta(seconds=20), "server", "ann", grants=(CLOSED,)))
    assert kept.grants[OPEN.id] == CLOSED


def test_commands_are_pending_until_the_server_tells_what_came_of_them() -> None:
    for user, command, subject, before, answer in (
        ("officer", RequestGrant(CAMPUS, Circumstance.DRILL, "why"), CAMPUS, None, ASKED),
        ("officer", BreakGlass(CAMPUS, "why"), CAMPUS, ASKED, replace(OPEN, is_break_glass=True, id=GrantId("b"))),
        ("ann", ApproveGrant(ASKED.id), ASKED.id, ASKED, ONCE),
        ("ann", RefuseGrant(ASKED.id, "no"), ASKED.id, ASKED, replace(ASKED, state=GrantState.REFUSED)),
        ("ann", EndGrant(ASKED.id, Ending.SCHOOL), ASKED.id, OPEN, CLOSED),
    ):
        kept = store(user)
        kept.mark(Pending(command, START))
        if before is not None:
            kept.apply([GrantChanged(before)])
        assert kept.pending(subject) is not None, command
        kept.apply([GrantChanged(answer)])
        assert kept.pending(subject) is None, command


def test_an_older_grant_is_no_answer_to_a_new_request() -> None:
    kept = store("officer")
    kept.mark(Pending(RequestGrant(CAMPUS, Circumstance.DRILL, "again"), START + timedelta(minutes=5)))
    kept.apply([GrantChanged(CLOSED)])
    assert kept.pending(CAMPUS) is not None
    kept.apply([GrantChanged(replace(ASKED, id=GrantId("new"), requested_at=START + timedelta(minutes=5)))])
    assert kept.pending(CAMPUS) is None
