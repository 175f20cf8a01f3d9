"""Grants to see video: by the grants service where the server has one, else by user-defined events, else what is missing."""

from typing import Protocol

from smartclient.adapters.xprotect.grant_events import GrantEvents, read_by_events
from smartclient.adapters.xprotect.present_grants import PresentGrants
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.grants import grants, terms, viewings
from smartclient.adapters.xprotect.values import child
from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, GrantCommand, RefuseGrant, RequestGrant
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, SignInRefused, Unsupported
from smartclient.domain.events import Happened
from smartclient.domain.grants import GrantId, GrantTerms
from smartclient.domain.ids import VenueId

SERVICE = "/x-demo/grants"
NEWS = "Grants changed"
"""The name of the event that says that the service has news."""
_ABOUT = "tell who may see cameras"

TO_SET_UP = (
    "In the Management Client make a role for the agency, with the cameras it may ever see, and no members.",
    "For each campus make user-defined events: “Ask police …”, “Grant police …”, “Refuse police …” and “End police …”.",
    "End their names with the campus's name as it stands on this map.",
    "Let the agency's users trigger “Ask police …”, and only those who approve for a campus its other events.",
    "Have an integration make who asked a member of the role after “Grant police …”; a rule alone cannot change roles.",
    "Have it take the membership away after “End police …”, and when the longest time agreed is over.",
    "Keep every camera closed to the agency's users outside that role.",
)


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

    def __init__(self, rest: Rest, events: GrantEvents) -> None:
        self._rest, self._events = rest, events

    async def read(self) -> PresentGrants:
        """From the events the server kept."""
        return PresentGrants(await read_by_events(self._rest, self._events), (), self._events.terms)

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


def way_of(rest: Rest, events: GrantEvents, *, is_service: bool) -> GrantWay:
    """The best way this server has for this user."""
    if is_service:
        return ByService(rest)
    return ByEvents(rest, events) if events.meanings else NotOffered()
