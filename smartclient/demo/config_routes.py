"""Configuration REST, `/api/rest/v1/{resource}…`: lists, items, children, tasks, and the few writes that are open."""

import re
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.accounts import CONFIGURE, MANAGE_ROLES, NAMESPACES, Rights
from smartclient.demo.answers import ApiError, Json, answer, array, body, data, not_permitted
from smartclient.demo.commands import BUILT_IN, add_user_defined_event
from smartclient.demo.configuration import Configuration
from smartclient.demo.gate import Gate
from smartclient.demo.ids import fresh, path
from smartclient.demo.jobs import Jobs
from smartclient.demo.query import Query, parse
from smartclient.demo.roles import GUARDED

REST = "/api/rest/v1"
LONGEST_NAME = 200
LONGEST_TEXT = 4_000

_WKT = re.compile(r"POINT (EMPTY|\(-?\d{1,3}(\.\d{1,12})? -?\d{1,2}(\.\d{1,12})?( -?\d{1,5}(\.\d{1,6})?)?\))")
_WRITABLE = {
    "name": str,
    "description": str,
    "shortName": str,
    "enabled": bool,
    "gisPoint": str,
    "coverageDirection": float,
    "coverageDepth": float,
    "coverageFieldOfView": float,
}


def _namespace(guid: str, name: str, resource: str, actions: dict[str, int]) -> Json:
    told = [
        {"name": action, "displayName": action.replace("_", " ").capitalize(), "visible": True, "securityMask": mask}
        for action, mask in actions.items()
    ]
    return {
        "name": name,
        "displayName": name,
        "id": guid,
        "resourceType": resource,
        "userDefined": False,
        "securityActions": told,
    }


_NAMESPACES = {guid: _namespace(guid, *told) for guid, told in NAMESPACES.items()}


class ConfigRoutes:
    """Answers from the configuration, each user seeing only what the role allows."""

    def __init__(self, gate: Gate, configuration: Configuration, jobs: Jobs) -> None:
        self._gate, self._configuration, self._jobs = gate, configuration, jobs

    def routes(self) -> list[Route]:
        """All routes, lower case; those for one resource come before the general ones."""
        everything = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        return [
            Route(f"{REST}/securitynamespaces", self._namespaces),
            Route(f"{REST}/securitynamespaces/{{guid}}", self._namespaces),
            Route(f"{REST}/effectivepermissions/{{guid}}", self._permissions),
            Route(f"{REST}/owner", self._owner),
            Route(f"{REST}/sites/{{guid}}/owner", self._owner),
            Route(f"{REST}/{{resource}}", self._collection, methods=["GET", "POST"]),
            Route(f"{REST}/{{resource}}/{{guid}}", self._item, methods=everything),
            Route(f"{REST}/{{resource}}/{{guid}}/{{child}}", self._children, methods=["GET", "POST"]),
        ]

    async def _collection(self, request: Request) -> Response:
        rights, resource = self._gate.rights(request), self._resource(request)
        _check_roles(rights, resource)
        if request.method == "POST":
            return self._create(rights, resource, await body(request))
        query = parse(request.url.query)
        if query.flags & {"tasks", "resources", "definitions"}:
            return self._described(query, resource, "", {})
        return array(self._selected(query, rights, resource, self._configuration.items[resource].values()))

    async def _item(self, request: Request) -> Response:
        rights, resource = self._gate.rights(request), self._resource(request)
        _check_roles(rights, resource)
        made, query = self._found(resource, request, rights), parse(request.url.query)
        where = path(resource, request.path_params["guid"])
        if request.method == "POST":
            task = query.options.get("task", "")
            return answer({"result": await self._jobs.run(resource, made, task, await body(request), rights)})
        if request.method in {"PUT", "PATCH"}:
            return self._write(rights, resource, where, made, await body(request))
        if request.method == "DELETE":
            return self._delete(rights, resource, request.path_params["guid"])
        if query.flags & {"tasks", "resources", "definitions"}:
            return self._described(query, resource, where, made)
        return data(self._with_children(query, rights, resource, [made])[0])

    async def _children(self, request: Request) -> Response:
        rights, resource = self._gate.rights(request), self._resource(request)
        _check_roles(rights, resource)
        made, query, child = (
            self._found(resource, request, rights),
            parse(request.url.query),
            request.path_params["child"],
        )
        where = path(resource, request.path_params["guid"])
        found = self._configuration.children(where, child)
        if found is None:
            raise ApiError(404, f"Unknown resource: {_sent(request, 2)}")
        kind = self._configuration.name(child) or next(
            name for parent, name in self._configuration.generated if name.lower() == child and parent == resource
        )
        if request.method == "POST":
            task = query.options.get("task", "")
            kind = f"{resource}/{kind}"
            return answer({"result": await self._jobs.run(kind, made, task, await body(request), rights)})
        if "tasks" in query.flags:
            return answer({"tasks": self._jobs.offered(f"{resource}/{kind}")})
        return array(self._selected(query, rights, kind, found))

    def _resource(self, request: Request) -> str:
        resource = self._configuration.name(request.path_params["resource"])
        if resource is None:
            raise ApiError(404, f"Unknown resource: {_sent(request, 0)}")
        return resource

    def _found(self, resource: str, request: Request, rights: Rights) -> Json:
        guid = request.path_params["guid"]
        made = self._configuration.items[resource].get(guid)
        if made is None:
            raise ApiError(404, f"Device not found. {resource}/{guid}")
        if not rights.may_see(path(resource, guid)):
            raise not_permitted()
        return made

    def _selected(self, query: Query, rights: Rights, resource: str, items: Iterable[Json]) -> list[Json]:
        seen = [made for made in items if rights.may_see(path(resource, _guid(made)))]
        if "disabled" not in query.flags:
            seen = [made for made in seen if made.get("enabled", True)]
        return self._with_children(query, rights, resource, query.select(seen))

    def _with_children(self, query: Query, rights: Rights, resource: str, items: list[Json]) -> list[Json]:
        for child in query.words("includechildren"):
            name = self._configuration.name(child)
            if name is None:
                raise ApiError(400, f"Unknown child: {child}", place="includeChildren")
            items = [made | {name: self._seen_children(rights, resource, made, name)} for made in items]
        return items

    def _seen_children(self, rights: Rights, resource: str, made: Json, name: str) -> list[Json]:
        children = self._configuration.children(path(resource, _guid(made)), name) or []
        return [child for child in children if rights.may_see(path(name, _guid(child)))]

    def _described(self, query: Query, resource: str, where: str, made: Json) -> Response:
        if "tasks" in query.flags:
            return answer({"tasks": self._jobs.offered(resource)})
        if "resources" in query.flags:
            return answer({"resources": [{"type": name} for name in self._configuration.child_names(where)]})
        example = made or next(iter(self._configuration.items[resource].values()), {})
        described = [{"name": key, "type": type(value).__name__} for key, value in example.items()]
        return answer({"definitions": described})

    def _create(self, rights: Rights, resource: str, content: Json) -> Response:
        if resource != "userDefinedEvents":
            raise ApiError(405, f"{resource} cannot be created here.")
        if not rights.may(CONFIGURE):
            raise not_permitted()
        guid = fresh()
        add_user_defined_event(self._configuration, guid, _name(content), "", None)
        return answer({"result": self._configuration.items[resource][guid]}, 201)

    def _write(self, rights: Rights, resource: str, where: str, made: Json, content: Json) -> Response:
        if not rights.may(CONFIGURE, where):
            raise not_permitted()
        if resource == "userDefinedEvents":
            _name(content)
        for key, kind in _WRITABLE.items():
            value = content.get(key)
            if value is None or key not in made:
                continue
            if not isinstance(value, int | float if kind is float else kind) or len(str(value)) > LONGEST_TEXT:
                raise ApiError(400, f"{key} has the wrong type.", place=key)
            if key == "gisPoint" and not _WKT.fullmatch(str(value)):
                raise ApiError(400, f"{key} is no point.", place=key)
            made[key] = value
        made["displayName"] = made.get("name", made["displayName"])
        return data(made)

    def _delete(self, rights: Rights, resource: str, guid: str) -> Response:
        if resource != "userDefinedEvents":
            raise ApiError(405, f"{resource} cannot be deleted here.")
        if not rights.may(CONFIGURE) or guid in BUILT_IN:
            raise not_permitted()
        self._configuration.remove(resource, guid)
        self._configuration.remove("eventTypes", guid)
        return answer({"state": "Success", "path": {"type": resource, "id": guid}})

    async def _namespaces(self, request: Request) -> Response:
        self._gate.rights(request)
        guid = request.path_params.get("guid")
        if guid is None:
            return array(list(_NAMESPACES.values()))
        if guid not in _NAMESPACES:
            raise ApiError(404, f"Device not found. securityNamespaces/{guid}")
        return data(_NAMESPACES[guid])

    async def _permissions(self, request: Request) -> Response:
        rights, namespace = self._gate.rights(request), request.path_params["guid"]
        if namespace not in _NAMESPACES:
            raise ApiError(404, f"Device not found. securityNamespaces/{namespace}")
        _, resource, actions = NAMESPACES[namespace]
        items = self._configuration.items[resource]
        asked = [guid.lower() for guid in parse(request.url.query).words("objectids")] or list(items)
        seen = (one for one in asked if one in items and rights.may_see(path(resource, one)))
        masks = [{"id": one, "mask": rights.mask(actions, path(resource, one))} for one in seen]
        return data({"id": namespace, "isAdministrator": rights.administrator, "objectPermissions": masks})

    async def _owner(self, request: Request) -> Response:
        self._gate.rights(request)
        section = "[7e5e3fbc-0e2f-4c8b-9d3a-0b6c0a0d3f11]"
        keys = (
            "address.Address",
            "address.State",
            "address.ZipCode",
            "address.Country",
            "address.Phone",
            "address.Email",
        )
        more = ("admin.Name", "admin.Email", "admin.Phone", "additional.AdditionalInfo")
        return data({"displayName": "Basic Information"} | {f"{section}/{key}": "" for key in (*keys, *more)})


def _check_roles(rights: Rights, resource: str) -> None:
    if resource in GUARDED and not rights.may(MANAGE_ROLES):
        raise not_permitted()


def _guid(made: Json) -> str:
    """An item's id; state groups have none but the one of their relations."""
    self_path = made["relations"].get("self", {})
    return str(made.get("id") or self_path.get("id", ""))


def _name(content: Json) -> str:
    name = content.get("name")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise ApiError(400, "The name is missing or too long.", place="name")
    return name


def _sent(request: Request, part: int) -> str:
    """A part of the path after `/api/rest/v1` as the client wrote it."""
    return str(request.scope["sent_path"]).split("/")[4 + part]
