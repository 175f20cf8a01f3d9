"""The control routes under `/x-demo/`, which XProtect does not have: faults, events, cues, and the true state of doors.

Every request carries the secret of the start line as `Authorization: Bearer <control>`.
"""

import asyncio
import hmac
from collections.abc import Iterable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.answers import ApiError, Json, answer, body
from smartclient.demo.catalogue import CONFIGURATION_CHANGED, EVENT_TYPES, MOTION_STARTED, MOTION_STOPPED
from smartclient.demo.director import Director
from smartclient.demo.events import EventStream
from smartclient.demo.faults import PATTERNS, FaultOrder, Faults
from smartclient.demo.gate import CONTROL, Gate
from smartclient.demo.ids import path
from smartclient.demo.memorandum.memorandum import Memorandum
from smartclient.demo.plan import DemoSite
from smartclient.demo.recorders import site_id
from smartclient.demo.scenario import ScenarioError, Step, load
from smartclient.demo.times import stamp
from smartclient.demo.world import World
from smartclient.runtime.tasks import Tasks

LARGEST_FLOOD = 5_000_000
TICK_S = 0.01


class Control:
    """Serves `/x-demo/…`. `orders` carries out faults."""

    def __init__(
        self,
        secret: str,
        site: DemoSite,
        world: World,
        stream: EventStream,
        director: Director,
        faults: Faults,
        gate: Gate,
        memorandum: Memorandum | None,
    ) -> None:
        self._secret, self._site, self._world, self._stream = secret, site, world, stream
        self._director, self._faults, self._gate = director, faults, gate
        self._memorandum = memorandum
        self._tasks = Tasks("control")

    def routes(self) -> list[Route]:
        """All routes."""
        return [
            Route(f"{CONTROL}/faults", self._set_faults, methods=["GET", "POST", "DELETE"]),
            Route(f"{CONTROL}/events", self._events, methods=["POST"]),
            Route(f"{CONTROL}/acts", self._acts, methods=["POST"]),
            Route(f"{CONTROL}/cues/{{cue}}", self._cue, methods=["POST"]),
            Route(f"{CONTROL}/scenario", self._scenario, methods=["POST"]),
            Route(f"{CONTROL}/flood", self._flood, methods=["POST"]),
            Route(f"{CONTROL}/world", self._state),
            Route(f"{CONTROL}/emergency-calls", self._emergency_call, methods=["POST"]),
            Route(f"{CONTROL}/units-cleared", self._units_cleared, methods=["POST"]),
            Route(f"{CONTROL}/roles", self._role, methods=["POST"]),
        ]

    async def stop(self) -> None:
        """Ends a flood."""
        await self._tasks.cancel()

    def order(self, wanted: FaultOrder) -> None:
        """Puts faults into force. Raises ApiError 400 when a camera pattern fits none. Needs a running loop."""
        self._faults.obey(wanted, self._site)
        if wanted.expire_tokens:
            self._gate.tokens.expire_all()

    async def _set_faults(self, request: Request) -> Response:
        self._check(request)
        if request.method == "DELETE":
            self._faults.clear()
        elif request.method == "POST":
            self.order(_as(FaultOrder, await body(request)))
        return answer(self._faults.json())

    async def _events(self, request: Request) -> Response:
        self._check(request)
        content = await body(request)
        named = str(content.get("type") or "").lower()
        type_id = next((kind.id for kind in EVENT_TYPES.values() if named in {kind.id, kind.name.lower()}), named)
        source, more = content.get("source"), content.get("data")
        if not type_id or not isinstance(source, str) or not (more is None or isinstance(more, dict)):
            raise ApiError(400, "An event needs a type (id or name), a source and, if any, an object as data.")
        return answer({"data": self._stream.publish_unlisted(type_id, source, more)}, 202)

    async def _acts(self, request: Request) -> Response:
        self._check(request)
        acts = _told(self._director.improvise, _as(Step, await body(request)))
        return answer({"array": [act._asdict() for act in acts]}, 202)

    async def _cue(self, request: Request) -> Response:
        self._check(request)
        return answer({"steps": _told(self._director.call, request.path_params["cue"])}, 202)

    async def _scenario(self, request: Request) -> Response:
        self._check(request)
        name = str((await body(request)).get("name") or "")
        if name.endswith(".toml"):
            raise ApiError(400, "Scenarios are named here; files are for the command line.")
        scenario = _told(load, name)
        _told(self._director.begin, scenario)
        return answer({"title": scenario.title}, 202)

    async def _flood(self, request: Request) -> Response:
        self._check(request)
        content = await body(request)
        count, rate = content.get("count"), content.get("per_second", 20_000)
        if not isinstance(count, int) or not isinstance(rate, int) or not 0 < count <= LARGEST_FLOOD or rate < 1:
            raise ApiError(400, f"count must be from 1 to {LARGEST_FLOOD} and per_second at least 1.")
        if not self._site.cameras:
            raise ApiError(400, "The site has no cameras.")
        self._tasks.start("flood", self._pour(count, rate))
        return answer({"count": count, "per_second": rate, "first": self._stream.end}, 202)

    async def _pour(self, count: int, rate: int) -> None:
        """Motion on one camera after the other; alternately started and stopped."""
        sources = [f"cameras/{camera.guid}" for camera in self._site.cameras]
        loop = asyncio.get_running_loop()
        began, done = loop.time(), 0
        while done < count:
            due = min(count, int((loop.time() - began + TICK_S) * rate))
            for number in range(done, due):
                kind = MOTION_STOPPED if number // len(sources) % 2 else MOTION_STARTED
                self._stream.publish(kind, sources[number % len(sources)], {"Number": number})
            done = due
            await asyncio.sleep(TICK_S)

    async def _role(self, request: Request) -> Response:
        """`{"user": …, "campus": … or null, "actions": […], "hidden": [path, …]}`: the role counts at once, and every client is told to
        read anew.
        """
        self._check(request)
        content = await body(request)
        user, campus, actions = str(content.get("user")), content.get("campus"), content.get("actions")
        if user not in self._gate.accounts or not (campus is None or isinstance(campus, str)):
            raise ApiError(400, "A role needs a known user, and a campus or null.")
        may = None if actions is None else _as(frozenset[str], actions)
        hidden = _as(frozenset[str], content.get("hidden") or [])
        self._gate.accounts.change(user, campus=campus, actions=may, hidden=hidden)
        self._stream.publish(CONFIGURATION_CHANGED, path("sites", site_id(self._site)))
        return answer({"user": user, "campus": campus})

    async def _state(self, request: Request) -> Response:
        self._check(request)
        doors = {
            guid: {"locked": door.locked, "open": door.is_open, "forced": door.forced, "held": door.held}
            for guid, door in self._world.doors.items()
        }
        now: Json = {
            "time": stamp(self._world.clock()),
            "events": self._stream.end,
            "doors_changed": self._world.doors_changed,
        }
        return answer(now | {"doors": doors, "inputs": self._world.inputs})

    async def _emergency_call(self, request: Request) -> Response:
        """`{"campus": key, "about": …}`: a 911 call; what the memorandum lets open by itself opens."""
        self._check(request)
        content = await body(request)
        memorandum, campus = self._in_force(content)
        opened = memorandum.call(campus, str(content.get("about") or "A 911 call from the campus.")[:500])
        return answer({"opened": [grant.id for grant in opened]}, 202)

    async def _units_cleared(self, request: Request) -> Response:
        """`{"campus": key}`: all units have left; what is open there closes."""
        self._check(request)
        memorandum, campus = self._in_force(await body(request))
        return answer({"closed": memorandum.clear_units(campus, "call center")}, 202)

    def _in_force(self, content: Json) -> tuple[Memorandum, str]:
        named = content.get("campus")
        if all(campus.key != named for campus in self._site.campuses):
            raise ApiError(400, f"There is no campus {named!r}.")
        if self._memorandum is None:
            raise ApiError(400, "No memorandum is in force.")
        return self._memorandum, str(named)

    def _check(self, request: Request) -> None:
        _, _, given = request.headers.get("authorization", "").partition(" ")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise ApiError(401, "The control secret of the start line is needed.")


def _as(kind: Any, content: Any) -> Any:
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        raise ApiError(400, str(error)) from error


def _told(do: Any, *arguments: Any) -> Any:
    try:
        return do(*arguments)
    except ScenarioError as error:
        raise ApiError(400, str(error)) from error


def words(orders: Iterable[str]) -> FaultOrder:
    """Faults as typed: `delay_s=0.5`, `repeat`, `dead_cameras=*gym*`. Raises ApiError 400 for what is no fault."""
    content: dict[str, Any] = {}
    for order in orders:
        name, equals, value = order.partition("=")
        if name in PATTERNS:
            content.setdefault(name, []).append(value)
        else:
            content[name] = value if equals else "true"
    try:
        return msgspec.convert(content, FaultOrder, strict=False)
    except msgspec.ValidationError as error:
        raise ApiError(400, str(error)) from error
