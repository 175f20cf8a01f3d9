"""A client without a window over a demo server of its own that can be harmed in every way: what was sent, what the journal has."""

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import httpx
import msgspec

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.adapters.xprotect.watch import Pace
from smartclient.app.demo import USER
from smartclient.app.demo_child import DemoChild
from smartclient.bench.fault_client import Client, SkewedClock, WindowlessClient
from smartclient.domain.connection import Line
from smartclient.domain.errors import CertificateUnknown, SmartclientError
from smartclient.session.backoff import Backoff
from smartclient.session.connection import DEFAULT_BACKOFF
from smartclient.store.changes import Changes
from smartclient.store.notices import Notice

PATIENCE_S = 90.0
_REMEMBERED = 5_000
_KEPT = "Access granted"
"""Told at a door; a server keeps it in its log, which it does not with motion."""
_LONG_AGO = datetime(1, 1, 2).astimezone()
_GONE = (httpx.TransportError, httpx.HTTPStatusError)


class SentEvent(msgspec.Struct):
    """An event as the server sent it."""

    id: str
    type: str
    source: str
    time: str
    data: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Speed:
    """How patient the client is: as it is used, or for tests."""

    pace: Pace = Pace()  # noqa: RUF009 (frozen)
    backoff: Backoff = DEFAULT_BACKOFF


class Stage:
    """One demo server in a process of its own, which keeps all it sends in a file, and one client of it."""

    def __init__(
        self,
        folder: Path,
        speed: Speed,
        site: Path | None = None,
        scenario: str = "",
        more: tuple[str, ...] = (),
        client: Client | None = None,
    ) -> None:
        """`more` are options of the server's command; the client is one without a window unless another is given."""
        self._sent_file = folder / "sent.jsonl"
        options = (
            "--https",
            "--host=localhost",
            f"--events-file={self._sent_file}",
            f"--certificate-file={folder / 'server.pem'}",
            *more,
        )
        self.child = DemoChild(scenario, 1, site=site, is_calm=not scenario, options=options)
        self.url = self.child.url.replace("http://127.0.0.1", "https://localhost")
        self.clock = SkewedClock()
        self.client = client or WindowlessClient(folder / "journal.db", self.clock, speed.backoff)
        self.heard: dict[str, float] = {}
        """When each of the last events was shown, steady seconds."""
        self.words: list[str] = []
        """What the operator read: of the line, and of notices."""
        self.undo: Callable[[], None] = lambda: None
        """Ends a fault of this process."""
        self._speed, self._standing = speed, tuple[Notice, ...]()

    @property
    def line(self) -> Line:
        """How the line is."""
        return self.client.store.connection.line

    async def start(self) -> None:
        """Starts server and client and waits until the line is live."""
        self.child.begin()
        await asyncio.to_thread(self.child.wait)
        await self.trust()

    async def trust(self) -> None:
        """Signs in as a person does who trusts the certificate that the server shows now; waits until the line is live."""
        pins = frozenset({await self._shown()})
        server = XProtectServer(self.url, USER, self.child.password, pins, self.clock, self._speed.pace)
        is_first = not self.words
        await self.client.sign_in(server)
        if is_first:
            self.client.store.changed.connect(self._take)
            self.client.notices.changed.connect(self._read)
            self._hear_line()
        await self.until(lambda: self.line is Line.LIVE)

    async def stop(self) -> None:
        """Ends both."""
        await self.client.stop()
        await asyncio.to_thread(self.child.stop)

    async def order(self, **faults: object) -> None:
        """Has the server harm itself."""
        await self._control("POST", "faults", faults)

    async def clear(self) -> None:
        """The server works again."""
        await self._control("DELETE", "faults", None)

    async def tell(self) -> str:
        """Something happens at a door; the event's id. Tries until the server answers."""
        door = next(
            device.id for device in self.client.store.devices.values() if device.id.startswith("accesscontrolunits/")
        )
        source = f"accessControlUnits/{door.partition('/')[2]}"
        while True:
            with contextlib.suppress(*_GONE):
                answer = await self._control("POST", "events", {"type": _KEPT, "source": source})
                told: str = answer.json()["data"]["id"]
                return told
            await asyncio.sleep(0.1)

    async def flood(self, count: int, per_second: int) -> None:
        """Motion everywhere."""
        await self._control("POST", "flood", {"count": count, "per_second": per_second})

    async def until(self, is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Waits until it is so. Raises SmartclientError when it takes too long."""
        ends_s = time.monotonic() + patience_s
        while not is_so():
            if time.monotonic() > ends_s:
                raise SmartclientError(f"Waited in vain; the line is {self.client.store.connection}.")
            await asyncio.sleep(0.01)

    def sent(self, begin: int = 0) -> list[SentEvent]:
        """All the server told anybody, in order, from byte `begin` of its file on; a line cut by a kill was told to nobody."""
        decode, found = msgspec.json.Decoder(SentEvent).decode, []
        with self._sent_file.open("rb") as file:
            file.seek(begin)
            for line in file:
                with contextlib.suppress(msgspec.DecodeError):
                    found.append(decode(line))
        return found

    def sent_bytes(self) -> int:
        """How long the server's file is."""
        return self._sent_file.stat().st_size

    async def kept(self) -> frozenset[str]:
        """The ids of all events in the journal."""
        return await asyncio.to_thread(self.client.journal.ids_since, _LONG_AGO)

    async def _control(self, method: str, path: str, content: object) -> httpx.Response:
        control = await asyncio.to_thread(self.child.wait)
        headers = {"Authorization": f"Bearer {control.reveal()}"}
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        async with httpx.AsyncClient(verify=trusting, timeout=PATIENCE_S, trust_env=False) as http:
            url = f"{self.child.url.replace('http:', 'https:')}/x-demo/{path}"
            answer = await http.request(method, url, headers=headers, json=content)
        answer.raise_for_status()
        return answer

    async def _shown(self) -> str:
        probe = XProtectServer(self.url, USER, self.child.password, frozenset(), self.clock)
        try:
            await probe.connect()
        except CertificateUnknown as error:
            return error.sha256
        finally:
            await probe.close()
        raise SmartclientError("The demo server's certificate is known to this machine.")

    def _take(self, changes: Changes) -> None:
        now_s = time.monotonic()
        if changes.events:
            for event in islice(reversed(self.client.store.recent), changes.events):
                self.heard.setdefault(event.id, now_s)
            while len(self.heard) > _REMEMBERED:
                self.heard.pop(next(iter(self.heard)))
        if changes.connection:
            self._hear_line()

    def _hear_line(self) -> None:
        connection = self.client.store.connection
        self.words.append(f"{connection.line}: {connection.detail}" if connection.detail else str(connection.line))

    def _read(self, standing: tuple[Notice, ...]) -> None:
        self.words += (notice.text for notice in standing if notice not in self._standing)
        self._standing = standing


@asynccontextmanager
async def on_stage(
    folder: Path,
    speed: Speed,
    site: Path | None = None,
    scenario: str = "",
    more: tuple[str, ...] = (),
    client: Client | None = None,
) -> AsyncIterator[Stage]:
    """A stage that is live, and ends with the block."""
    stage = Stage(folder, speed, site, scenario, more, client)
    try:
        await stage.start()
        yield stage
    finally:
        await stage.stop()
