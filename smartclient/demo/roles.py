"""Roles with their members in the shape of the configuration REST, and the two tasks that change who is one.

What is published: `GET /roles`, `GET /roles/{id}/users`, `POST /roles/{id}/users?task=AddRoleMember` or `RemoveRoleMember`, and basic
users with a `sid` that is a guid. The names of the tasks' parameters are those of the .NET SDK (`sid`, `itemSelection`).
"""

from collections.abc import Iterator

from smartclient.demo.accounts import Accounts
from smartclient.demo.answers import ApiError, Json
from smartclient.demo.configuration import Configuration, item
from smartclient.demo.ids import derived

ADD, REMOVE = "AddRoleMember", "RemoveRoleMember"
TASKS = ((ADD, "Add role member"), (REMOVE, "Remove role member"))
GUARDED = frozenset({"roles", "basicUsers", "users"})
"""What only those see who manage roles."""


class Roles:
    """Beside the role of each account, which it keeps, accounts may be members of roles that a site made for grants."""

    def __init__(self, configuration: Configuration, accounts: Accounts) -> None:
        self._configuration, self._accounts = configuration, accounts
        self._extra: dict[str, set[str]] = {}
        configuration.declare("users")
        for account in accounts.values():
            sid = derived("basicUsers", account.name)
            made = item("basicUsers", sid, account.name, description=account.display_name, sid=sid)
            configuration.add("basicUsers", sid, made | {"status": "Active", "canChangePassword": True})
            role = account.role
            configuration.add("roles", role.id, item("roles", role.id, role.name, description=role.description))
            self._list(role.id, account.name)

    def make(self, name: str, description: str, campus: str) -> str:
        """Makes a role without members for a campus; its id."""
        key = derived("roles", name)
        self._extra[key] = set()
        self._configuration.add("roles", key, item("roles", key, name, description=description), campus)
        self._configuration.join(f"roles/{key}", "users", ())
        return key

    def is_member(self, user: str, role: str) -> bool:
        """Whether an account is a member of a role made for grants."""
        return user in self._extra.get(role, ())

    def run(self, role: str, task: str, body: Json) -> Json:
        """Adds or removes. Raises ApiError 400 for a user or member that nobody knows."""
        if role not in self._extra:
            raise ApiError(400, "The members of this role are not changed here.")
        if task == ADD:
            user = self._by_sid(body.get("sid"))
            if user in self._extra[role]:
                raise ApiError(400, "The user is a member of the role already.", place="sid")
            self._extra[role].add(user)
            self._list(role, user)
        else:
            user = self._by_member(role, body.get("itemSelection"))
            self._extra[role].discard(user)
            self._configuration.remove("users", _member(role, user))
        return {"state": "Success"}

    def _list(self, role: str, user: str) -> None:
        key, sid = _member(role, user), derived("basicUsers", user)
        made = item("users", key, user, ("roles", role), description="", accountName=user, domain="BASIC", sid=sid)
        self._configuration.add("users", key, made | {"identityType": "BasicUser"})

    def _by_sid(self, sid: object) -> str:
        return _one((user for user in self._accounts if derived("basicUsers", user) == str(sid).lower()), "sid")

    def _by_member(self, role: str, selected: object) -> str:
        wanted = str(selected).lower().removeprefix("users/")
        return _one((user for user in self._extra[role] if _member(role, user) == wanted), "itemSelection")


def _member(role: str, user: str) -> str:
    return derived("users", f"{role}/{user}")


def _one(found: Iterator[str], place: str) -> str:
    user = next(found, None)
    if user is None:
        raise ApiError(400, "There is no such user.", place=place)
    return user
