"""The roles whose members see a campus's cameras while a grant is open, and who is one.

Published: `GET /roles`, `GET /roles/{id}/users`, `?tasks`, and `POST /roles/{id}/users?task=AddRoleMember` or `RemoveRoleMember`
(generated REST client; Milestone's samples call the same through the .NET SDK). Unverified on a real server: the names `sid` and
`itemSelection` of the parameters, which are the SDK's, that a member is selected as `users/{id}`, and which right besides that of
administrators is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.tasks import offered_tasks, run_task
from smartclient.adapters.xprotect.values import Item, guid, words
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, Unsupported
from smartclient.domain.grants import GrantId
from smartclient.domain.ids import VenueId
from smartclient.domain.policy import CAMPUS, Policy

ADD, REMOVE = "AddRoleMember", "RemoveRoleMember"
_ABOUT = "tell who is a member of a role"


@dataclass(frozen=True, slots=True)
class Memorandum:
    """What the consoles keep for a server without a grants service: the policy, the sentence about its signature, and what was seen.

    `first_seen` is when a member was first seen whom no event explains, `closed` the grants that were told as closed.
    """

    policy: Policy
    signed: str
    first_seen: dict[str, datetime] = field(default_factory=dict)
    closed: set[GrantId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class GrantRoles:
    """The role of each campus, by id, where this user may change who is a member."""

    by_campus: Mapping[VenueId, str] = field(default_factory=dict)


async def read_grant_roles(rest: Rest, kept: Memorandum | None, campuses: Mapping[str, VenueId]) -> GrantRoles:
    """Those the memorandum names; `campuses` by their names. None where this user may not change them. Raises other ServerErrors."""
    membership = kept.policy.membership if kept is not None else None
    if membership is None:
        return GrantRoles()
    by_name = {words(membership.role.replace(CAMPUS, name)).casefold(): campus for name, campus in campuses.items()}
    found: dict[VenueId, str] = {}
    for item in await rest.items_if_any("roles", "list its roles"):
        key, campus = guid(item.get("id")), by_name.get(_name(item).casefold())
        if key and campus is not None and await _may_change(rest, key):
            found[campus] = key
    return GrantRoles(found)


async def _may_change(rest: Rest, role: str) -> bool:
    try:
        offered = await offered_tasks(rest, f"roles/{role}/users", "tell how members of a role are changed")
    except (Unsupported, NotPermitted, Refused, BadAnswer):
        return False
    return {ADD.casefold(), REMOVE.casefold()} <= {task.casefold() for task in offered}


async def members(rest: Rest, role: str) -> Mapping[str, str]:
    """The ids of a role's members by their names at sign-in, which are in lower case. Raises ServerErrors."""
    found = await rest.items(f"roles/{role}/users", _ABOUT)
    return {name: key for item in found if (name := _user(item)) and (key := guid(item.get("id")))}


async def add_member(rest: Rest, role: str, user: str) -> None:
    """Makes a basic user a member; who is one already stays it. Raises ServerErrors."""
    if user.casefold() in await members(rest, role):
        return
    listed = await rest.items("basicUsers", "list its users")
    sid = next((words(item.get("sid")) for item in listed if _user(item) == user.casefold()), "")
    if not sid:
        raise Refused(f"The server lists no basic user {user}; an administrator must make {user} a member of the role.")
    await run_task(rest, f"roles/{role}/users", ADD, f"make {user} a member of the role", {"sid": sid})


async def remove_member(rest: Rest, role: str, user: str) -> None:
    """Takes the membership away; harmless for who is none. Raises ServerErrors."""
    key = (await members(rest, role)).get(user.casefold())
    if key is not None:
        chosen = {"itemSelection": f"users/{key}"}
        await run_task(rest, f"roles/{role}/users", REMOVE, f"take {user} out of the role", chosen)


def _user(item: Item) -> str:
    """The name at sign-in, in lower case and without `[BASIC]\\` before it."""
    return words(item.get("accountName") or item.get("name")).rpartition("\\")[2].casefold()


def _name(item: Item) -> str:
    return words(item.get("name") or item.get("displayName"))
