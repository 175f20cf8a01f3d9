"""Live pictures from a recorder over the ImageServer protocol: a plain blocking socket, read in an engine's thread."""

import contextlib
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from smartclient.adapters.xprotect import certificate
from smartclient.adapters.xprotect.picture import LARGEST_PICTURE, packet
from smartclient.adapters.xprotect.values import guid, integer, words
from smartclient.domain.errors import MediaError, NoPicture, ServerError
from smartclient.domain.footage import Packet
from smartclient.runtime.secret import Secret

CONNECT_TIMEOUT_S = 8.0
SILENCE_S = 10.0
LONGEST_HEADER = 64 * 1024
UPDATE_EVERY_S = 60.0

_END = b"\r\n\r\n"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CONNECTED = re.compile(r"<connected>\s*(\w{1,10})\s*</connected>", re.IGNORECASE)
_REASON = re.compile(r"<errorreason>([^<]{1,300})</errorreason>", re.IGNORECASE)
_STATUS = re.compile(r"<statusid>\s*(\d{1,4})\s*</statusid>\s*<value>([^<]{0,200})</value>", re.IGNORECASE)
_TROUBLES = {
    5: "The recorder has lost the camera.",
    6: "The recorder's database does not work.",
    7: "The recorder's disk is full.",
}


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


class ImageServerStream:
    """One live feed; a PacketStream."""

    def __init__(self, feed: Feed) -> None:
        """Connects and asks for live pictures. Raises NoPicture or a ServerError."""
        self._feed = feed
        self._is_closed = threading.Event()
        self._reading = threading.Lock()
        self._received = bytearray()
        self._requests = 0
        self._token = feed.token(None)
        answer = self._ask_in()
        if not _is_connected(answer) and "token" in answer.lower():
            self._socket.close()
            self._token = feed.token(self._token)
            answer = self._ask_in()
        if not _is_connected(answer):
            self._socket.close()
            reason = _REASON.search(answer)
            said = f" It says: {words(reason[1])}" if reason else ""
            raise NoPicture(f"The recorder refused {feed.label}.{said}")
        self._updated_s = time.monotonic()

    def read(self) -> Packet:
        """The next picture. Raises NoPicture when the feed ends, stalls, was closed, or the recorder says it has none."""
        try:
            with self._reading:
                return self._next()
        finally:
            if self._is_closed.is_set():
                self._let_go()

    def close(self) -> None:
        """Ends the feed and a waiting `read`, from any thread, without waiting for either."""
        self._is_closed.set()
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        self._let_go()

    def _let_go(self) -> None:
        """Closes the socket unless a `read` is still in it, which then does so when it comes out."""
        if self._reading.acquire(blocking=False):
            self._socket.close()
            self._reading.release()

    def _next(self) -> Packet:
        while True:
            self._renew()
            header = self._header()
            if header.startswith(b"<"):
                self._heed(header)
            elif header.startswith(b"ImageResponse"):
                return self._picture(header)
            else:
                raise self._lost("the recorder sends something that is no picture")

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
            plain.settimeout(SILENCE_S)
        except OSError as error:
            plain.close()
            if trouble := certificate.trouble_in(error):
                raise certificate.unknown(host, port, trouble) from error
            raise NoPicture(f"The recorder {words(host)} cannot be reached.") from error
        return plain

    def _ask_in(self) -> str:
        """Connects, asks for the camera and, when the recorder agrees, for live pictures; the recorder's answer."""
        jpeg = "<alwaysstdjpeg>yes</alwaysstdjpeg><transcode><allframes>yes</allframes></transcode>"
        self._socket = self._connect()
        try:
            self._send(
                "<methodname>connect</methodname><username>a</username><password>a</password>"
                f"<cameraid>{guid(self._feed.camera)}</cameraid>"
                f"{jpeg if self._feed.as_jpeg else '<alwaysstdjpeg>no</alwaysstdjpeg>'}{self._parameters()}"
            )
            answer = self._header().decode(errors="replace")
            if _is_connected(answer):
                self._send("<methodname>live</methodname><compressionrate>90</compressionrate>")
        except NoPicture:
            self._socket.close()
            raise
        return answer

    def _parameters(self) -> str:
        text = f"id={guid(self._feed.camera)}&connectiontoken={self._token.reveal()}"
        if self._feed.stream:
            text += f"&streamid={guid(self._feed.stream)}"
        return f"<connectparam>{escape(text)}</connectparam>"

    def _renew(self) -> None:
        """Hands the recorder the new connection token before the old one ends."""
        if time.monotonic() - self._updated_s < UPDATE_EVERY_S:
            return
        self._updated_s = time.monotonic()
        with contextlib.suppress(ServerError, MediaError):
            token = self._feed.token(None)
            if token != self._token:
                self._token = token
                self._send(f"<methodname>connectupdate</methodname>{self._parameters()}")

    def _send(self, call: str) -> None:
        text = f'<?xml version="1.0" encoding="utf-8"?><methodcall><requestid>{self._requests}</requestid>{call}</methodcall>'
        self._requests += 1
        try:
            self._socket.sendall(text.encode() + _END)
        except OSError as error:
            raise self._lost(str(error)) from error

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
            if len(self._received) > LONGEST_HEADER:
                raise self._lost("the recorder sends a header without end")
            searched = max(0, len(self._received) - len(_END) + 1)
            self._more()

    def _picture(self, header: bytes) -> Packet:
        fields = dict(line.partition(":")[::2] for line in header.decode(errors="replace").splitlines()[1:])
        values = {name.strip().lower(): value.strip() for name, value in fields.items()}
        length = integer(values.get("content-length"))
        if length is None or not 0 < length <= LARGEST_PICTURE:
            raise self._lost("the recorder sends a picture of impossible size")
        while len(self._received) < length:
            self._more()
        body = bytes(memoryview(self._received)[:length])
        del self._received[:length]
        current_ms = integer(values.get("current"))
        try:
            at = _EPOCH + timedelta(milliseconds=current_ms) if current_ms is not None else datetime.now(UTC)
        except OverflowError:
            at = datetime.now(UTC)
        return packet(body, at)

    def _heed(self, status: bytes) -> None:
        text = status.decode(errors="replace")
        for number, value in _STATUS.findall(text):
            trouble = _TROUBLES.get(int(number))
            if trouble and value.strip().lower() in ("1", "true", "yes"):
                raise NoPicture(f"No picture from {self._feed.label}: {trouble}")
        if (answer := _CONNECTED.search(text)) and answer[1].lower() != "yes":
            raise self._lost("the recorder ended the feed")

    def _more(self) -> None:
        try:
            piece = self._socket.recv(256 * 1024)
        except TimeoutError as error:
            raise self._lost(f"nothing came for {SILENCE_S:.0f} s") from error
        except (OSError, ValueError) as error:
            raise self._lost(str(error)) from error
        if not piece:
            raise self._lost("the recorder ended the feed")
        self._received += piece

    def _lost(self, reason: str) -> NoPicture:
        if self._is_closed.is_set():
            reason = "it was closed"
        return NoPicture(f"No picture from {self._feed.label}: {words(reason)}.")


def _is_connected(answer: str) -> bool:
    found = _CONNECTED.search(answer)
    return found is not None and found[1].lower() == "yes"
