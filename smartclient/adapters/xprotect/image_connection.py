"""A connection to a recorder's ImageServer: signing in with a token, calls out, pictures and status texts in, on one blocking socket."""

import contextlib
import math
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from smartclient.adapters.line_trouble import line_trouble
from smartclient.adapters.xprotect import certificate
from smartclient.adapters.xprotect.picture import Image, image
from smartclient.adapters.xprotect.values import guid, words
from smartclient.domain.errors import MediaError, NoPicture, ServerError
from smartclient.runtime.secret import Secret

CONNECT_TIMEOUT_S, SIGN_IN_S = 8.0, 30.0
SILENCE_S, FETCHING_S = 10.0, 20.0
"""How long a live feed may be silent, and how long a recorder may look for what lies on its slowest disk."""
LONGEST_HEADER = 64 * 1024
LONGEST_TEXT = 4 * 1024 * 1024
"""A status text, which a list of recorded sequences makes long."""
UPDATE_EVERY_S = 60.0

_END = b"\r\n\r\n"
_CONNECTED = re.compile(r"<connected>\s*(\w{1,10})\s*</connected>", re.IGNORECASE)
_REASON = re.compile(r"<errorreason>([^<]{1,300})</errorreason>", re.IGNORECASE)
_JPEG = "<alwaysstdjpeg>yes</alwaysstdjpeg><transcode><allframes>yes</allframes></transcode>"


@dataclass(frozen=True, slots=True)
class Feed:
    """What to open: the recorder's `address`, the `camera` and its `stream` (GUIDs; an empty stream is the default one).

    `token` gives the current connection token, a new one when told which one was refused; it blocks and may raise ServerErrors.
    """

    address: str
    camera: str
    label: str
    token: Callable[[Secret | None], Secret]
    context: ssl.SSLContext
    stream: str = ""
    as_jpeg: bool = False


class ConnectionLost(NoPicture):
    """The recorder went away, fell silent or speaks nonsense: only a new connection helps."""


class RecorderSilent(ConnectionLost):
    """Nothing came in time."""


class ImageConnection:
    """One camera's connection. Used by one thread, which wraps all its work in `in_use`; `close` may come from any thread."""

    def __init__(self, feed: Feed, silence_s: float | None = None) -> None:
        """Not open yet. `silence_s` is SILENCE_S where it is not told."""
        self._feed, self._silence_s = feed, silence_s or SILENCE_S
        self._socket: socket.socket | None = None
        self._is_closed = threading.Event()
        self._using = threading.Lock()
        self._received = bytearray()
        self._requests = 0
        self._token, self._updated_s = Secret(""), 0.0
        self.give_up_at_s = math.inf
        """When (steady clock) waiting ends however much still trickles in."""

    def open(self) -> None:
        """Connects and signs in; blocks. Raises NoPicture or a ServerError, and is to be closed then."""
        if self._is_closed.is_set():
            raise self.lost("")
        self._token = self._feed.token(None)
        answer = self._sign_in()
        if not _is_connected(answer) and "token" in answer.lower():
            self._token = self._feed.token(self._token)
            answer = self._sign_in()
        if not _is_connected(answer):
            raise NoPicture(f"The recorder refused {self._feed.label}{_said(answer)}.")
        self._updated_s = time.monotonic()

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """While the connection is used, `close` ends what waits in it and leaves letting go to this block's end."""
        try:
            with self._using:
                yield
        finally:
            if self._is_closed.is_set():
                self._let_go()

    def close(self) -> None:
        """Ends the connection and what waits in it, from any thread, without waiting for either; harmless twice."""
        self._is_closed.set()
        if (opened := self._socket) is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(opened, socket.SHUT_RDWR)
        self._let_go()

    def call(self, *calls: str) -> int:
        """Sends calls, each given as the XML inside `methodcall`, in one piece; the request id of the first. Raises ConnectionLost."""
        first = self._requests
        texts = (
            f'<?xml version="1.0" encoding="utf-8"?><methodcall><requestid>{first + i}</requestid>{call}</methodcall>'
            for i, call in enumerate(calls)
        )
        self._requests += len(calls)
        if self._socket is None:
            raise self.lost("it is not open")
        try:
            self._socket.sendall(b"".join(text.encode() + _END for text in texts))
        except OSError as error:
            raise self.lost(line_trouble(error)) from error
        return first

    def answer(self) -> Image | str:
        """The next picture, or the next status text; blocks. Raises ConnectionLost."""
        header = self._header()
        if header.startswith(b"<"):
            text = header.decode(errors="replace")
            if (told := _CONNECTED.search(text)) and told[1].lower() != "yes":
                raise self.lost(f"the recorder ended the connection{_said(text)}")
            return text
        if not header.startswith(b"ImageResponse"):
            raise self.lost("the recorder sends something that is no picture")
        told_image, length = image(header)
        if told_image is None:
            raise self.lost("the recorder sends a picture of impossible size")
        while len(self._received) < length:
            self._more()
        body = bytes(memoryview(self._received)[:length])
        del self._received[:length]
        return told_image.holding(body)

    def renew(self) -> None:
        """Hands the recorder the new connection token before the old one ends; to be called often."""
        if time.monotonic() - self._updated_s < UPDATE_EVERY_S:
            return
        self._updated_s = time.monotonic()
        with contextlib.suppress(ServerError, MediaError):
            token = self._feed.token(None)
            if token != self._token:
                self._token = token
                self.call(f"<methodname>connectupdate</methodname>{self._parameters()}")

    def lost(self, reason: str) -> ConnectionLost:
        """The error to raise when nothing more can come."""
        if self._is_closed.is_set():
            reason = "it was closed"
        return ConnectionLost(f"No picture from {self._feed.label}: {words(reason)}.")

    def _let_go(self) -> None:
        """Closes the socket unless somebody is still in it, who then does so when he comes out."""
        if self._using.acquire(blocking=False):
            if self._socket is not None:
                self._socket.close()
            self._using.release()

    def _connect(self) -> socket.socket:
        parts = urlsplit(self._feed.address)
        host = parts.hostname or ""
        try:
            port = parts.port or 7563
            plain = socket.create_connection((host, port), timeout=CONNECT_TIMEOUT_S)
        except (OSError, ValueError) as error:
            raise NoPicture(f"The recorder {words(host)} cannot be reached.") from error
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if parts.scheme == "https":
                plain = self._feed.context.wrap_socket(plain, server_hostname=host)
            plain.settimeout(self._silence_s)
        except OSError as error:
            plain.close()
            if trouble := certificate.trouble_in(error):
                raise certificate.unknown(host, port, trouble) from error
            raise NoPicture(f"The recorder {words(host)} cannot be reached.") from error
        return plain

    def _sign_in(self) -> str:
        """Connects and asks for the camera; the recorder's answer."""
        if self._socket is not None:
            self._socket.close()
        self._received.clear()
        self._socket = self._connect()
        if self._is_closed.is_set():
            raise self.lost("")
        self.give_up_at_s = time.monotonic() + SIGN_IN_S
        self.call(
            "<methodname>connect</methodname><username>a</username><password>a</password>"
            f"<cameraid>{guid(self._feed.camera)}</cameraid>"
            f"{_JPEG if self._feed.as_jpeg else '<alwaysstdjpeg>no</alwaysstdjpeg>'}{self._parameters()}"
        )
        answer = self._header().decode(errors="replace")
        self.give_up_at_s = math.inf
        return answer

    def _parameters(self) -> str:
        text = f"id={guid(self._feed.camera)}&connectiontoken={self._token.reveal()}"
        if self._feed.stream:
            text += f"&streamid={guid(self._feed.stream)}"
        return f"<connectparam>{escape(text)}</connectparam>"

    def _header(self) -> bytes:
        """Everything up to the next empty line, without the line ends that may follow a picture."""
        searched = 0
        while True:
            while self._received[:2] == b"\r\n":
                del self._received[:2]
                searched = 0
            end = self._received.find(_END, searched)
            if end >= 0:
                header = bytes(self._received[:end])
                del self._received[: end + len(_END)]
                return header
            if len(self._received) > (LONGEST_TEXT if self._received[:1] == b"<" else LONGEST_HEADER):
                raise self.lost("the recorder sends a header without end")
            searched = max(0, len(self._received) - len(_END) + 1)
            self._more()

    def _more(self) -> None:
        if time.monotonic() > self.give_up_at_s:
            raise RecorderSilent(str(self.lost("the recorder is too slow")))
        if self._socket is None:
            raise self.lost("it is not open")
        try:
            piece = self._socket.recv(256 * 1024)
        except TimeoutError as error:
            raise RecorderSilent(str(self.lost(f"nothing came for {self._silence_s:.0f} s"))) from error
        except (OSError, ValueError) as error:
            raise self.lost(str(error)) from error
        if not piece:
            raise self.lost("the recorder ended the feed")
        self._received += piece


def refusal(answer: str) -> str:
    """The reason a status text gives for an error; empty where it gives none."""
    reason = _REASON.search(answer)
    said = words(reason[1]).rstrip(". ") if reason else ""
    return "" if said.casefold() == "success" else said


def _said(answer: str) -> str:
    return f" ({said})" if (said := refusal(answer)) else ""


def _is_connected(answer: str) -> bool:
    found = _CONNECTED.search(answer)
    return found is not None and found[1].lower() == "yes"
