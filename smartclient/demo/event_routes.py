"""Events REST: trigger an event, and read those that are stored."""

from collections.abc import Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.accounts import COMMAND_DOORS, READ_CARD_HOLDERS, TRIGGER_EVENTS, Rights
from smartclient.demo.answers import ApiError, Json, answer, array, body, data, not_permitted
from smartclient.demo.catalogue import ANALYTICS, EXTERNAL
from smartclient.demo.commands import DoorRule
from smartclient.demo.config_routes import REST
from smartclient.demo.configuration import Configuration
from smartclient.demo.events import Event, EventStream
from smartclient.demo.faults import Faults
from smartclient.demo.gate import Gate
from smartclient.demo.ids import path
from smartclient.demo.people import without_names
from smartclient.demo.query import parse

LARGEST_PAGE = 2_000
_OUTLINE = ("id", "source", "type", "time")


class EventRoutes:
    """`events`, `events/bulk` and `events/{id}`. `rules` are those behind the user-defined events that command doors."""

    def __init__(
        self,
        gate: Gate,
        stream: EventStream,
        configuration: Configuration,
        rules: Mapping[str, DoorRule],
        faults: Faults,
    ) -> None:
        self._gate, self._stream, self._configuration = gate, stream, configuration
        self._rules, self._faults = rules, faults

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        return [
            Route(f"{REST}/events", self._all, methods=["GET", "POST"]),
            Route(f"{REST}/events/bulk", self._bulk, methods=["POST"]),
            Route(f"{REST}/events/{{guid}}", self._one),
        ]

    async def _all(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        if request.method == "POST":
            content = await body(request)
            await self._hang(content)
            return data(_json(self._trigger(rights, content), rights, with_data=True), 202)
        query = parse(request.url.query, LARGEST_PAGE)
        with_data = "data" in [word.lower() for word in query.words("include")]
        since, query = query.later_than("time")
        seen = {event.id: event for event in self._stream.newest_first(since) if rights.may_see(event.source)}
        if query.asks_only(_OUTLINE):  # of many events only the page is then told in full
            rows = query.select({key: getattr(event, key) for key in _OUTLINE} for event in seen.values())
            return array([_json(seen[row["id"]], rights, with_data=with_data) for row in rows])
        return array(query.select([_json(event, rights, with_data=with_data) for event in seen.values()]))

    async def _bulk(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        content = (await body(request)).get("events")
        if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
            raise ApiError(400, 'The body must be {"events": […]}.')
        answers = []
        for each in content:
            try:
                answers.append({"status": 202, "data": _json(self._trigger(rights, each), rights, with_data=True)})
            except ApiError as error:
                answers.append({"status": error.status, "error": error.details})
        return answer({"array": answers}, 207)

    async def _one(self, request: Request) -> Response:
        rights, guid = self._gate.rights(request), request.path_params["guid"]
        event = self._stream.find(guid)
        if event is None or not rights.may_see(event.source):
            raise ApiError(404, f"Event not found. events/{guid}")
        return data(_json(event, rights, with_data=True))

    def _trigger(self, rights: Rights, content: Json) -> Event:
        type_id = str(content.get("type") or "").lower()
        kind = self._configuration.find(path("eventTypes", type_id))
        if kind is None:
            raise ApiError(400, f"Unknown event type: {type_id[:100]}", place="type")
        if kind["generatorType"] not in {EXTERNAL, ANALYTICS}:
            raise ApiError(403, "Events of this type cannot be triggered by a user.")
        own = path("userDefinedEvents" if kind["generatorType"] == EXTERNAL else "analyticsEvents", type_id)
        source = self._source(content.get("source")) or own
        needed = COMMAND_DOORS if type_id in self._rules else TRIGGER_EVENTS
        if not (rights.may(needed, own) and rights.may_see(source)):
            raise not_permitted()
        if any(door in self._faults.failing_doors for door in self._alone(type_id)):
            raise ApiError(409, "The door controller does not take the command: the door is switched to its key.")
        given = content.get("data")
        sent = given if isinstance(given, dict) else None
        if kind["generatorType"] == EXTERNAL:
            sent = (sent or {}) | {"User": rights.account.name}
        return self._stream.publish_unlisted(type_id, source, sent)

    def _alone(self, type_id: str) -> tuple[str, ...]:
        """The door that the event commands; none where it commands a whole building, since that is accepted at once."""
        rule = self._rules.get(type_id)
        return rule.doors if rule is not None and not rule.is_of_building else ()

    async def _hang(self, content: Json) -> None:
        """Leaves the commands of hanging doors without an answer until the fault is lifted."""
        doors = self._alone(str(content.get("type") or "").lower())
        if any(door in self._faults.hanging_doors for door in doors):
            await self._faults.lifted.wait()

    def _source(self, sent: object) -> str | None:
        if not isinstance(sent, str) or not sent:
            return None
        resource, _, guid = sent.partition("/")
        source = path(self._configuration.name(resource) or resource, guid.lower())
        if self._configuration.find(source) is None:
            raise ApiError(400, f"Device not found. {sent[:200]}", place="source")
        return source


def _json(event: Event, rights: Rights, *, with_data: bool) -> Json:
    made: Json = msgspec.to_builtins(event)
    if "data" in made and not rights.may(READ_CARD_HOLDERS):
        made["data"] = without_names(made["data"])
    if not with_data:
        made.pop("data", None)
    return made
