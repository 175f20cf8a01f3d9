"""Grants to see video: by the grants service where the server has one, else by user-defined events, else what is missing."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from smartclient.adapters.xprotect.grant_events import GrantEvents, kept_grant_events, told_by
from smartclient.adapters.xprotect.grant_roles import GrantRoles, Memorandum, read_grant_roles
from smartclient.adapters.xprotect.grants_by_roles import ByRoles
from smartclient.adapters.xprotect.present_grants import PresentGrants
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.rights import LIVE, read_camera_rights
from smartclient.adapters.xprotect.translate.grants import grants, terms, viewings
from smartclient.adapters.xprotect.values import child
from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, GrantCommand, RefuseGrant, RequestGrant
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, SignInRefused, Unsupported
from smartclient.domain.events import Happened
from smartclient.domain.grants import Grant, GrantId, GrantState, GrantTerms
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.runtime.clock import Clock

SERVICE = "/x-demo/grants"
NEWS = "Grants changed"
"""The name of the event that says that the service has news."""
_ABOUT = "tell who may see cameras"

TO_SET_UP = (
    "In the Management Client make a role for each campus, with the cameras the agency may ever see there, and no members.",
    "For each campus make user-defined events: “Ask police …”, “Grant police …”, “Refuse police …” and “End police …”.",
    "End their names, and those of the roles, with the campus's name as it stands on this map.",
    "Let the agency's users trigger “Ask police …”, and only those who approve for a campus its other events.",
    "Name the role in the memorandum's file (`grants_by_membership`), sign it, and lay it beside the floor plans of every console.",
    "Let those who approve read and change roles: their consoles make who asked a member, and take the membership away again.",
    "Or have an integration do that after “Grant police …” and “End police …”; a rule alone cannot change roles.",
    "Keep every camera closed to the agency's users outside that role.",
)


KeptMemorandum = Callable[[], Memorandum | None]
"""Reads the memorandum of this side; None where there is none in order. Blocks."""


class GrantWay(Protocol):
    """How one server does grants."""

    is_offered: bool

    async def read(self) -> PresentGrants:
        """The whole present, as far as this user may know. Raises ServerErrors."""
        ...

    async def execute(self, command: GrantCommand) -> None:
        """Returns when the server accepted it. Raises ServerErrors."""
        ...

    def concerns(self, event: Happened) -> bool:
        """Whether the event says that there is news."""
        ...


class ByService:
    """Through the service, which knows the memorandum and enforces it."""

    is_offered = True

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def read(self) -> PresentGrants:
        """Grants, viewings and terms in one answer."""
        told = (await self._rest.ask("GET", SERVICE, _ABOUT)).json()
        if not isinstance(child(told, "terms"), dict):
            raise BadAnswer(f"The server was asked to {_ABOUT} and sent something else.")
        return PresentGrants(grants(told), viewings(told), terms(told))

    async def execute(self, command: GrantCommand) -> None:
        """Each command has an address of its own."""
        match command:
            case RequestGrant():
                body: dict[str, object] = {
                    "campus": command.campus,
                    "circumstance": command.circumstance.value,
                    "reason": command.reason,
                    "alarm": command.alarm,
                    "cameras": sorted(camera.partition("/")[2] for camera in command.cameras),
                }
                await self._post("request", "ask for cameras", body)
            case BreakGlass(campus=campus, reason=reason):
                await self._post("break-glass", "open cameras without approval", {"campus": campus, "reason": reason})
            case ApproveGrant(grant=grant):
                await self._post(f"{grant}/approve", "approve the request", {})
            case RefuseGrant(grant=grant, reason=reason):
                await self._post(f"{grant}/refuse", "refuse the request", {"reason": reason})
            case EndGrant(grant=grant, ending=ending):
                await self._post(f"{grant}/end", "end the grant", {"ending": ending.value})

    async def _post(self, path: str, about: str, body: dict[str, object]) -> None:
        await self._rest.ask("POST", f"{SERVICE}/{path}", about, body=body)

    def concerns(self, event: Happened) -> bool:
        """The service's own event."""
        return event.text == NEWS


class ByEvents:
    """Through user-defined events that the site's own integration answers. Reasons, times and viewers are not told."""

    is_offered = True

    def __init__(self, rest: Rest, events: GrantEvents, user: str, cameras: frozenset[DeviceId]) -> None:
        """`cameras` are all that the `user` knows."""
        self._rest, self._events, self._user, self._cameras = rest, events, user, cameras

    async def read(self) -> PresentGrants:
        """From the events the server kept; which cameras a grant of this user's own opened is told by the user's rights."""
        told = told_by(await kept_grant_events(self._rest), self._events)
        if any(map(self._is_open_to_user, told)):
            rights = await read_camera_rights(self._rest)
            seen = frozenset(camera for camera in self._cameras if rights.may(LIVE, camera))
            told = tuple(replace(each, cameras=seen) if self._is_open_to_user(each) else each for each in told)
        return PresentGrants(told, (), self._events.terms)

    def _is_open_to_user(self, grant: Grant) -> bool:
        return grant.state is GrantState.OPEN and grant.user.casefold() == self._user.casefold()

    async def execute(self, command: GrantCommand) -> None:
        """Raises the campus's event."""
        if isinstance(command, BreakGlass):
            raise Unsupported("This server has no way to open cameras without approval.")
        campus = command.campus if isinstance(command, RequestGrant) else await self._campus_of(command.grant)
        event = self._events.event_for(command, campus)
        if event is None:
            raise Unsupported("The server has no event for this on that campus.")
        await self._rest.ask("POST", "events", "tell it", body={"type": event})

    async def _campus_of(self, grant: GrantId) -> VenueId:
        known = next((each for each in (await self.read()).grants if each.id == grant), None)
        if known is None:
            raise Refused("The server no longer knows this request.")
        return known.campus

    def concerns(self, event: Happened) -> bool:
        """One of the events named after asking, granting, refusing and ending."""
        return self._events.is_one(event.text)


class NotOffered:
    """Neither; the terms say what an administrator must set up."""

    is_offered = False

    async def read(self) -> PresentGrants:
        """Nothing but the reason."""
        why = "This server has no way to grant somebody outside the school a view for a time."
        return PresentGrants((), (), GrantTerms(why_not=why, to_set_up=TO_SET_UP))

    async def execute(self, command: GrantCommand) -> None:  # noqa: ARG002  the protocol's shape
        """Refused."""
        raise Unsupported("This server has no way to grant views.")

    def concerns(self, event: Happened) -> bool:  # noqa: ARG002  the protocol's shape
        """Never."""
        return False


async def has_service(rest: Rest) -> bool:
    """Whether the server has the grants service; one that wants another sign-in for an address it does not know has none.

    Raises ServerErrors other than clear answers.
    """
    try:
        told = (await rest.ask("GET", SERVICE, _ABOUT)).json()
    except (Unsupported, NotPermitted, Refused, BadAnswer, SignInRefused):
        return False
    return isinstance(child(told, "terms"), dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What a server has for grants, as far as this user may know; `kept` is the memorandum on this side, where there is one."""

    has_service: bool = False
    events: GrantEvents = field(default_factory=GrantEvents)
    roles: GrantRoles = field(default_factory=GrantRoles)
    kept: Memorandum | None = None


async def find_grants(
    rest: Rest, events: GrantEvents, campuses: Mapping[str, VenueId], memorandum: KeptMemorandum, *, has_service: bool
) -> Found:
    """Looks for roles where there is no service but events; `campuses` by their names. Raises ServerErrors."""
    if has_service or not events.meanings:
        return Found(has_service, events)
    kept = await asyncio.to_thread(memorandum)
    return Found(has_service, events, await read_grant_roles(rest, kept, campuses), kept)


def way_of(rest: Rest, found: Found, user: str, cameras: frozenset[DeviceId], clock: Clock) -> GrantWay:
    """The best way this server has for this user, who knows these cameras."""
    if found.has_service:
        return ByService(rest)
    if not found.events.meanings:
        return NotOffered()
    kept = found.kept
    standing = kept.policy.standing_for_membership() if kept is not None else None
    if kept is not None and standing is not None and (found.roles.by_campus or _only_asks(kept, user)):
        return ByRoles(rest, found.events, found.roles, kept, standing, user, cameras, clock)
    return ByEvents(rest, found.events, user, cameras)


def _only_asks(kept: Memorandum, user: str) -> bool:
    """Whether the memorandum governs that user, who then reads no roles."""
    listed = kept.policy.person(user)
    return listed is not None and listed[0].is_governed
