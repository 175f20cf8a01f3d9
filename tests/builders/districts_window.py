"""The whole watch in its window over several real demo servers, which call everything alike."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.districts import Signed, given_several
from smartclient.app.loop import run
from smartclient.app.starting import plan
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.alarms import Alarm
from smartclient.domain.connection import Line
from smartclient.domain.ids import DeviceId, ServerKey, keyed, server_of
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from smartclient.store.places import building_titles
from tests.builders.demo_district import PASSWORD, guid_of, write_district
from tests.builders.demo_thread import demo_server
from tests.builders.running import until

NORTH, SOUTH = ServerKey("north"), ServerKey("south")
Servers = dict[ServerKey, DemoServer]
Body = Callable[[Watch, Servers], Coroutine[Any, Any, None]]


def on_two(folder: Path, body: Body) -> None:
    """Runs `body` on a watch over two districts that are both live."""
    on_several(folder, (NORTH, SOUTH), {}, body)


def on_several(folder: Path, keys: Sequence[ServerKey], dead: Mapping[ServerKey, str], body: Body) -> None:
    """Runs `body` once the districts of `keys` are live; those of `dead` have an address where nobody answers as he should."""
    site = write_district(folder / "site")

    async def whole(servers: Servers) -> int:
        clock, opened = SystemClock(), plan(site)
        titles = building_titles(opened.site)

        def signed(key: ServerKey, url: str, password: str) -> Signed:
            server = XProtectServer(url, "dispatcher", Secret(password), clock=clock, buildings=titles)
            return Signed(str(key), url, "dispatcher", server, opened)

        parts = [signed(key, url, "") for key, url in dead.items()]
        parts += [signed(key, each.url, each.password) for key, each in servers.items()]
        watch = Watch(given_several(parts, "dark", clock))
        watch.window.resize(1400, 900)
        watch.furnish()
        watch.start()
        try:
            await until(lambda: all(watch.store.connections[key].line is Line.LIVE for key in servers))
            await body(watch, servers)
        finally:
            await watch.shutdown()
        return 0

    with ExitStack() as stack:
        servers = {key: stack.enter_context(demo_server(DemoOptions(site=site, password=PASSWORD))) for key in keys}
        assert run(lambda: whole(servers)) == 0


async def order(server: DemoServer, what: str, told: dict[str, object]) -> None:
    """Orders something of a demo server, over its control."""
    headers = {"Authorization": f"Bearer {server.control}"}
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{server.url}/x-demo/{what}", headers=headers, json=told)
    assert answer.is_success, answer.text


async def force(server: DemoServer, number: int) -> None:
    """Forces a door of the little district."""
    name = server.site.by_guid[guid_of(f"door {number}")].name
    await order(server, "acts", {"act": "door.forced", "device": name})


def of(server: ServerKey, device: DeviceId) -> DeviceId:
    """A device of one of them."""
    return DeviceId(keyed(server, device))


def alarm_of(watch: Watch, server: ServerKey) -> Alarm | None:
    """An open alarm of one of them."""
    return next((alarm for alarm in watch.store.open_alarms() if server_of(alarm.id) == server), None)
