"""What waits between the loop that receives it and the thread that wants it, and the word that nothing will follow."""

import threading
import time
from collections import deque
from typing import Generic, TypeVar

from smartclient.domain.errors import SmartclientError

T = TypeVar("T")


class Waiting(Generic[T]):
    """In the order in which it came; of more than `most` the oldest are dropped."""

    def __init__(self, most: int | None = None) -> None:
        self._waiting: deque[T] = deque(maxlen=most)
        self._changed = threading.Condition()
        self._end: SmartclientError | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come, though some may be waiting."""
        return self._end is not None

    def add(self, one: T) -> None:
        """Adds one."""
        with self._changed:
            self._waiting.append(one)
            self._changed.notify()

    def end(self, reason: SmartclientError) -> None:
        """Nothing more will come; the first reason counts."""
        with self._changed:
            self._end = self._end or reason
            self._changed.notify_all()

    def take(self, timeout_s: float) -> T | None:
        """The next one; None when none came in time. Raises the reason once all are taken."""
        until_s = time.monotonic() + timeout_s
        with self._changed:
            while not self._waiting:
                if self._end is not None:
                    raise self._end
                if not self._changed.wait(until_s - time.monotonic()):
                    return None
            return self._waiting.popleft()
