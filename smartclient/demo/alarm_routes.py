"""Alarms REST: list, one, create, work on, history, and the lists of states, priorities, categories and reasons."""

import base64

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.accounts import MANAGE_ALARMS, Rights
from smartclient.demo.alarms import CATEGORIES, CLOSE_REASONS, PRIORITIES, STATES, Alarm, Alarms, statistics
from smartclient.demo.answers import ApiError, Json, array, body, data, not_permitted
from smartclient.demo.config_routes import REST
from smartclient.demo.configuration import Configuration
from smartclient.demo.gate import Gate
from smartclient.demo.query import parse
from smartclient.demo.stills import Stills
from smartclient.demo.times import parsed

LARGEST_PAGE = 2_000
SNAPSHOT = (640, 360)

_LISTS = {
    "alarmstates": STATES,
    "alarmpriorities": PRIORITIES,
    "alarmcategories": CATEGORIES,
    "closereasons": CLOSE_REASONS,
    "alarmsounds": {},
    "alarmmessages": {},
    "alarmsuppressions": {},
    "alarmdisables": {},
    "alarmsettings": {},
}


class AlarmRoutes:
    """Everything under `alarms` and the lists beside it."""

    def __init__(self, gate: Gate, alarms: Alarms, configuration: Configuration, stills: Stills) -> None:
        self._gate, self._alarms, self._configuration, self._stills = gate, alarms, configuration, stills

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        return [
            *(Route(f"{REST}/{name}", self._listing) for name in _LISTS),
            Route(f"{REST}/alarmstatistics", self._statistics),
            Route(f"{REST}/alarms", self._all, methods=["GET", "POST"]),
            Route(f"{REST}/alarms/{{guid}}", self._one, methods=["GET", "PATCH"]),
            Route(f"{REST}/alarms/{{guid}}/history", self._history),
            Route(f"{REST}/alarms/{{guid}}/snapshots", self._snapshots),
        ]

    async def _listing(self, request: Request) -> Response:
        self._gate.rights(request)
        return array(list(_LISTS[request.url.path.rpartition("/")[2]].values()))

    async def _statistics(self, request: Request) -> Response:
        return array(statistics(self._seen(self._gate.rights(request))))

    async def _all(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        if request.method == "POST":
            return self._create(rights, await body(request))
        query = parse(request.url.query, LARGEST_PAGE)
        with_data = "data" in [word.lower() for word in query.words("include")]
        return array(query.select([alarm.json(with_data=with_data) for alarm in reversed(self._seen(rights))]))

    def _create(self, rights: Rights, content: Json) -> Response:
        name, source = content.get("name"), content.get("source")
        if not isinstance(name, str) or not name or not isinstance(source, str):
            raise ApiError(400, "An alarm needs a name and a source.")
        where = source.lower() if "/" not in source else self._canonical(source)
        where = f"cameras/{where}" if "/" not in where else where
        if self._configuration.find(where) is None:
            raise ApiError(400, f"Device not found. {where}", place="source")
        if not rights.may(MANAGE_ALARMS, where):
            raise not_permitted()
        made = self._alarms.create(name, str(content.get("message") or ""), where, rights.account.display_name)
        return data(made.json(), 202)

    def _canonical(self, source: str) -> str:
        resource, _, guid = source.partition("/")
        return f"{self._configuration.name(resource) or resource}/{guid.lower()}"

    async def _one(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        alarm = self._found(request, rights)
        if request.method == "PATCH":
            if not rights.may(MANAGE_ALARMS, alarm.source):
                raise not_permitted()
            self._alarms.patch(alarm, await body(request), rights.account.display_name)
            return data(alarm.json(), 202)
        query = parse(request.url.query)
        return data(alarm.json(with_data="data" in [word.lower() for word in query.words("include")]))

    async def _history(self, request: Request) -> Response:
        return array(self._found(request, self._gate.rights(request)).history)

    async def _snapshots(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        alarm = self._found(request, rights)
        resource, _, camera = alarm.source.partition("/")
        if resource != "cameras":
            return array([])
        if not rights.may("PLAYBACK", alarm.source):
            raise not_permitted()
        width, height = SNAPSHOT
        picture = await self._stills.draw(camera, width, height, parsed(alarm.time))
        size = {"TimeOffset": 0, "Width": width, "Height": height, "HasOverlay": False, "SizeInBytes": len(picture)}
        return array([size | {"Image": base64.b64encode(picture).decode()}] if picture else [])

    def _found(self, request: Request, rights: Rights) -> Alarm:
        guid = request.path_params["guid"]
        alarm = self._alarms.by_id.get(guid)
        if alarm is None:
            raise ApiError(404, f"Alarm not found. alarms/{guid}")
        if not rights.may_see(alarm.source):
            raise not_permitted()
        return alarm

    def _seen(self, rights: Rights) -> list[Alarm]:
        return [alarm for alarm in self._alarms.by_id.values() if rights.may_see(alarm.source)]
