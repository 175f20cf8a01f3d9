"""Grants through the port: by the service, by user-defined events, and where a server offers neither; rights follow at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.grant_events import grant_events, told_by
from smartclient.adapters.xprotect.present_grants import PresentGrants
from smartclient.adapters.xprotect.translate.grants import grants, terms, viewings
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, GrantCommand, RefuseGrant, RequestGrant
from smartclient.domain.errors import NoPicture, NotPermitted, Refused, Unsupported
from smartclient.domain.events import GrantChanged, Happened, ViewingsChanged
from smartclient.domain.grants import Circumstance, Ending, GrantState
from smartclient.domain.ids import VenueId
from tests.builders.demo_client import PASSWORD, plain_video
from tests.builders.grant_clients import HALL, both, watching
from tests.builders.granting import OFFICER, PRINCIPAL
from tests.builders.little_district import write_district


@pytest.mark.parametrize("by_events", [False, True])
def test_asking_granting_and_ending(by_events: bool, tmp_path: Path) -> None:
    async def body() -> None:
        async with both(tmp_path, policy_by_events=by_events) as (_, his, hers):
            assert Capability.GRANTS in his.client.capabilities
            assert his.snapshot.grant_terms.is_governed
            assert his.campus in his.snapshot.grant_terms.may_request
            assert hers.snapshot.grant_terms.may_approve == {hers.campus}
            assert not his.may_watch()
            assert Capability.LIVE_VIDEO not in his.client.capabilities
            assert hers.may_watch()
            await his.client.execute(RequestGrant(his.campus, Circumstance.SCHOOL_ALARM, "Door 7 was forced"))
            asked = await hers.until_one_is(GrantState.REQUESTED)
            assert (asked.user, asked.campus) == (OFFICER, hers.campus)
            with pytest.raises((Refused, NotPermitted)):
                await his.client.execute(ApproveGrant(asked.id))
            await hers.client.execute(ApproveGrant(asked.id))
            opened = await his.until_one_is(GrantState.OPEN)
            assert his.may_watch(), "rights are read before the news is told"
            assert [each.by for each in opened.approvals] == [PRINCIPAL]
            await hers.client.execute(EndGrant(asked.id, Ending.SCHOOL))
            closed = await his.until_one_is(GrantState.CLOSED)
            assert (closed.ending, closed.closed_by) == (Ending.SCHOOL, PRINCIPAL)
            assert not his.may_watch()
            with pytest.raises((NotPermitted, NoPicture)):
                await his.client.still(HALL, 64)
            nudges = [each for each in his.seen if isinstance(each, Happened) and each.text == "Grants changed"]
            assert not nudges

    asyncio.run(body())


def test_a_refusal_and_broken_glass_come_with_their_words(tmp_path: Path) -> None:
    async def body() -> None:
        async with both(tmp_path) as (_, his, hers):
            await his.client.execute(RequestGrant(his.campus, Circumstance.DRILL, "Drill of March"))
            asked = await hers.until_one_is(GrantState.REQUESTED)
            assert asked.is_drill
            assert asked.reason == "Drill of March"
            await hers.client.execute(RefuseGrant(asked.id, "Not today."))
            assert (await his.until_one_is(GrantState.REFUSED)).refused_why == "Not today."
            with pytest.raises(Refused, match="Say why"):
                await his.client.execute(BreakGlass(his.campus, " "))
            await his.client.execute(BreakGlass(his.campus, "Shots fired"))
            opened = await hers.until_one_is(GrantState.OPEN)
            assert opened.is_break_glass
            with pytest.raises(NoPicture):
                await his.client.still(HALL, 64)
            await hers.until(lambda: any(isinstance(each, ViewingsChanged) and each.viewings for each in hers.seen))
            viewing = next(e.viewings[0] for e in reversed(hers.seen) if isinstance(e, ViewingsChanged) and e.viewings)
            assert (viewing.camera, viewing.user) == (HALL, OFFICER)

    asyncio.run(body())


def test_a_console_that_connects_later_knows_what_is_open(tmp_path: Path) -> None:
    async def body() -> None:
        async with both(tmp_path) as (server, his, _):
            await his.client.execute(BreakGlass(his.campus, "Shots fired"))
            async with watching(server, PRINCIPAL) as later:
                assert [each.state for each in later.snapshot.grants] == [GrantState.OPEN]
                assert later.snapshot.grant_terms.policy

    asyncio.run(body())


def test_a_server_with_neither_says_what_must_be_set_up(tmp_path: Path) -> None:
    async def body() -> None:
        site = write_district(tmp_path / "district")
        async with (
            DemoServer(DemoOptions(site=site, password=PASSWORD), plain_video) as server,
            watching(server, OFFICER) as his,
        ):
            assert Capability.GRANTS not in his.client.capabilities
            told = his.snapshot.grant_terms
            assert told.why_not.endswith(".")
            assert any("user-defined events" in each for each in told.to_set_up)
            assert all(each.endswith((".", "”.")) for each in told.to_set_up)
            assert his.may_watch(), "without a memorandum nothing is closed"
            with pytest.raises(Unsupported):
                await his.client.execute(BreakGlass(his.campus, "Shots fired"))

    asyncio.run(body())


def test_grants_that_a_server_forgot_are_told_as_closed() -> None:
    told = {
        "grants": [
            {
                "id": "11111111-1111-1111-1111-111111111111",
                "campus": "HS",
                "state": "open",
                "requestedAt": "2026-03-02T12:00:00Z",
            }
        ]
    }
    before = PresentGrants(grants(told))
    (news,) = PresentGrants().news(before)
    assert isinstance(news, GrantChanged)
    assert news.grant.state is GrantState.CLOSED
    assert news.grant.is_after(before.grants[0])
    assert list(before.news(before)) == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
_GUID = "11111111-1111-1111-1111-111111111111"
_KEYS = ("id", "campus", "state", "requestedAt", "openedAt", "endsAt", "closedAt", "approvals", "cameras", "alarm")
_MORE_KEYS = ("circumstance", "reason", "approvalsNeeded", "camera", "since", "mayApprove", "policy", "governed")
_FIELDS = st.dictionaries(
    st.sampled_from(_KEYS + _MORE_KEYS), _JSON | st.sampled_from([_GUID, "open", "requested", "2026-03-02T12:00:00Z"])
)


@settings(max_examples=40)
@given(
    st.fixed_dictionaries(
        {}, optional={key: st.lists(_FIELDS, max_size=3) | _JSON for key in ("grants", "viewings", "terms")}
    )
)
def test_whatever_the_service_tells_is_read_or_passed_over(told: dict[str, Any]) -> None:
    for grant in grants(told):
        assert grant.campus
        assert grant.requested_at.tzinfo is not None
        assert len(grant.reason) <= 2_000
        assert "<" not in grant.reason
    for viewing in viewings(told):
        assert viewing.camera.startswith("cameras/")
    assert terms(told).may_approve is not None


CAMPUS = VenueId("hs")


def _event(number: int, name: str) -> dict[str, str]:
    return {"id": f"00000000-0000-0000-0000-{number:012d}", "name": name}


NAMES = ("Ask police High School", "Grant  police high school", "Refuse police High School", "END police High School")
EVENTS = grant_events(
    [_event(number, name) for number, name in enumerate(NAMES)], {"High School": CAMPUS}, lambda _: True
)


def _raised(steps: list[int]) -> list[dict[str, Any]]:
    begin = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return [
        {
            "id": f"10000000-0000-0000-0000-{number:012d}",
            "type": f"00000000-0000-0000-0000-{step:012d}",
            "time": (begin + timedelta(seconds=number)).isoformat(),
            "data": {"User": "ann" if step else "officer"},
        }
        for number, step in enumerate(steps)
    ]


@given(st.lists(st.integers(0, 3), max_size=12))
def test_events_in_any_order_leave_at_most_one_grant_of_a_campus_open(steps: list[int]) -> None:
    found = told_by(_raised(steps), EVENTS)
    standing = [grant for grant in found if grant.state in (GrantState.REQUESTED, GrantState.OPEN)]
    assert len(standing) <= 1
    if steps and steps[-1] == 3:
        assert not standing
    for grant in found:
        assert (grant.opened_at is not None) == bool(grant.approvals)
        assert grant.circumstance is None, "an event cannot say it"


def test_other_names_and_other_campuses_mean_nothing() -> None:
    names = ("Grant police Elsewhere", "Grant police", "Granted police High School", "Lock door Police High School")
    found = grant_events(
        [_event(number, name) for number, name in enumerate(names)], {"High School": CAMPUS}, lambda _: True
    )
    assert found.meanings == {}
    command: GrantCommand = BreakGlass(CAMPUS, "x")
    assert EVENTS.event_for(command, CAMPUS) is None
    assert EVENTS.is_one("Ask police Anywhere")


def test_who_may_not_raise_an_event_is_not_offered_it() -> None:
    items = [_event(number, name) for number, name in enumerate(NAMES)]
    officer = grant_events(items, {"High School": CAMPUS}, lambda event: event == items[0]["id"]).terms
    assert officer.is_governed
    assert officer.may_request == {CAMPUS}
    assert not officer.may_approve
    dispatcher = grant_events(items, {"High School": CAMPUS}, lambda _: False).terms
    assert not dispatcher.is_governed
