"""Pictures on their way from the loop that receives them to the thread that wants them, and the word that none will follow."""

import threading
import time
from collections import deque

from smartclient.adapters.xprotect.picture import LARGEST_PICTURE
from smartclient.domain.errors import SmartclientError
from smartclient.domain.footage import Packet

MOST_PICTURES = 600


class Arrivals:
    """Bounded: where nobody takes them, everything up to the next key frame is passed over, so that what is taken can be decoded."""

    def __init__(self, most_bytes: int = LARGEST_PICTURE) -> None:
        self._most_bytes = most_bytes
        self._waiting: deque[Packet] = deque()
        self._bytes = 0
        self._needs_key = True
        self._changed = threading.Condition()
        self._end: SmartclientError | None = None

    @property
    def is_full(self) -> bool:
        """Whether a picture had to be passed over since the last key frame."""
        return self._needs_key and bool(self._waiting)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come, though some may be waiting."""
        return self._end is not None

    def put(self, packet: Packet) -> None:
        """Adds one."""
        with self._changed:
            has_room = len(self._waiting) < MOST_PICTURES and self._bytes + len(packet.data) <= self._most_bytes
            self._needs_key = not has_room or (self._needs_key and not packet.is_key)
            if not self._needs_key and self._end is None:
                self._waiting.append(packet)
                self._bytes += len(packet.data)
                self._changed.notify()

    def end(self, reason: SmartclientError) -> None:
        """Nothing more will come; the first reason counts."""
        with self._changed:
            if self._end is None:
                self._end = reason
            self._changed.notify_all()

    def clear(self) -> None:
        """Forgets what is waiting."""
        with self._changed:
            self._waiting.clear()
            self._bytes = 0

    def take(self, timeout_s: float) -> Packet | None:
        """The next one; None when none came in time. Raises the reason once all are taken."""
        until_s = time.monotonic() + timeout_s
        with self._changed:
            while not self._waiting:
                if self._end is not None:
                    raise self._end
                if not self._changed.wait(until_s - time.monotonic()):
                    return None
            packet = self._waiting.popleft()
            self._bytes -= len(packet.data)
            return packet
