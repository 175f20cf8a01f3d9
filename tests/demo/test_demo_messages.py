"""The demo server's message channel, as a published client talks to it."""

import asyncio
import json
import uuid
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from smartclient.demo.server import DemoServer
from tests.builders.demo_client import demo, token


def letter(kind: str, **body: Any) -> str:
    return json.dumps({"id": str(uuid.uuid4()), "type": kind, "body": body})


async def channel(server: DemoServer, *topics: str) -> ClientConnection:
    """Signed in and subscribed."""
    socket = await connect(f"ws{server.url.removeprefix('http')}/api/ws/messages/v1", proxy=None)
    await socket.send(letter("auth.v1", token=f"Bearer {await token(server)}"))
    hello = json.loads(await socket.recv())
    assert hello["type"] == "hello.v1"
    assert hello["body"]["pulsePeriodSeconds"] > 0
    for topic in topics:
        await socket.send(letter("sub.v1", topic=topic))
    await socket.send(letter("pulse.v1", seq=-1))
    return socket


async def told(socket: ClientConnection) -> Any:
    message = json.loads(await socket.recv())
    assert message["type"] == "msg.v1"
    return message["body"]


async def cut_with(socket: ClientConnection) -> int:
    """The code with which the server ends the connection."""
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


@demo()
async def test_all_subscribers_hear_the_publisher_too(server: DemoServer) -> None:
    one, other, elsewhere = await channel(server, "chat"), await channel(server, "chat"), await channel(server, "news")
    await one.send(letter("pub.v1", topic="chat", data={"textMessage": "hello"}))
    await one.send(letter("pub.v1", topic="news", data=[1, 2]))
    first = await told(one)
    assert first == await told(other)
    assert first["data"] == {"textMessage": "hello"}
    assert first["topic"] == "chat"
    news = await told(elsewhere)
    assert news["data"] == [1, 2]
    assert news["seq"] > first["seq"]
    for socket in (one, other, elsewhere):
        await socket.close()


@demo()
async def test_who_is_not_known_is_cut(server: DemoServer) -> None:
    for first in (letter("auth.v1", token="Bearer nobody"), letter("sub.v1", topic="chat")):
        socket = await connect(f"ws{server.url.removeprefix('http')}/api/ws/messages/v1", proxy=None)
        await socket.send(first)
        assert await cut_with(socket) == 4401


@demo()
async def test_what_is_too_large_or_no_command_is_survived(server: DemoServer) -> None:
    socket = await channel(server, "chat")
    for garbage in ("", "[", "null", letter("nonsense.v9"), json.dumps({"type": "pub.v1", "body": 7})):
        await socket.send(garbage)
    await socket.send(letter("pub.v1", topic="chat", data="still here"))
    assert (await told(socket))["data"] == "still here"
    await socket.send(letter("pub.v1", topic="chat", data="x" * 200_000))
    assert await cut_with(socket) == 1009


@demo()
async def test_faults_repeat_delay_and_add_garbage(server: DemoServer) -> None:
    socket = await channel(server, "chat")
    server.faults.repeat = True
    await socket.send(letter("pub.v1", topic="chat", data=1))
    assert [(await told(socket))["data"] for _ in range(2)] == [1, 1]
    server.faults.repeat, server.faults.garbage = False, True
    server.faults.message_delay_s = 0.01
    await socket.send(letter("pub.v1", topic="chat", data=2))
    heard = [await socket.recv(), await socket.recv()]
    assert json.loads(heard[1])["body"]["data"] == 2
    await socket.close()


def test_a_silent_client_is_cut(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("smartclient.demo.messages.PULSE_S", 0.05)

    @demo()
    async def play(server: DemoServer) -> None:
        socket = await channel(server)
        async with asyncio.timeout(10):
            assert await cut_with(socket) == 4408

    play(tmp_path)
