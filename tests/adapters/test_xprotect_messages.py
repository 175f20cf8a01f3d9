"""The adapter's side of the message channel: pulses, hostile answers, sizes, a sign-in that ran out."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.messages import LARGEST_DATA, Messages, open_messages
from smartclient.adapters.xprotect.stream import TokenExpired
from smartclient.adapters.xprotect.translate.events import Untranslated
from smartclient.domain.errors import Refused, ServerUnreachable
from smartclient.runtime.secret import Secret
from tests.builders.demo_district import client, demo_server
from tests.builders.running import run, until

TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
Script = Callable[[ServerConnection], Awaitable[None]]


async def talking(script: Script, test: Callable[[str], Awaitable[None]]) -> None:
    """A server that follows a script."""
    async with serve(script, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        await test(f"http://127.0.0.1:{port}/api/")


async def opened(gateway: str) -> Messages:
    return await open_messages(gateway, "chat", Secret("t"), TLS, Untranslated())


async def greet(socket: ServerConnection, pulse_s: object = 10) -> None:
    """Takes the sign-in, says hello."""
    assert json.loads(await socket.recv())["body"] == {"token": "Bearer t"}
    await socket.send("not json")
    await socket.send(json.dumps({"id": 1, "type": "hello.v1", "body": {"pulsePeriodSeconds": pulse_s}}))
    assert json.loads(await socket.recv())["body"] == {"topic": "chat"}


def test_pulses_tell_the_highest_number_heard() -> None:
    pulses: list[int] = []

    async def script(socket: ServerConnection) -> None:
        await greet(socket, 0.1)
        await socket.send(json.dumps({"type": "msg.v1", "body": {"data": 1, "seq": 41, "topic": "chat"}}))
        await socket.send(json.dumps({"type": "msg.v1", "body": {"data": 2, "seq": 7, "topic": "chat"}}))
        with contextlib.suppress(ConnectionClosed):
            while True:
                pulses.append(json.loads(await socket.recv())["body"]["seq"])

    async def test(gateway: str) -> None:
        line = await opened(gateway)
        assert [await line.receive(), await line.receive()] == [b"1", b"2"]
        waiting = asyncio.create_task(line.receive())
        await until(lambda: pulses.count(41) >= 2)
        assert pulses[0] == -1
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await line.close()

    run(talking(script, test))


def test_what_is_no_message_is_passed_over() -> None:
    hostile: list[Any] = [
        "",
        "null",
        "[" * 5_000,
        {"type": "msg.v1"},
        {"type": "msg.v1", "body": {"topic": "chat"}},
        {"type": "msg.v1", "body": {"data": 1, "seq": "x", "topic": "chat"}},
        {"type": "msg.v1", "body": {"data": 1, "seq": 1, "topic": "elsewhere"}},
        {"type": 7, "body": {}},
    ]

    async def script(socket: ServerConnection) -> None:
        await greet(socket, "often")
        for each in hostile:
            await socket.send(each if isinstance(each, str) else json.dumps(each))
        await socket.send(json.dumps({"type": "msg.v1", "body": {"data": {"a": 1}, "topic": "chat"}}))
        await socket.wait_closed()

    async def test(gateway: str) -> None:
        line = await opened(gateway)
        assert json.loads(await line.receive()) == {"a": 1}
        await line.close()

    run(talking(script, test))


def test_a_cut_and_a_refused_sign_in_are_told_apart() -> None:
    async def script(socket: ServerConnection) -> None:
        await greet(socket)
        await socket.close(1011, "out of order")

    async def refuse(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.close(4401, "who are you")

    async def cut(gateway: str) -> None:
        line = await opened(gateway)
        with pytest.raises(ServerUnreachable, match="was cut"):
            await line.receive()
        await line.close()

    async def refused(gateway: str) -> None:
        with pytest.raises(TokenExpired):
            await opened(gateway)

    run(talking(script, cut))
    run(talking(refuse, refused))


def test_a_large_message_is_refused_here(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            assert Capability.MESSAGES in server.capabilities
            line = await server.messages("chat")
            with pytest.raises(Refused):
                await line.publish(b'"' + b"x" * LARGEST_DATA + b'"')
            await line.publish(b'{"still": "here"}')
            assert json.loads(await line.receive()) == {"still": "here"}
            await line.close()
            await server.close()

    run(play())
