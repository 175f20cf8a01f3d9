"""Grants by role membership: the whole round against a server that has roles, rights and events and knows nothing of grants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.grant_roles import Memorandum
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, RefuseGrant, RequestGrant
from smartclient.domain.errors import NoPicture, NotPermitted, Refused, Unsupported
from smartclient.domain.grants import Circumstance, Ending, Grant, GrantState
from smartclient.domain.ids import VenueId
from smartclient.domain.policy import Policy, Rule
from smartclient.policy.document import read_policy
from tests.builders.demo_client import PASSWORD, plain_video, signed_in
from tests.builders.grant_clients import HALL, Watching, watching
from tests.builders.granting import DISTRICT, OFFICER, PRINCIPAL, with_policy
from tests.builders.little_district import write_district

ROLE = "Police at Maple High School"


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[DemoServer, Policy]]:
    file = with_policy(folder)
    site = write_district(folder / "district")
    options = DemoOptions(site=site, password=PASSWORD, policy=file, policy_by_membership=True)
    async with DemoServer(options, plain_video) as server:
        yield server, read_policy(file)


def kept(policy: Policy) -> Memorandum:
    return Memorandum(policy, "Signed by the district.")


def console(server: DemoServer, user: str, policy: Policy) -> AbstractAsyncContextManager[Watching]:
    """A console that keeps the memorandum."""
    memorandum = kept(policy)
    return watching(server, user, memorandum=lambda: memorandum)


def changed(policy: Policy, **more: object) -> Policy:
    """The policy with another rule for alarms."""
    rules: tuple[Rule, ...] = tuple(
        replace(rule, **more) if rule.circumstance is Circumstance.SCHOOL_ALARM else rule  # type: ignore[arg-type]
        for rule in policy.rules
    )
    return replace(policy, rules=rules)


async def asked(his: Watching, hers: Watching) -> Grant:
    await his.client.execute(RequestGrant(his.campus, Circumstance.SCHOOL_ALARM, "Door 7 was forced"))
    return await hers.until_one_is(GrantState.REQUESTED)


async def members(client: httpx.AsyncClient, role: str = ROLE) -> list[str]:
    """Who is a member, as the server tells it."""
    listed = (await client.get("roles")).json()["array"]
    key = next(each["id"] for each in listed if each["name"] == role)
    return [each["name"] for each in (await client.get(f"roles/{key}/users")).json()["array"]]


def test_the_whole_round_by_the_role(tmp_path: Path) -> None:
    async def body() -> None:
        async with (
            served(tmp_path) as (server, policy),
            console(server, OFFICER, policy) as his,
            console(server, PRINCIPAL, policy) as hers,
            signed_in(server, DISTRICT) as admin,
        ):
            assert await members(admin) == []
            terms = hers.snapshot.grant_terms
            assert terms.may_approve == terms.ends_here == {hers.campus}
            assert his.snapshot.grant_terms.may_request >= {his.campus}
            assert not his.snapshot.grant_terms.ends_here
            assert not his.may_watch()
            grant = await asked(his, hers)
            assert (grant.user, grant.agency) == (OFFICER, "Maple Grove Police")
            assert await members(admin) == [], "asking opens nothing"
            with pytest.raises(Refused):
                await his.client.execute(ApproveGrant(grant.id))
            await hers.client.execute(ApproveGrant(grant.id))
            assert await members(admin) == [OFFICER]
            mine = await his.until_one_is(GrantState.OPEN)
            assert his.may_watch()
            assert HALL in mine.cameras
            opened = await hers.until_one_is(GrantState.OPEN)
            assert opened.ends_at is not None
            assert opened.opened_at is not None
            assert opened.ends_at - opened.opened_at == timedelta(minutes=60)
            await hers.client.execute(EndGrant(grant.id, Ending.SCHOOL))
            assert await members(admin) == []
            assert (await his.until_one_is(GrantState.CLOSED)).ending is Ending.SCHOOL
            assert (await hers.until_one_is(GrantState.CLOSED)).closed_by == PRINCIPAL
            assert not his.may_watch()
            with pytest.raises((NotPermitted, NoPicture)):
                await his.client.still(HALL, 64)
            with pytest.raises(Unsupported):
                await his.client.execute(BreakGlass(VenueId("hs"), "Shots fired"))

    asyncio.run(body())


def test_a_membership_left_by_a_console_that_died_is_overdue_at_the_next_start(tmp_path: Path) -> None:
    async def body() -> None:
        async with served(tmp_path) as (server, policy), signed_in(server, DISTRICT) as admin:
            short = changed(policy, longest=timedelta(milliseconds=1))
            async with console(server, OFFICER, short) as his, console(server, PRINCIPAL, short) as hers:
                grant = await asked(his, hers)
                await hers.client.execute(ApproveGrant(grant.id))
            assert await members(admin) == [OFFICER], "nobody ended it"
            async with console(server, PRINCIPAL, short) as later:
                (left,) = later.snapshot.grants
                assert left.state is GrantState.OPEN
                assert left.ends_at is not None
                assert left.ends_at < later.snapshot.taken_at
                await later.client.execute(EndGrant(left.id, Ending.TIMER))
                assert await members(admin) == []
                closed = await later.until_one_is(GrantState.CLOSED)
                assert closed.ending in (None, Ending.TIMER), "the role may be read before the event that says why"

    asyncio.run(body())


def test_who_says_that_units_are_cleared_ends_it_at_the_console_of_the_school(tmp_path: Path) -> None:
    async def body() -> None:
        async with (
            served(tmp_path) as (server, policy),
            console(server, OFFICER, policy) as his,
            console(server, PRINCIPAL, policy) as hers,
            console(server, "dispatcher", policy) as theirs,
            signed_in(server, DISTRICT) as admin,
        ):
            grant = await asked(his, hers)
            await hers.client.execute(ApproveGrant(grant.id))
            opened = await hers.until_one_is(GrantState.OPEN)
            await theirs.client.execute(EndGrant(grant.id, Ending.UNITS_CLEARED))
            assert await members(admin) == [OFFICER], "the dispatcher changes no role"

            def is_over() -> bool:
                now = hers.grants[opened.id]
                return now.state is GrantState.OPEN and now.closed_at is not None and now.ends_at == now.closed_at

            await hers.until(is_over)
            await hers.client.execute(EndGrant(grant.id, Ending.TIMER))
            assert await members(admin) == []
            assert (await hers.until_one_is(GrantState.CLOSED)).ending is Ending.UNITS_CLEARED

    asyncio.run(body())


def test_two_must_approve_before_anybody_is_a_member(tmp_path: Path) -> None:
    async def body() -> None:
        async with served(tmp_path) as (server, policy):
            strict = changed(policy, approvals=2)
            async with (
                console(server, OFFICER, strict) as his,
                console(server, PRINCIPAL, strict) as hers,
                console(server, DISTRICT, strict) as theirs,
                signed_in(server, DISTRICT) as admin,
            ):
                grant = await asked(his, hers)
                await hers.client.execute(ApproveGrant(grant.id))
                await hers.until(lambda: bool(hers.grants[grant.id].approvals))
                await hers.client.execute(ApproveGrant(grant.id))
                assert await members(admin) == [], "one person is one approval, however often"
                await theirs.client.execute(ApproveGrant(grant.id))
                assert await members(admin) == [OFFICER]
                opened = await his.until_one_is(GrantState.OPEN)
                assert [each.by for each in opened.approvals] == [PRINCIPAL, DISTRICT]

    asyncio.run(body())


def test_a_member_whom_nobody_let_in_is_shown_and_can_be_taken_out(tmp_path: Path) -> None:
    async def body() -> None:
        async with (
            served(tmp_path) as (server, policy),
            console(server, PRINCIPAL, policy) as hers,
            signed_in(server, DISTRICT) as admin,
        ):
            role = next(each["id"] for each in (await admin.get("roles")).json()["array"] if each["name"] == ROLE)
            users = (await admin.get("basicUsers")).json()["array"]
            sid = next(each["sid"] for each in users if each["name"] == OFFICER)
            added = await admin.post(f"roles/{role}/users?task=AddRoleMember", json={"sid": sid})
            assert added.json()["result"]["state"] == "Success"
            found = await hers.until_one_is(GrantState.OPEN)
            assert found.user == OFFICER
            assert found.ends_at is None
            assert "no event tells" in found.reason
            await hers.client.execute(EndGrant(found.id, Ending.SCHOOL))
            assert await members(admin) == []
            await hers.until_one_is(GrantState.CLOSED)

    asyncio.run(body())


def test_outside_the_hours_and_in_a_refusal_nobody_becomes_a_member(tmp_path: Path) -> None:
    async def body() -> None:
        async with served(tmp_path) as (server, policy), signed_in(server, DISTRICT) as admin:
            old = replace(policy, until=policy.since)
            async with console(server, OFFICER, policy) as his, console(server, PRINCIPAL, policy) as hers:
                grant = await asked(his, hers)
                async with console(server, PRINCIPAL, old) as late:
                    assert not late.snapshot.grant_terms.may_approve
                    with pytest.raises(Refused, match="expired"):
                        await late.client.execute(ApproveGrant(grant.id))
                assert await members(admin) == []
                await hers.client.execute(RefuseGrant(grant.id, "Not today."))
                await his.until_one_is(GrantState.REFUSED)
                assert await members(admin) == []

    asyncio.run(body())


def test_only_who_manages_roles_sees_who_is_a_member(tmp_path: Path) -> None:
    async def body() -> None:
        async with (
            served(tmp_path) as (server, _),
            signed_in(server, OFFICER) as his,
            signed_in(server, PRINCIPAL) as hers,
        ):
            assert (await his.get("roles")).status_code == 403
            assert (await his.get("basicUsers")).status_code == 403
            listed = (await hers.get("roles")).json()["array"]
            role = next(each["id"] for each in listed if each["name"] == ROLE)
            assert not any(each["name"] == "Police at Elm Street" for each in listed), "another campus's"
            told = (await hers.get(f"roles/{role}/users?tasks")).json()["tasks"]
            assert [each["id"] for each in told] == ["AddRoleMember", "RemoveRoleMember"]
            assert (await his.post(f"roles/{role}/users?task=AddRoleMember", json={"sid": "x"})).status_code == 403
            assert (await hers.post(f"roles/{role}/users?task=AddRoleMember", json={"sid": "x"})).status_code == 400
            assert (await hers.post(f"roles/{role}/users?task=RemoveRoleMember", json={})).status_code == 400

    asyncio.run(body())


def test_without_the_memorandum_on_this_side_events_alone_are_offered(tmp_path: Path) -> None:
    async def body() -> None:
        async with served(tmp_path) as (server, _), watching(server, PRINCIPAL) as hers:
            assert Capability.GRANTS in hers.client.capabilities
            assert not hers.snapshot.grant_terms.ends_here

    asyncio.run(body())
