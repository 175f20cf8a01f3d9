"""Events REST: trigger an event, and read those that are stored."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.accounts import COMMAND_DOORS, TRIGGER_EVENTS, Rights
from smartclient.demo.answers import ApiError, Json, answer, array, body, data, not_permitted
from smartclient.demo.catalogue import ANALYTICS, EXTERNAL
from smartclient.demo.config_routes import REST
from smartclient.demo.configuration import Configuration
from smartclient.demo.events import Event, EventStream
from smartclient.demo.gate import Gate
from smartclient.demo.ids import path
from smartclient.demo.query import parse

LARGEST_PAGE = 2_000


class EventRoutes:
    """`events`, `events/bulk` and `events/{id}`. `door_events` are the user-defined events that command doors."""

    def __init__(
        self, gate: Gate, stream: EventStream, configuration: Configuration, door_events: frozenset[str]
    ) -> None:
        self._gate, self._stream, self._configuration, self._door_events = gate, stream, configuration, door_events

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
            return data(_json(self._trigger(rights, await body(request)), with_data=True), 202)
        query = parse(request.url.query, LARGEST_PAGE)
        with_data = "data" in [word.lower() for word in query.words("include")]
        seen = [
            _json(event, with_data=with_data) for event in reversed(self._stream.stored) if rights.may_see(event.source)
        ]
        return array(query.select(seen))

    async def _bulk(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        content = (await body(request)).get("events")
        if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
            raise ApiError(400, 'The body must be {"events": […]}.')
        answers = []
        for each in content:
            try:
                answers.append({"status": 202, "data": _json(self._trigger(rights, each), with_data=True)})
            except ApiError as error:
                answers.append({"status": error.status, "error": error.details})
        return answer({"array": answers}, 207)

    async def _one(self, request: Request) -> Response:
        rights, guid = self._gate.rights(request), request.path_params["guid"]
        event = self._stream.find(guid)
        if event is None or not rights.may_see(event.source):
            raise ApiError(404, f"Event not found. events/{guid}")
        return data(_json(event, with_data=True))

    def _trigger(self, rights: Rights, content: Json) -> Event:
        type_id = str(content.get("type") or "").lower()
        kind = self._configuration.find(path("eventTypes", type_id))
        if kind is None:
            raise ApiError(400, f"Unknown event type: {type_id[:100]}", place="type")
        if kind["generatorType"] not in {EXTERNAL, ANALYTICS}:
            raise ApiError(403, "Events of this type cannot be triggered by a user.")
        own = path("userDefinedEvents" if kind["generatorType"] == EXTERNAL else "analyticsEvents", type_id)
        source = self._source(content.get("source")) or own
        needed = COMMAND_DOORS if type_id in self._door_events else TRIGGER_EVENTS
        if not (rights.may(needed, own) and rights.may_see(source)):
            raise not_permitted()
        sent = content.get("data")
        return self._stream.publish_unlisted(type_id, source, sent if isinstance(sent, dict) else None)

    def _source(self, sent: object) -> str | None:
        if not isinstance(sent, str) or not sent:
            return None
        resource, _, guid = sent.partition("/")
        source = path(self._configuration.name(resource) or resource, guid.lower())
        if self._configuration.find(source) is None:
            raise ApiError(400, f"Device not found. {sent[:200]}", place="source")
        return source


def _json(event: Event, *, with_data: bool) -> Json:
    made: Json = msgspec.to_builtins(event)
    if not with_data:
        made.pop("data", None)
    return made
