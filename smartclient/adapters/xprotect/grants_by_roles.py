"""Grants by role membership: events ask and tell, a console of the school makes who asked a member of the campus's role, and ends it.

The server enforces what a role sees and nothing else: who may ask, how many must approve and how long it lasts is the memorandum's,
and kept by the consoles. What is open is told by the role, where this user may read it, else by what the server lets the user see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from smartclient.adapters.xprotect.grant_events import GrantEvents, kept_grant_events, told_by
from smartclient.adapters.xprotect.grant_roles import GrantRoles, Memorandum, add_member, members, remove_member
from smartclient.adapters.xprotect.present_grants import PresentGrants
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.rights import LIVE, read_camera_rights
from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, GrantCommand, RefuseGrant, RequestGrant
from smartclient.domain.errors import Refused, Unsupported
from smartclient.domain.events import Happened
from smartclient.domain.grants import Approval, Ending, Grant, GrantId, GrantState, GrantTerms
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.policy import Membership, Policy, Rule
from smartclient.runtime.clock import Clock

SETTLING = timedelta(minutes=1)
"""So long after it was told the server may take to let somebody see what a new membership opens."""
_UNEXPLAINED = "A member of the role; no event tells who let them in."
_STANDING = (GrantState.REQUESTED, GrantState.OPEN)


class ByRoles:
    """For the `policy` in force, with the roles that this user may change: none for those who only ask or only look."""

    is_offered = True

    def __init__(
        self,
        rest: Rest,
        events: GrantEvents,
        roles: GrantRoles,
        kept: Memorandum,
        standing: tuple[Membership, Rule],
        user: str,
        cameras: frozenset[DeviceId],
        clock: Clock,
    ) -> None:
        """`standing` is the policy's membership and the rule it stands for, `cameras` are all that the user knows."""
        self._rest, self._events, self._roles, self._kept = rest, events, roles.by_campus, kept
        self._policy, self._user, self._cameras, self._clock = kept.policy, user, cameras, clock
        self._membership, self._rule = standing

    async def read(self) -> PresentGrants:
        """From the kept events and the roles, or from this user's own rights."""
        rule, policy = self._rule, self._policy
        approvers = frozenset(each.user.casefold() for each in policy.approvers)
        told = told_by(await kept_grant_events(self._rest), self._events, rule.approvals, approvers)
        now, grants = self._clock.now(), []
        inside = {campus: await members(self._rest, role) for campus, role in self._roles.items()}
        last = {grant.campus: grant.id for grant in told}
        for grant in map(self._worded, told):
            if grant.campus in inside:
                is_last = last[grant.campus] == grant.id and grant.id not in self._kept.closed
                grants.append(self._by_role(grant, is_last and grant.user.casefold() in inside[grant.campus]))
            elif grant.state is GrantState.OPEN and grant.user.casefold() == self._user.casefold():
                grants.append(await self._by_rights(grant, now))
            else:
                grants.append(self._timed(grant))
        grants += self._unexplained(inside, grants, now)
        self._kept.closed.update(grant.id for grant in grants if grant.state is GrantState.CLOSED)
        return PresentGrants(tuple(grants), (), self._terms(now))

    def _worded(self, grant: Grant) -> Grant:
        """With what the memorandum says of who asked."""
        listed = self._policy.person(grant.user)
        agency, person = (grant.agency, grant.person) if listed is None else (listed[0].name, listed[1].name)
        rule = self._rule
        kind, needed, area = rule.circumstance, rule.approvals, rule.area
        return replace(grant, agency=agency, person=person, circumstance=kind, needed=needed, area=area)

    def _timed(self, grant: Grant) -> Grant:
        """With the end of its time; ended by it where the event that says so came when the time was up."""
        if grant.opened_at is None:
            return grant
        ends_at = self._policy.ends_at(self._rule, grant.opened_at)
        if grant.closed_at is None:
            return replace(grant, ends_at=ends_at)
        by_clearing = {each.casefold() for each in self._policy.units_cleared_by}
        ending = Ending.UNITS_CLEARED if grant.closed_by.casefold() in by_clearing else grant.ending
        return replace(grant, ends_at=ends_at, ending=Ending.TIMER if grant.closed_at >= ends_at else ending)

    def _by_role(self, grant: Grant, is_member: bool) -> Grant:
        """What the role says counts: a member sees, whatever was told, and who is none sees nothing."""
        grant = self._timed(grant)
        if not is_member:
            return replace(grant, state=GrantState.CLOSED) if grant.state is GrantState.OPEN else grant
        opened_at = grant.opened_at or grant.requested_at
        ends_at = self._policy.ends_at(self._rule, opened_at)
        ends_at = ends_at if grant.closed_at is None else min(ends_at, grant.closed_at)
        return replace(grant, state=GrantState.OPEN, opened_at=opened_at, ends_at=ends_at, ending=None)

    async def _by_rights(self, grant: Grant, now: datetime) -> Grant:
        """This user's own: open as soon as the server lets the user see a camera, and no longer."""
        grant, rights = self._timed(grant), await read_camera_rights(self._rest)
        cameras = frozenset(camera for camera in self._cameras if rights.may(LIVE, camera))
        if cameras:
            return replace(grant, cameras=cameras)
        opened_at = grant.opened_at or grant.requested_at
        if now - opened_at < SETTLING:
            return replace(grant, state=GrantState.REQUESTED, opened_at=None, ends_at=None)
        return replace(grant, state=GrantState.CLOSED)

    def _unexplained(
        self, inside: Mapping[VenueId, Mapping[str, str]], told: Iterable[Grant], now: datetime
    ) -> list[Grant]:
        """Members whom no event explains: open since nobody knows when, for the school to see and to end."""
        known = {(grant.campus, grant.user.casefold()) for grant in told if grant.state is GrantState.OPEN}
        strangers = [
            (campus, user, key)
            for campus, users in inside.items()
            for user, key in users.items()
            if (campus, user) not in known
        ]
        seen = {key: self._kept.first_seen.get(key, now) for _, _, key in strangers}
        self._kept.first_seen.clear()
        self._kept.first_seen.update(seen)
        return [self._worded(_stranger(campus, user, key, seen[key])) for campus, user, key in strangers]

    def _terms(self, now: datetime) -> GrantTerms:
        terms, policy = self._events.terms, self._policy
        listed = policy.person(self._user)
        is_governed = listed is not None and listed[0].is_governed
        approves = any(each.user.casefold() == self._user.casefold() for each in policy.approvers)
        why_not = policy.why_not_in_force(now)
        changed = frozenset(self._roles)
        return replace(
            terms,
            is_governed=is_governed,
            may_request=terms.may_request if is_governed and not why_not else frozenset(),
            may_approve=terms.may_approve & changed if approves and not why_not else frozenset(),
            may_end=terms.may_end | changed,
            ends_here=changed,
            circumstances=frozenset({self._membership.circumstance}),
            version=str(policy.version),
            policy=_sentences(policy, self._membership),
            signature=self._kept.signed,
            two_persons_for=policy.two_persons_for,
            wants_watermark=policy.wants_watermark,
        )

    async def execute(self, command: GrantCommand) -> None:
        """The role first, then the event that tells it: what an event says has happened."""
        match command:
            case BreakGlass():
                raise Unsupported("This server has no way to open cameras without approval.")
            case RequestGrant(campus=campus):
                self._check_hours()
                await self._raise(command, campus)
            case RefuseGrant(grant=key):
                await self._raise(command, (await self._known(key)).campus)
            case ApproveGrant(grant=key):
                await self._approve(command, await self._known(key))
            case EndGrant(grant=key):
                await self._end(command, await self._known(key))

    async def _approve(self, command: ApproveGrant, grant: Grant) -> None:
        role, listed = self._roles.get(grant.campus), self._policy.person(grant.user)
        if grant.state is not GrantState.REQUESTED:
            raise Refused(f"This request waits no more: it is {grant.state.value}.")
        if role is None:
            raise Refused("You may not change who is a member of the role that opens this campus.")
        if listed is None or not listed[0].is_governed:
            raise Refused(f"The memorandum does not list {grant.user or 'who asked'}.")
        if grant.user.casefold() == self._user.casefold():
            raise Refused("Nobody approves a request of their own.")
        self._check_hours()
        given = {each.by.casefold() for each in (*grant.approvals, Approval(self._user, self._clock.now()))}
        if len(given) >= self._rule.approvals:
            await add_member(self._rest, role, grant.user)
        await self._raise(command, grant.campus)

    async def _end(self, command: EndGrant, grant: Grant) -> None:
        role = self._roles.get(grant.campus)
        if role is not None:
            await remove_member(self._rest, role, grant.user)
        if grant.closed_at is None and grant.reason != _UNEXPLAINED:
            await self._raise(command, grant.campus)

    def _check_hours(self) -> None:
        policy, rule, now = self._policy, self._rule, self._clock.now()
        if why := policy.why_not_in_force(now):
            raise Refused(why)
        if rule.hours is not None and not rule.hours.holds(now, policy.zone):
            raise Refused("The memorandum does not open cameras for this at this hour.")

    async def _raise(self, command: GrantCommand, campus: VenueId) -> None:
        event = self._events.event_for(command, campus)
        if event is None:
            raise Unsupported("The server has no event for this on that campus.")
        await self._rest.ask("POST", "events", "tell it", body={"type": event})

    async def _known(self, key: GrantId) -> Grant:
        found = next((grant for grant in (await self.read()).grants if grant.id == key), None)
        if found is None or found.state not in _STANDING:
            raise Refused("The server no longer knows this request.")
        return found

    def concerns(self, event: Happened) -> bool:
        """One of the events named after asking, granting, refusing and ending."""
        return self._events.is_one(event.text)


def _stranger(campus: VenueId, user: str, key: str, since: datetime) -> Grant:
    """A member since nobody knows when; the time it was first seen is part of its id, as the same person may come again."""
    return Grant(
        id=GrantId(f"{key}-{since:%Y%m%d%H%M%S}"),
        agency="",
        user=user,
        person=user,
        campus=campus,
        area="",
        cameras=frozenset(),
        circumstance=None,
        reason=_UNEXPLAINED,
        alarm=None,
        state=GrantState.OPEN,
        requested_at=since,
    )


def _sentences(policy: Policy, membership: Membership) -> tuple[str, ...]:
    rules = (f"{rule.code}. {rule.circumstance.value}: {rule.sentence}" for rule in policy.rules)
    return (membership.sentence, *rules, policy.never.sentence, policy.unusual.sentence)
