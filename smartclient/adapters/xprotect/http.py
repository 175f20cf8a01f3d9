"""HTTP to the server: size and time limits, and every failure as one of our errors with a sentence."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import anyio
import httpx
import msgspec

from smartclient.adapters.line_trouble import line_trouble
from smartclient.adapters.xprotect import certificate
from smartclient.adapters.xprotect.values import LONGEST_NAME, child, children, words
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, ServerError, ServerUnreachable, Unsupported

LARGEST_BODY = 64 * 1024 * 1024
TIMEOUT_S = 15.0
KEPT_S = 4.0
"""How long an idle connection is kept: less than the five seconds after which common web servers hang up."""
_SAFE = {"GET", "HEAD"}
"""What may be asked twice (RFC 9110 §9.2.2)."""
_HUNG_UP = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer of any status."""

    status: int
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether the server did what it was asked."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON. Raises BadAnswer."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise BadAnswer(f"The server's answer is not JSON ({words(str(error), 120)}).") from error

    def error_text(self) -> str:
        """The server's own words in either of its two error shapes; empty where it sent none."""
        try:
            told = self.json()
        except BadAnswer:
            return ""
        inner = child(told, "error")
        details = children(inner, "details") or children(told, "details")
        text = child(details[0], "errorText") if details else child(inner, "errorText")
        return words(text or child(told, "error_description"), LONGEST_NAME)

    def error(self, about: str) -> ServerError:
        """The error this answer means; `about` says in words what was asked."""
        text = self.error_text()
        said = f" The server says: {text}" if text else ""
        if self.status == 403:
            return NotPermitted(f"You may not {about}.{said}")
        if self.status in (404, 405, 501) and ("unknown resource" in text.lower() or not text):
            return Unsupported(f"This server cannot {about} (status {self.status}).{said}")
        if self.status >= 500 or self.status in (408, 429):
            return ServerUnreachable(f"The server cannot {about} now (status {self.status}).{said}")
        return Refused(f"The server refused to {about} (status {self.status}).{said}")


class Http:
    """One pool of connections. Proxies are not used: a video server stands on the site's own network."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context
        """Which certificates are trusted, for other sockets to the same server."""
        limits = httpx.Limits(max_connections=16, keepalive_expiry=KEPT_S)
        self._client = httpx.AsyncClient(verify=context, trust_env=False, limits=limits, follow_redirects=False)

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> Answer:
        """Sends and reads all of the answer. Raises ServerUnreachable, CertificateUnknown or BadAnswer."""
        if self._client.is_closed:
            raise ServerUnreachable("The connection to the server was closed.")
        try:
            request = self._client.build_request(
                method, url, headers=headers, params=params, content=body, timeout=timeout_s
            )
            host = request.url.host
            async with asyncio.timeout(timeout_s):
                return await self._exchange_whole(request)
        except TimeoutError as error:
            raise ServerUnreachable(f"{host} did not answer within {timeout_s:.0f} s.") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise ServerUnreachable(f"{words(url)} is not the address of a server.") from error
        except httpx.HTTPError as error:
            if trouble := certificate.trouble_in(error):
                raise await certificate.unknown_soon(host, request.url.port or 443, trouble) from error
            raise ServerUnreachable(f"{host} cannot be reached ({words(line_trouble(error), 120)}).") from error

    async def _exchange_whole(self, request: httpx.Request) -> Answer:
        """An exchange that is cancelled as httpx understands it: asyncio's own way it forgets, open, the connections that the
        server has left and that it was about to close (httpcore's pool closes them within the next request).
        """
        scope = anyio.CancelScope()

        async def within() -> Answer | None:
            with scope:
                return await self._exchange(request)
            return None

        exchange = asyncio.ensure_future(within())
        try:
            answer = await asyncio.shield(exchange)
        except asyncio.CancelledError:
            scope.cancel()
            await asyncio.gather(exchange, return_exceptions=True)
            raise
        if answer is None:
            raise ServerUnreachable("The connection to the server was closed.")
        return answer

    async def _exchange(self, request: httpx.Request) -> Answer:
        response = await self._sent(request)
        try:
            read = bytearray()
            async for piece in response.aiter_bytes():
                read += piece
                if len(read) > LARGEST_BODY:
                    raise BadAnswer(f"{request.url.host} sends an answer without end; it was cut off.")
            return Answer(response.status_code, bytes(read))
        finally:
            await response.aclose()

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        """The answer's beginning; asked once more where the server hung up on a kept connection just as we asked."""
        try:
            return await self._client.send(request, stream=True)
        except _HUNG_UP:
            if request.method not in _SAFE or self._client.is_closed:
                raise
            return await self._client.send(request, stream=True)

    async def close(self) -> None:
        """Closes all connections."""
        await self._client.aclose()
