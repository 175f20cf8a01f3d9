"""The memorandum as a site keeps it whose consoles do it all: cameras are closed to the agency but for members of a campus's role.

The server knows no grants, no times and no approvals: it has roles, user-defined events that only tell, and rights.
"""

from datetime import datetime

from smartclient.demo.accounts import MANAGE_ROLES, TRIGGER_EVENTS
from smartclient.demo.memorandum.campus_events import CampusEvents
from smartclient.demo.memorandum.memorandum import CLOSED_ACTIONS, Memorandum
from smartclient.demo.memorandum.policy import CAMPUS, Membership
from smartclient.demo.plan import DemoSite
from smartclient.demo.roles import Roles


class ByMembership:
    """What the gate asks, as a `Closing`."""

    def __init__(
        self, memorandum: Memorandum, events: CampusEvents, membership: Membership, site: DemoSite, roles: Roles
    ) -> None:
        self._memorandum, self._events, self._roles = memorandum, events, roles
        self._role_of = {
            campus.key: roles.make(membership.role.replace(CAMPUS, campus.name), membership.rule, campus.key)
            for campus in site.campuses
        }

    def is_closed(self, user: str, action: str, path: str) -> bool:
        """Whether that user is governed, and no member of the role of the item's campus."""
        if action == TRIGGER_EVENTS:
            return self._events.may_raise(user, path.partition("/")[2]) is False
        if action not in CLOSED_ACTIONS or not path or not self._memorandum.is_governed(user):
            return False
        role = self._role_of.get(self._memorandum.campus_of(path), "")
        return not self._roles.is_member(user, role)

    def allows(self, user: str, action: str, path: str) -> bool:
        """Whether it lets that user raise an event of its own, or change who is a member: those who approve do."""
        policy = self._memorandum.policy
        if action == MANAGE_ROLES:
            return policy is not None and any(each.user == user for each in policy.approvers)
        return action == TRIGGER_EVENTS and self._events.may_raise(user, path.partition("/")[2]) is True

    def recorded_from(self, user: str, path: str) -> datetime | None:  # noqa: ARG002  the protocol's shape
        """A role has no such limit."""
        return None

    def note(self, user: str, action: str, path: str, *, allowed: bool) -> None:
        """Nobody counts."""

    def hear(self, user: str) -> None:
        """Nobody wants to know."""
