"""Alarms REST: list, one, create, work on, history, and the lists of states, priorities, categories and reasons."""

from collections.abc import Iterable, Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.accounts import (
    ACKNOWLEDGE_ALARMS,
    ASSIGN_ALARMS,
    CLOSE_ALARMS,
    MANAGE_ALARMS,
    READ_CARD_HOLDERS,
    Rights,
)
from smartclient.demo.alarm_snapshots import AlarmSnapshots
from smartclient.demo.alarm_terms import CATEGORIES, CLOSE_REASONS, PRIORITIES, STATES
from smartclient.demo.alarms import Alarm, Alarms, statistics
from smartclient.demo.answers import ApiError, Json, array, body, data, not_permitted
from smartclient.demo.config_routes import REST
from smartclient.demo.configuration import Configuration
from smartclient.demo.faults import Faults
from smartclient.demo.gate import Gate
from smartclient.demo.query import Query, parse
from smartclient.demo.times import parsed

LARGEST_PAGE = 2_000

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

    def __init__(
        self, gate: Gate, alarms: Alarms, configuration: Configuration, pictures: AlarmSnapshots, faults: Faults
    ) -> None:
        self._gate, self._alarms, self._configuration = gate, alarms, configuration
        self._pictures, self._faults = pictures, faults

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        return [
            *(Route(f"{REST}/{name}", self._listing) for name in _LISTS),
            Route(f"{REST}/alarmstatistics", self._statistics),
            Route(f"{REST}/alarms", self._all, methods=["GET", "POST"]),
            Route(f"{REST}/alarms/{{guid}}", self._one, methods=["GET", "PATCH"]),
            Route(f"{REST}/alarms/{{guid}}/history", self._history),
            Route(f"{REST}/alarms/{{guid}}/snapshots", self._snapshots, methods=["GET", "POST"]),
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
        meant = (alarm for alarm in self._meant(query) if rights.may_see(alarm.source))
        with_names = rights.may(READ_CARD_HOLDERS)
        return array(query.select(alarm.json(with_data=with_data, with_names=with_names) for alarm in meant))

    def _meant(self, query: Query) -> Iterable[Alarm]:
        """All, or where only those changed after some time are asked for, just these."""
        for condition in query.conditions:
            if condition.key.lower() == "lastupdatedtime" and condition.operator == "gt":
                try:
                    return self._alarms.changed_after(parsed(condition.value))
                except ValueError as error:
                    raise ApiError(400, "That is no time.", place="lastUpdatedTime") from error
        return reversed(self._alarms.by_id.values())

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
            return self._change(alarm, await body(request), rights)
        query = parse(request.url.query)
        with_data = "data" in [word.lower() for word in query.words("include")]
        return data(alarm.json(with_data=with_data, with_names=rights.may(READ_CARD_HOLDERS)))

    def _change(self, alarm: Alarm, changes: Json, rights: Rights) -> Response:
        account = rights.account
        if not all(
            rights.may(action, alarm.source) for action in _needed(changes, {account.name, account.display_name})
        ):
            raise not_permitted()
        if self._faults.alarm_conflicts > 0:
            self._faults.alarm_conflicts -= 1
            raise ApiError(409, "The alarm was changed by somebody else in the meantime.")
        if self._faults.alarm_changes_lost > 0:
            self._faults.alarm_changes_lost -= 1
        else:
            self._alarms.patch(alarm, changes, account.display_name)
        return data(alarm.json(), 202)

    async def _history(self, request: Request) -> Response:
        return array(self._found(request, self._gate.rights(request)).history)

    async def _snapshots(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        return await self._pictures.answer(request, self._found(request, rights), rights)

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


def _needed(changes: Json, own_names: set[str]) -> Iterator[str]:
    """The rights a change asks for; taking an alarm oneself is no assigning."""
    yield ACKNOWLEDGE_ALARMS
    state = changes.get("state")
    if (state.get("id") if isinstance(state, dict) else state) == STATES["Closed"]["id"]:
        yield CLOSE_ALARMS
    owner = changes.get("assignedTo.displayName")
    if owner is not None and owner not in own_names:
        yield ASSIGN_ALARMS
