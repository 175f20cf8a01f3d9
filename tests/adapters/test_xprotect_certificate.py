"""Certificates: verified by default, shown when unknown, and a pin lets exactly that one pass on every kind of socket."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from smartclient.adapters.xprotect import certificate
from smartclient.adapters.xprotect.http import Http
from smartclient.adapters.xprotect.image_connection import Feed
from smartclient.adapters.xprotect.image_server import ImageServerStream
from smartclient.adapters.xprotect.stream import open_stream
from smartclient.adapters.xprotect.translate.events import Untranslated
from smartclient.demo.certificate import self_signed
from smartclient.domain.errors import CertificateUnknown, NoPicture
from smartclient.domain.events import EventKind, Happened
from smartclient.runtime.secret import Secret
from tests.builders.demo_district import client, demo_server, door, guid_of
from tests.builders.running import run

WRONG = "00" * 32


def test_an_unknown_certificate_is_shown_and_once_trusted_everything_works(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path, https=True) as demo:
            stranger = client(demo)
            with pytest.raises(CertificateUnknown, match=r"127\.0\.0\.1 is not trusted here") as unknown:
                await stranger.connect()
            await stranger.close()
            assert unknown.value.sha256 == demo.certificate_sha256.replace(":", "").lower()
            server = client(demo, trusted_sha256=frozenset({unknown.value.sha256}))
            snapshot = await server.connect()
            assert door(1) in snapshot.commandable
            batches = server.events()
            demo.stage.set_lock(demo.site.by_guid[guid_of("door 1")], locked=False)
            told: list[EventKind] = []
            while EventKind.DOOR_UNLOCKED not in told:
                told += [event.kind for event in await anext(batches) if isinstance(event, Happened)]
            await batches.aclose()
            await server.close()

    run(play())


def test_another_certificate_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path, https=True) as demo:
            server = client(demo, trusted_sha256=frozenset({WRONG}))
            with pytest.raises(CertificateUnknown, match="not the certificate that was trusted before") as unknown:
                await server.connect()
            assert unknown.value.sha256 != WRONG
            await server.close()

    run(play())


@asynccontextmanager
async def tls_port(sent: list[bytes]) -> AsyncIterator[tuple[int, str]]:
    """A TLS server with a certificate of its own that notes every byte it is sent; yields its port and fingerprint."""
    context, fingerprint = self_signed("127.0.0.1")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(4096):
                sent.append(piece)
                writer.write(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1], fingerprint.replace(":", "").lower()
    finally:
        server.close()


async def ask_http(port: int, context: ssl.SSLContext) -> None:
    http = Http(context)
    try:
        await http.send("GET", f"https://127.0.0.1:{port}/")
    finally:
        await http.close()


async def ask_websocket(port: int, context: ssl.SSLContext) -> None:
    await open_stream(f"https://127.0.0.1:{port}/api/", Secret("token"), context, Untranslated())


async def ask_recorder(port: int, context: ssl.SSLContext) -> None:
    feed = Feed(f"https://127.0.0.1:{port}/", guid_of("camera 1"), "Camera 1", lambda _: Secret("token"), context)
    await asyncio.to_thread(ImageServerStream, feed)


@pytest.mark.parametrize("ask", [ask_http, ask_websocket, ask_recorder])
@pytest.mark.parametrize("pins", [(), (WRONG,)])
def test_nothing_is_sent_to_a_server_that_is_not_trusted(ask: object, pins: tuple[str, ...]) -> None:
    async def play() -> None:
        sent: list[bytes] = []
        async with tls_port(sent) as (port, fingerprint):
            with pytest.raises(CertificateUnknown) as unknown:
                await ask(port, certificate.tls_context(pins))  # type: ignore[operator]
            assert unknown.value.sha256 == fingerprint
        assert sent == []

    run(play())


def test_a_pin_is_read_with_colons_and_in_any_case() -> None:
    async def play() -> None:
        sent: list[bytes] = []
        async with tls_port(sent) as (port, fingerprint):
            pin = ":".join(fingerprint[i : i + 2] for i in range(0, 64, 2)).upper()
            await ask_http(port, certificate.tls_context({pin}))
        assert sent[0].startswith(b"GET / ")

    run(play())


def test_a_recorder_that_speaks_no_tls_is_no_picture() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        feed = Feed(
            f"https://127.0.0.1:{port}/",
            guid_of("camera 1"),
            "Camera 1",
            lambda _: Secret("t"),
            certificate.tls_context(()),
        )
        listener.settimeout(5)
        listener.close()
        with pytest.raises(NoPicture, match="cannot be reached"):
            ImageServerStream(feed)
