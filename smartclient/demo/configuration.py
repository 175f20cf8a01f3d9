"""The configuration items of the server by resource and id, with their parents, members and campus."""

from collections.abc import Callable, Iterable
from typing import Any

from smartclient.demo.answers import Json

LAST_MODIFIED = "2026-08-17T06:00:00.0000000Z"


def item(resource: str, guid: str, name: str, parent: tuple[str, str] | None = None, **more: Any) -> Json:
    """An item with the properties every item has; `parent` is (resource, id)."""
    relations: Json = {"parent": {"type": parent[0], "id": parent[1]}} if parent else {}
    relations["self"] = {"type": resource, "id": guid}
    return {
        "displayName": name,
        "id": guid,
        "name": name,
        **more,
        "lastModified": LAST_MODIFIED,
        "relations": relations,
    }


class Configuration:
    """Items by canonical resource name and lower-case id.

    `campus_of` tells the campus of the paths that belong to one; paths without belong to the whole district.
    `generated` makes children that are derived from their parent (streams, motion detection) when somebody asks.
    """

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Json]] = {}
        self.campus_of: dict[str, str] = {}
        self.generated: dict[tuple[str, str], Callable[[Json], list[Json]]] = {}
        self._names: dict[str, str] = {}
        self._children: dict[str, dict[str, dict[str, None]]] = {}

    def declare(self, resource: str) -> None:
        """Makes the resource known although it may stay empty."""
        self.items.setdefault(resource, {})
        self._names[resource.lower()] = resource

    def name(self, resource: str) -> str | None:
        """The canonical spelling of a resource, or None when there is no such resource."""
        return self._names.get(resource.lower())

    def add(self, resource: str, guid: str, made: Json, campus: str | None = None) -> None:
        """Adds or replaces an item; it becomes a child of `relations.parent`."""
        self.declare(resource)
        self.items[resource][guid] = made
        if campus is not None:
            self.campus_of[f"{resource}/{guid}"] = campus
        parent = made["relations"].get("parent")
        if parent:
            self.join(f"{parent['type']}/{parent['id']}", resource, [guid])

    def join(self, parent: str, resource: str, guids: Iterable[str]) -> None:
        """Lists items as children or members of the item at path `parent`."""
        self._children.setdefault(parent, {}).setdefault(resource, {}).update(dict.fromkeys(guids))

    def remove(self, resource: str, guid: str) -> None:
        """Takes an item out. Raises KeyError."""
        made = self.items[resource].pop(guid)
        parent = made["relations"].get("parent")
        if parent:
            self._children[f"{parent['type']}/{parent['id']}"][resource].pop(guid, None)

    def find(self, path: str) -> Json | None:
        """The item at `resource/id`, both in any case."""
        resource, _, guid = path.partition("/")
        return self.items.get(self.name(resource) or "", {}).get(guid.lower())

    def child_names(self, path: str) -> list[str]:
        """Which children the item at a canonical path has."""
        resource = path.partition("/")[0]
        made = [child for parent, child in self.generated if parent == resource]
        return sorted({*made, *self._children.get(path, {})})

    def children(self, path: str, child: str) -> list[Json] | None:
        """The children of a kind, in any case, of the item at a canonical path; None when there is no such kind."""
        resource = path.partition("/")[0]
        for (parent, name), make in self.generated.items():
            if parent == resource and name.lower() == child.lower():
                return make(self.items[resource][path.partition("/")[2]])
        known = self.name(child)
        if known is None:
            return None
        if resource == "sites":
            return list(self.items[known].values())
        return [
            self.items[known][guid] for guid in self._children.get(path, {}).get(known, {}) if guid in self.items[known]
        ]
