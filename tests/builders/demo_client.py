"""The demo server in a test, and clients that talk to it as published ones do: httpx and websockets, nothing of ours."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from smartclient.demo.faults import Faults
from smartclient.demo.plan import DemoSite
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.demo.video.shots import Shot
from smartclient.demo.video_parts import Video
from smartclient.demo.world import World
from tests.builders.little_district import write_district

PASSWORD = "correct-horse"
REST = "/api/rest/v1"
PATIENCE_S = 10.0
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Made once, because a client takes longer to read the system's certificates than to ask."""

EVERYTHING = {"modifier": "include", "resourceTypes": ["*"], "sourceIds": ["*"], "eventTypes": ["*"]}

Test = Callable[[DemoServer], Awaitable[None]]


class NoShots:
    """A live stream on which nothing comes."""

    async def next(self) -> Shot:
        """Waits for ever."""
        await asyncio.Event().wait()
        raise AssertionError

    def close(self) -> None:
        """Nothing to stop."""


class PlainPictures:
    """Pictures that say what was asked for."""

    async def jpeg(self, camera: str, at: datetime | None, width: int, height: int) -> bytes:
        """Starts as a JPEG does; the rest is the request in words."""
        return b"\xff\xd8" + f"{camera} {width}x{height} {at or datetime.now(UTC):%Y}".encode()

    def watch(self, stream: Any) -> NoShots:  # noqa: ARG002
        """Nothing is ever seen."""
        return NoShots()

    async def group(
        self,
        stream: Any,  # noqa: ARG002
        at_ms: int,  # noqa: ARG002
        until_ms: int = 0,  # noqa: ARG002
        *,
        in_haste: bool = False,  # noqa: ARG002
    ) -> tuple[Shot, ...]:
        """Nothing was ever seen."""
        return ()


class NoImages:
    """An image server that only has a port."""

    async def start(self, host: str, port: int, ssl_context: Any) -> int:  # noqa: ARG002
        """The port asked for, or one."""
        return port or 7563

    async def stop(self) -> None:
        """Nothing to stop."""

    def drop(self) -> None:
        """Nothing to cut."""


def plain_video(_site: DemoSite, _world: World, _authorise: Any, _faults: Faults) -> tuple[PlainPictures, NoImages]:
    """Video for tests of the protocols beside it."""
    return PlainPictures(), NoImages()


def demo(video: Video = plain_video, **options: Any) -> Callable[[Test], Callable[[Path], None]]:
    """Runs an async test against a server for the small district."""

    def wrap(test: Test) -> Callable[[Path], None]:
        async def run(folder: Path) -> None:
            site = write_district(folder / "district")
            async with DemoServer(DemoOptions(site=site, password=PASSWORD, **options), video) as server:
                await asyncio.wait_for(test(server), 60)

        def wrapped(tmp_path: Path) -> None:
            asyncio.run(run(tmp_path))

        wrapped.__doc__ = test.__doc__
        return wrapped

    return wrap


@asynccontextmanager
async def signed_in(server: DemoServer, user: str = "dispatcher") -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client with the user's token; paths are relative to `/api/rest/v1/`."""
    async with httpx.AsyncClient(base_url=f"{server.url}{REST}/", verify=TLS) as client:
        client.headers["Authorization"] = f"Bearer {await token(server, user)}"
        yield client


@asynccontextmanager
async def control(server: DemoServer) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client for `/x-demo/`."""
    headers = {"Authorization": f"Bearer {server.control}"}
    async with httpx.AsyncClient(base_url=f"{server.url}/x-demo/", headers=headers, verify=TLS) as client:
        yield client


async def token(server: DemoServer, user: str = "dispatcher") -> str:
    """A fresh access token."""
    form = {"grant_type": "password", "username": user, "password": PASSWORD, "client_id": "GrantValidatorClient"}
    async with httpx.AsyncClient(verify=TLS) as client:
        answer = await client.post(f"{server.url}/API/IDP/connect/token", data=form)
    return str(answer.json()["access_token"])


def error_text(answer: httpx.Response) -> str:
    """The words of an error envelope; its code must be the status."""
    error = answer.json()["error"]
    assert error["httpCode"] == answer.status_code
    return str(error["details"][0]["errorText"])


class Stream:
    """An Events & State connection; events that come between are kept in `events`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []
        self.batches: list[int] = []
        self.number = 0

    async def command(self, name: str, **fields: Any) -> dict[str, Any]:
        """Sends a command and returns its reply."""
        self.number += 1
        await self.socket.send(json.dumps({"command": name, "commandId": self.number, **fields}))
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await self._receive()
                if "commandId" in message:
                    assert message["commandId"] == self.number
                    return message

    async def subscribe(self, *filters: dict[str, Any]) -> str:
        """Subscribes and returns the subscription's id."""
        reply = await self.command("addSubscription", filters=list(filters) or [EVERYTHING])
        assert reply["status"] == 200
        return str(reply["subscriptionId"])

    async def until(self, count: int) -> list[dict[str, Any]]:
        """Waits until so many events have come."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.events) < count:
                await self._receive()
        return self.events

    async def until_type(self, kind: str) -> dict[str, Any]:
        """Waits for an event of a type."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = next((event for event in self.events if event["type"] == kind), None)
                if found:
                    return found
                await self._receive()

    async def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await self.socket.recv())
        self.events += message.get("events", [])
        if "events" in message:
            self.batches.append(len(message["events"]))
        return message


@asynccontextmanager
async def socket_to(
    server: DemoServer, user: str | None = "dispatcher", path: str = "/api/ws/events/v1", bearer: str = ""
) -> AsyncIterator[Stream]:
    """A connection, authorised by header (with `bearer` where one is at hand) unless the user is None."""
    headers = {"Authorization": f"Bearer {bearer or await token(server, user)}"} if user else {}
    url = server.url.replace("http", "ws", 1) + path
    async with connect(url, additional_headers=headers, max_size=32 * 2**20, proxy=None) as socket:
        yield Stream(socket)


@asynccontextmanager
async def watching(server: DemoServer, *filters: dict[str, Any], user: str = "dispatcher") -> AsyncIterator[Stream]:
    """A connection with a session that is subscribed."""
    async with socket_to(server, user) as stream:
        assert (await stream.command("startSession", sessionId="", eventId=""))["status"] == 201
        await stream.subscribe(*filters)
        yield stream
