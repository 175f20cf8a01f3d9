"""Three windows in one process at one demo server with the memorandum in force: dispatcher, principal, responder."""

from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.connection import Line
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.places import building_titles, campus_names
from tests.builders.running import until
from tests.builders.window import demo_plan

POLICY = paths.floorplans() / "maple-grove" / "policy.json"
UNDER_POLICY = DemoOptions(policy=POLICY)


@dataclass(frozen=True)
class Windows:
    """Each signed in and live, with its own settings and journal."""

    dispatcher: Watch
    principal: Watch
    responder: Watch


def on_three(server: DemoServer, body: Callable[[Windows], Coroutine[Any, Any, None]]) -> None:
    """Runs `body` on the three, then shuts them down."""

    async def whole() -> int:
        async with AsyncExitStack() as stack:
            watches = []
            for user in ("dispatcher", "principal-hs", "responder"):
                watches.append(watch := _watch(server, user))
                stack.push_async_callback(watch.shutdown)
            await until(lambda: all(watch.store.connection.line is Line.LIVE for watch in watches))
            await body(Windows(*watches))
        return 0

    assert run(whole) == 0


def _watch(server: DemoServer, user: str) -> Watch:
    clock, opened = SystemClock(), demo_plan()
    if user == "principal-hs":
        opened = plan(opened.path, frozenset(v.id for v in opened.site.venues if "High" in v.name))
    client = XProtectServer(
        server.url,
        user,
        Secret(server.password),
        clock=clock,
        buildings=building_titles(opened.site),
        campuses=campus_names(opened.site),
    )
    watch = Watch(given(opened, client, user, "dark", clock, home(server.url, user, opened.scope)))
    watch.window.resize(1400, 900)
    watch.furnish()
    watch.start()
    return watch
