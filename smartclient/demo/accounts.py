"""The demo's users, their roles and what each role may see and do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from smartclient.demo.closing import Closing, NothingClosed
from smartclient.demo.ids import derived
from smartclient.demo.plan import DemoSite

CAMERA_NAMESPACE = "623d03f8-c5d5-46bc-a2f4-4c03562d4f85"

CAMERA_ACTIONS: dict[str, int] = {
    "GENERIC_READ": 1 << 0,
    "VIEW_LIVE": 1 << 1,
    "PLAYBACK": 1 << 2,
    "EXPORT": 1 << 3,
    "PTZ_CONTROL": 1 << 4,
    "GENERIC_WRITE": 1 << 5,
    "READ_BOOKMARKS": 1 << 6,
    "CREATE_BOOKMARKS": 1 << 7,
    "DELETE_BOOKMARKS": 1 << 8,
    "EVIDENCE_LOCK": 1 << 9,
}
READ_BOOKMARKS, CREATE_BOOKMARKS, DELETE_BOOKMARKS = "READ_BOOKMARKS", "CREATE_BOOKMARKS", "DELETE_BOOKMARKS"
LOCK_EVIDENCE = "EVIDENCE_LOCK"

ALARM_NAMESPACE = derived("securityNamespaces", "Alarms")
ACKNOWLEDGE_ALARMS, ASSIGN_ALARMS, CLOSE_ALARMS = "ACKNOWLEDGE_ALARMS", "ASSIGN_ALARMS", "CLOSE_ALARMS"
ALARM_ACTIONS: dict[str, int] = {ACKNOWLEDGE_ALARMS: 1 << 0, ASSIGN_ALARMS: 1 << 1, CLOSE_ALARMS: 1 << 2}

LISTEN, SPEAK = "LISTEN", "SPEAK"
TRIGGER_EVENTS, READ_CARD_HOLDERS = "TRIGGER_EVENTS", "READ_CARD_HOLDERS"

NAMESPACES: dict[str, tuple[str, str, dict[str, int]]] = {
    CAMERA_NAMESPACE: ("Cameras", "cameras", CAMERA_ACTIONS),
    ALARM_NAMESPACE: ("Alarms", "sites", ALARM_ACTIONS),
    derived("securityNamespaces", "Microphones"): ("Microphones", "microphones", {LISTEN: 1 << 1}),
    derived("securityNamespaces", "Speakers"): ("Speakers", "speakers", {SPEAK: 1 << 1}),
    derived("securityNamespaces", "User-defined events"): (
        "User-defined events",
        "userDefinedEvents",
        {TRIGGER_EVENTS: 1 << 1},
    ),
    derived("securityNamespaces", "Access control"): (
        "Access control",
        "accessControlSystems",
        {READ_CARD_HOLDERS: 1 << 1},
    ),
}
"""Name, resource and actions by id. But for the cameras' they are this server's own: none are published."""

DISTRICT = "the whole district"
"""Stands for a campus where something tells of all of them: only who sees all may see it."""

MANAGE_ALARMS, COMMAND_DOORS, CONFIGURE = "MANAGE_ALARMS", "COMMAND_DOORS", "CONFIGURE"
MANAGE_ROLES = "MANAGE_ROLES"
"""To see the roles and users of the server, and to change who is a member of what."""

_WATCH = frozenset({"GENERIC_READ", "VIEW_LIVE", "PLAYBACK", READ_BOOKMARKS})
_MARK = frozenset({CREATE_BOOKMARKS, DELETE_BOOKMARKS, LOCK_EVIDENCE})
_ALARMS = frozenset({MANAGE_ALARMS, *ALARM_ACTIONS})
_DOORS = frozenset({TRIGGER_EVENTS, COMMAND_DOORS, READ_CARD_HOLDERS})
_WORK = _WATCH | _MARK | _ALARMS | _DOORS | {"EXPORT", "PTZ_CONTROL", LISTEN, SPEAK}


@dataclass(frozen=True, slots=True)
class Role:
    """What its members may do, and on which campus; None is the whole district.

    Who has more `ptz_priority` takes a moving camera from who has less.
    """

    id: str
    name: str
    description: str
    actions: frozenset[str]
    administrator: bool = False
    campus: str | None = None
    ptz_priority: int = 3000
    hidden: frozenset[str] = frozenset()
    """Paths of single items that are kept from its members."""


@dataclass(frozen=True, slots=True)
class Account:
    """A basic user with its one role."""

    name: str
    display_name: str
    role: Role


class Accounts(dict[str, Account]):
    """The users by name; `version` grows with every change of what somebody may see or do."""

    version = 0

    def change(
        self,
        user: str,
        *,
        campus: str | None,
        actions: frozenset[str] | None = None,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        """Gives the user's role another campus, None for all, other actions where they are named, and hides items. Raises KeyError."""
        known = self[user]
        actions = known.role.actions if actions is None else actions
        role = replace(known.role, campus=campus, actions=actions, hidden=hidden)
        self[user] = replace(known, role=role)
        self.version += 1


@dataclass(frozen=True, slots=True)
class Rights:
    """A user's rights over paths (`cameras/<guid>`); `campus_of` knows which campus a path belongs to."""

    account: Account
    campus_of: Mapping[str, str]
    closing: Closing = field(default_factory=NothingClosed)

    @property
    def administrator(self) -> bool:
        """Whether the user may do anything."""
        return self.account.role.administrator

    def may_see(self, path: str) -> bool:
        """Whether the item, or events and alarms of it, are shown to the user."""
        wanted = self.account.role.campus
        if path in self.account.role.hidden:
            return False
        return wanted is None or self.campus_of.get(path, wanted) == wanted

    def may(self, action: str, path: str = "") -> bool:
        """Whether the user may do `action`, and on this item where one is named."""
        role = self.account.role
        is_allowed = (role.administrator or action in role.actions) and (not path or self.may_see(path))
        name = self.account.name
        is_allowed = is_allowed or (self.closing.allows(name, action, path) and self.may_see(path))
        return is_allowed and not self.closing.is_closed(name, action, path)

    def views(self, action: str, path: str) -> bool:
        """As `may`, where pictures or sound are handed out: the memorandum takes note."""
        is_allowed = self.may(action, path)
        self.closing.note(self.account.name, action, path, allowed=is_allowed)
        return is_allowed

    def recorded_from(self, path: str) -> datetime | None:
        """Since when the user may see what was recorded; None where nothing limits it."""
        return self.closing.recorded_from(self.account.name, path)

    def mask(self, actions: Mapping[str, int], path: str) -> int:
        """The bits of those actions that the user may do with an item."""
        return sum(bit for action, bit in actions.items() if self.may(action, path))


def accounts(site: DemoSite) -> Accounts:
    """The demo's four users by name; the principal's campus is the high school, or the first campus where there is none."""
    keys = [campus.key for campus in site.campuses]
    high = next((campus.key for campus in site.campuses if "high" in f"{campus.key} {campus.name}".lower()), keys[0])
    made = [
        _account("dispatcher", "Dispatcher", "Dispatchers", "Watches the whole district", _WORK),
        _account(
            "district",
            "District security",
            "Administrators",
            "Built-in role",
            _WORK | {CONFIGURE, MANAGE_ROLES},
            admin=True,
        ),
        _account(
            "principal-hs", "Principal, high school", "Principals", "Her own campus", _WORK - {ASSIGN_ALARMS}, high
        ),
        _account("responder", "Responder", "Responders", "Sees everything, hears and commands nothing", _WATCH),
    ]
    return Accounts((account.name, account) for account in made)


def _account(
    name: str,
    display: str,
    role: str,
    description: str,
    actions: frozenset[str],
    campus: str | None = None,
    *,
    admin: bool = False,
) -> Account:
    return Account(
        name, display, Role(derived("roles", role), role, description, actions, admin, campus, 9000 if admin else 3000)
    )
