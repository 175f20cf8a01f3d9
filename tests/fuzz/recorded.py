"""What the demo server really says, recorded once a process: REST answers, event frames, messages, pictures, offers."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.http import Answer, Http
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.commands import AddBookmark, LockEvidence
from smartclient.domain.errors import SmartclientError
from smartclient.domain.footage import PacketSource, Quality
from smartclient.domain.recordings import Span
from tests.builders.demo_client import NoImages
from tests.builders.demo_district import PASSWORD, camera, client, guid_of, write_district
from tests.builders.strip_cameras import StripCameras

MOST_ITEMS = 4
"""Of each list: a configuration is read thousands of times."""


@dataclass(slots=True)
class Recorded:
    """`rest` holds method, path with its query, status and body; `frames` what came over WebSockets, by path."""

    rest: list[tuple[str, str, int, bytes]] = field(default_factory=list)
    frames: dict[str, list[bytes]] = field(default_factory=dict)

    def answers(self, *paths: str) -> bytes:
        """The answers whose paths begin so, one each, as JSON: `{path: [status, body]}`."""
        found = {
            path: [status, _short(body)]
            for _, path, status, body in self.rest
            if any(path.startswith(wanted) for wanted in paths)
        }
        assert found, paths
        return json.dumps(found).encode()


@cache
def recorded() -> Recorded:
    """A short watch over the tiny campus."""
    with tempfile.TemporaryDirectory() as folder, _listening() as heard:
        asyncio.run(_watch(Path(folder)))
    return heard


@contextmanager
def _listening() -> Iterator[Recorded]:
    heard = Recorded()
    send, receive = Http.send, ClientConnection.recv

    async def sent(self: Http, method: str, url: str, **more: Any) -> Answer:
        answer = await send(self, method, url, **more)
        heard.rest.append((method, urlsplit(url).path + _query(url, more), answer.status, answer.body))
        return answer

    async def received(self: ClientConnection, *args: Any, **more: Any) -> Any:
        text = await receive(self, *args, **more)
        path = urlsplit(self.request.path).path if self.request is not None else ""
        heard.frames.setdefault(path, []).append(text.encode() if isinstance(text, str) else bytes(text))
        return text

    with mock.patch.object(Http, "send", sent), mock.patch.object(ClientConnection, "recv", received):
        yield heard


def _query(url: str, more: dict[str, Any]) -> str:
    told = urlsplit(url).query or "&".join(more.get("params") or ())
    return f"?{told}" if told else ""


async def _watch(folder: Path) -> None:
    options = DemoOptions(site=write_district(folder / "district"), password=PASSWORD, firewalled=True)
    async with DemoServer(options, lambda *_: (StripCameras(), NoImages())) as demo:
        server = client(demo)
        await server.connect()
        try:
            await _look_around(demo, server)
        finally:
            await server.close()


async def _look_around(demo: DemoServer, server: XProtectServer) -> None:
    for what, device in (("door.forced", "door 1"), ("panic.on", "panicbutton"), ("weapon.on", "sensor.weapon")):
        demo.stage._acts[what](demo.site.by_guid[guid_of(device)])
    batches = 0
    async for _ in server.events():
        batches += 1
        if batches == 6:
            break
    now = datetime.now(UTC)
    alarms = await server.alarms_before(now + timedelta(minutes=1), 10)
    span = Span(now - timedelta(hours=1), now)
    await _ask(server, span)
    for alarm in alarms[:3]:
        await server.alarm_details(alarm.id)
    messages = await server.messages("smartclient")
    await messages.publish(b'{"letter":"gone"}')
    await messages.receive()
    await messages.close()
    await asyncio.to_thread(_see, server.media(camera(1), Quality.SUB))


async def _ask(server: XProtectServer, span: Span) -> None:
    await server.execute(AddBookmark(camera(1), span.end - timedelta(minutes=1), span, "Seen", "By the door"))
    await server.execute(LockEvidence((camera(1),), span, "Hold", "For the police", span.end + timedelta(days=9)))
    for asked in (
        server.recordings(camera(1), span),
        server.marks(span),
        server.past_events(span),
        server.presets(camera(1)),
        server.width_px(camera(1)),
    ):
        with suppress(SmartclientError):
            await asked


def _see(source: object) -> None:
    assert isinstance(source, PacketSource)
    with closing(source.open()) as stream:
        stream.read()


def _short(body: bytes) -> Any:
    """The body with its lists cut to a few entries, unlike ones first."""
    try:
        told = json.loads(body)
    except ValueError:
        return body.decode(errors="replace")
    if isinstance(told, dict) and isinstance(told.get("array"), list):
        told["array"] = told["array"][:MOST_ITEMS]
    return told
