"""What this user may do with things that are no cameras, as far as the server tells (2024 R2 and later)."""

from collections.abc import Iterable

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.values import Item, child, children, guid, integer, words
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, Unsupported

RAISE_EVENTS = ("userdefinedevents", "TRIGGER")
READ_CARD_HOLDERS = ("accesscontrolsystems", "CARD_HOLDER")
"""Resource, and a word in the name of the action; neither these names nor the namespaces' ids are published."""
MOST_OBJECTS = 100_000


class ObjectRights:
    """The objects that are forbidden, by guid; what the server does not tell is left to its own refusal."""

    def __init__(self, forbidden: Iterable[str] = ()) -> None:
        self._forbidden = frozenset(forbidden)

    def may(self, key: str) -> bool:
        """Whether the user may do it with that object."""
        return key not in self._forbidden

    @property
    def is_unrestricted(self) -> bool:
        """Whether no object is forbidden."""
        return not self._forbidden


async def read_object_rights(rest: Rest, *wanted: tuple[str, str]) -> list[ObjectRights]:
    """The rights to do each of the `wanted` (resource, word of the action). Raises ServerErrors other than clear answers."""
    try:
        namespaces = await rest.items("securityNamespaces", "tell what its users may do")
    except (Unsupported, NotPermitted, Refused, BadAnswer):
        return [ObjectRights() for _ in wanted]
    by_resource = {words(each.get("resourceType")).casefold(): each for each in namespaces}
    return [await _read(rest, by_resource.get(resource), action) for resource, action in wanted]


async def _read(rest: Rest, namespace: Item | None, action: str) -> ObjectRights:
    bits = sum(
        integer(child(each, "securityMask")) or 0
        for each in children(namespace, "securityActions")
        if action in words(child(each, "name")).upper()
    )
    key = guid(child(namespace, "id"))
    if not bits or not key:
        return ObjectRights()
    try:
        told = await rest.item(f"effectivePermissions/{key}", "tell what you may do")
    except (Unsupported, NotPermitted, Refused, BadAnswer):
        return ObjectRights()
    if child(told, "isAdministrator") is True:
        return ObjectRights()
    permissions = children(told, "objectPermissions", limit=MOST_OBJECTS)
    return ObjectRights(
        guid(child(each, "id")) for each in permissions if not (integer(child(each, "mask")) or 0) & bits
    )
