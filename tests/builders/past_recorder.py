"""A recorder with a scripted past, behind the ImageServer protocol: steps through its pictures and counts what it was asked."""

import re
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from smartclient.adapters.xprotect import certificate
from smartclient.adapters.xprotect.image_connection import Feed
from smartclient.adapters.xprotect.playback import ImageServerRecording
from smartclient.runtime.secret import Secret

BEGIN = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
CAMERA = "5c1d1c6a-0b7a-4f0e-9d4e-1f2a3b4c5d6e"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIELD = re.compile(rb"<(methodname|time|keyframesonly|requestid)>([^<]*)</")


@dataclass(frozen=True)
class Shot:
    """A picture taken `ms` after BEGIN."""

    ms: int
    is_key: bool = False

    @property
    def at(self) -> datetime:
        """When it was taken."""
        return BEGIN + timedelta(milliseconds=self.ms)

    @property
    def data(self) -> bytes:
        """What stands in for the coded picture."""
        return f"picture {self.ms}".encode()


def steady(first_ms: int, groups: int, length: int = 5, interval_ms: int = 100) -> list[Shot]:
    """So many groups of `length` pictures without a gap."""
    return [Shot(first_ms + i * interval_ms, i % length == 0) for i in range(groups * length)]


@dataclass
class PastRecorder:
    """`turns` counts how often it had to wait for the client, `sent` the pictures that went out.

    `goes_nearest`: a goto leads to the nearest picture, not to the one before. `ignores_keys`: `keyframesonly` is not known here.
    `cuts_after`: so many pictures and the connection is cut in the middle of the next, once. `one_at_a_time`: a client that
    asks ahead is cut off. `tells_keys`: a picture tells when its key frame was taken. `refuses`: tokens not accepted.
    """

    past: Sequence[Shot]
    is_jpeg: bool = False
    goes_nearest: bool = False
    ignores_keys: bool = False
    cuts_after: int | None = None
    one_at_a_time: bool = False
    tells_keys: bool = True
    refuses: set[bytes] = field(default_factory=set)
    turns: int = 0
    connections: int = 0
    sent: list[int] = field(default_factory=list)

    def talk(self, peer: socket.socket) -> None:
        """One connection."""
        self.connections += 1
        received, place = b"", 0
        while True:
            call, end, rest = received.partition(b"\r\n\r\n")
            if not end:
                piece = peer.recv(65536)
                if not piece:
                    return
                self.turns += 1
                received += piece
                continue
            if self.one_at_a_time and rest:
                return
            received = rest
            fields = dict(_FIELD.findall(call))
            if fields[b"methodname"] in (b"connect", b"connectupdate"):
                refused = any(b"connectiontoken=" + token in call for token in self.refuses)
                reason = b"<errorreason>Invalid token</errorreason>" if refused else b""
                peer.sendall(b"<r><connected>%s</connected>%s</r>\r\n\r\n" % (b"no" if refused else b"yes", reason))
                if refused:
                    return
                continue
            place = self._place(fields, place)
            if self.cuts_after is not None and len(self.sent) >= self.cuts_after:
                self.cuts_after = None
                peer.sendall(self._answer(fields[b"requestid"], place)[:-20])
                return
            peer.sendall(self._answer(fields[b"requestid"], place))

    def _place(self, fields: dict[bytes, bytes], place: int) -> int:
        if fields[b"methodname"] == b"next":
            return min(place + 1, len(self.past) - 1)
        ms = int(fields[b"time"]) - _ms(BEGIN)
        only_keys = fields[b"keyframesonly"] == b"yes" and not self.ignores_keys
        known = [i for i, shot in enumerate(self.past) if shot.is_key or not only_keys]
        if self.goes_nearest:
            return min(known, key=lambda i: abs(self.past[i].ms - ms))
        return max((i for i in known if self.past[i].ms <= ms), default=0)

    def _answer(self, request: bytes, place: int) -> bytes:
        shot = self.past[place]
        before, after = self.past[max(0, place - 1)], self.past[min(place + 1, len(self.past) - 1)]
        self.sent.append(shot.ms)
        ms = _ms(shot.at)
        key = next((_ms(each.at) for each in reversed(self.past[: place + 1]) if each.is_key and self.tells_keys), ms)
        body = b"\xff\xd8" + shot.data
        if not self.is_jpeg:
            body = struct.pack(">HIHHHqqi", 16, 32 + len(shot.data), 10, 1, int(shot.is_key), key, ms, 0) + shot.data
        head = (
            f"ImageResponse\r\nRequestId: {request.decode()}\r\nPrev: {_ms(before.at)}\r\nCurrent: {ms}\r\n"
            f"Next: {_ms(after.at)}\r\nContent-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body + b"\r\n\r\n"


def _ms(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)


@contextmanager
def playing(recorder: PastRecorder, *tokens: str) -> Iterator[ImageServerRecording]:
    """The recorder's past, open."""
    with serving(recorder) as address, closing(ImageServerRecording(past_feed(address, *tokens))) as recording:
        yield recording


def past_feed(address: str, *tokens: str) -> Feed:
    """What a client opens; tokens in turn, the last one for ever."""
    left = list(tokens or ("token",))

    def token(refused: Secret | None) -> Secret:
        if refused is not None and len(left) > 1:
            left.pop(0)
        return Secret(left[0])

    return Feed(address, CAMERA, "Camera 1", token, certificate.tls_context(()))


@contextmanager
def serving(recorder: PastRecorder) -> Iterator[str]:
    """Serves one connection after the other inside the block; yields the address."""
    peers: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peers.append(peer)
            with peer:
                try:
                    recorder.talk(peer)
                except OSError:
                    continue

    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serve, name="past recorder")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for peer in peers:
            try:
                peer.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        thread.join(5)
