"""Hostile and broken servers: whatever comes is an error with a sentence, in bounded time and memory."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from smartclient.adapters.xprotect import http as http_module
from smartclient.adapters.xprotect.certificate import tls_context
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.http import Http
from smartclient.adapters.xprotect.stream import EventStream, Resume, open_stream
from smartclient.adapters.xprotect.translate.events import Untranslated
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, ServerError, ServerUnreachable, Unsupported
from smartclient.runtime.secret import Secret
from tests.builders.raw_server import Answer, json_answer, raw_server
from tests.builders.running import run

LISTS = (
    '[7, null, [], "x", {"id": {}}, {"id": "11111111-2222-3333-4444-555555555555", "displayName": [1], "gisPoint": 9e99}]',
    '[{"id": "11111111-2222-3333-4444-555555555555", "coverageDirection": {}, "relations": 3, "enabled": [], "category": 7}]',
    "[]",
    "{}",
    '"x"',
    "[" + "{}," * 5_000 + "{}]",
)


def asked(answer: bytes | None, timeout_s: float = 5.0) -> Any:
    async def play() -> Any:
        async with raw_server(lambda *_: answer) as url:
            http = Http(tls_context(()))
            try:
                return await http.send("GET", url, timeout_s=timeout_s)
            finally:
                await http.close()

    return run(play())


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,
        b"\x00\x01\x02 this is no HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    ],
)
def test_what_is_no_http_is_unreachable(answer: bytes) -> None:
    with pytest.raises(ServerUnreachable, match="cannot be reached"):
        asked(answer)


def test_silence_ends_in_time() -> None:
    with pytest.raises(ServerUnreachable, match="did not answer within"):
        asked(None, timeout_s=0.1)


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_module, "LARGEST_BODY", 100_000)
    with pytest.raises(BadAnswer, match="without end"):
        asked(json_answer(b"x" * 1_000_000))


@pytest.mark.parametrize(
    ("body", "status", "kind", "text"),
    [
        (
            '{"error":{"httpCode":403,"details":[{"errorText":"No <i>rights</i>."}]}}',
            403,
            NotPermitted,
            "No ‹i›rights‹/i›.",
        ),
        ('{"httpCode":"400","details":[{"errorText":"Bad."}]}', 400, Refused, "Bad."),
        ('{"error":{"details":[{"errorText":"Unknown resource: recordings"}]}}', 404, Unsupported, "recordings"),
        ('{"error":{"details":[{"errorText":"Device not found. cameras/x"}]}}', 404, Refused, "Device not found"),
        ("<html>Bad gateway</html>", 502, ServerUnreachable, "502"),
        ('{"error":[[[]]]}', 418, Refused, "418"),
        ("[" * 100_000, 400, Refused, "400"),
    ],
)
def test_both_error_shapes_and_none(body: str, status: int, kind: type[ServerError], text: str) -> None:
    error = asked(json_answer(body, status)).error("do that")
    assert type(error) is kind
    assert text in str(error)


def test_json_that_is_none_is_a_bad_answer() -> None:
    for body in (b"{", b"\xff\xfe", b"[" * 100_000, b"1e999"):
        with pytest.raises(BadAnswer, match="not JSON"):
            asked(json_answer(body)).json()


Talk = Callable[[ServerConnection], Any]


def with_stream(talk: Talk, use: Callable[[EventStream, Untranslated], Any]) -> None:
    async def play() -> None:
        untranslated = Untranslated()
        async with serve(talk, "127.0.0.1", 0, max_size=None) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            stream = await open_stream(f"http://127.0.0.1:{port}/api/", Secret("t"), tls_context(()), untranslated)
            try:
                await use(stream, untranslated)
            finally:
                await stream.close()

    run(play())


def test_rubbish_between_reply_and_events_is_counted_and_passed_over() -> None:
    rubbish: list[str | bytes] = [
        b"\x00\xff",
        "no JSON",
        "[1,2]",
        '{"events": 7}',
        '{"events": {}}',
        "{}",
        "7",
        '{"commandId": [[]], "status": {}}',
    ]

    async def talk(socket: ServerConnection) -> None:
        await socket.recv()
        for message in rubbish:
            await socket.send(message)
        await socket.send('{"events":[{"id":1}]}')
        await socket.send('{"commandId":"1","status":"201","sessionId":"s"}')
        await socket.wait_closed()

    async def use(stream: EventStream, untranslated: Untranslated) -> None:
        assert not await stream.start(Resume())
        assert [bytes(message) for message in await stream.pushed()] == [b'{"id":1}']
        assert untranslated.counts["malformed message"] >= 5

    with_stream(talk, use)


@pytest.mark.parametrize(
    ("reply", "error", "text"),
    [
        ('{"commandId":1,"status":403,"error":{"errorText":"<b>No"}}', NotPermitted, "‹b›No"),
        ('{"commandId":1,"status":500}', ServerUnreachable, "500"),
        ('{"commandId":1,"status":400,"error":7}', Refused, "400"),
        ('{"commandId":1}', Refused, "status 0"),
        ('{"commandId":1,"status":200}', BadAnswer, "no session"),
        ('{"commandId":1,"status":200,"sessionId":{}}', BadAnswer, "no session"),
    ],
)
def test_bad_replies_are_errors_in_words(reply: str, error: type[ServerError], text: str) -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.send(reply)
        await socket.wait_closed()

    async def use(stream: EventStream, _: Untranslated) -> None:
        with pytest.raises(error, match=text):
            await stream.start(Resume("old", "event"))

    with_stream(talk, use)


def test_another_session_than_the_one_asked_for_is_no_resume() -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.send('{"commandId":1,"status":200,"sessionId":"other"}')
        await socket.wait_closed()

    async def use(stream: EventStream, _: Untranslated) -> None:
        assert not await stream.start(Resume("mine", "event"))

    with_stream(talk, use)


def test_large_frames_pass_and_monstrous_ones_end_the_line() -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.send('{"events":[{"id":"' + "x" * 20_000_000 + '"}]}')
        await socket.send('{"events":[{"id":"' + "x" * 40_000_000 + '"}]}')
        await socket.wait_closed()

    async def use(stream: EventStream, _: Untranslated) -> None:
        assert len(bytes((await stream.pushed())[0])) > 20_000_000
        with pytest.raises(ServerUnreachable, match="was cut"):
            await stream.pushed()

    with_stream(talk, use)


@pytest.mark.parametrize("lists", LISTS)
def test_a_server_whose_lists_are_rubbish_never_crashes_the_client(lists: str) -> None:
    def answer(_method: str, path: str, _body: bytes) -> Answer:
        if path.endswith("connect/token"):
            return json_answer('{"access_token":"t","expires_in":1e300}')
        if ".well-known" in path:
            return json_answer('{"ApiGateways":[1e99,null]}')
        return json_answer(f'{{"array":{lists}}}')

    async def play() -> None:
        async with raw_server(answer) as url:
            server = XProtectServer(url, "ann", Secret("x"))
            with pytest.raises(ServerError):
                await server.connect()
            await server.close()

    run(play())


def test_a_connection_that_is_cut_while_it_opens_is_unreachable() -> None:
    async def play() -> None:
        async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        listener = await asyncio.start_server(hang_up, "127.0.0.1", 0)
        async with listener:
            port = listener.sockets[0].getsockname()[1]
            with pytest.raises(ServerUnreachable, match="cannot be opened"):
                await open_stream(f"http://127.0.0.1:{port}/api/", Secret("t"), tls_context(()), Untranslated())
            server = XProtectServer(f"http://127.0.0.1:{port}", "ann", Secret("x"))
            with pytest.raises(ServerUnreachable, match="cannot be reached"):
                await server.connect()
            await server.close()

    run(play())
