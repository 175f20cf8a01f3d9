"""A mailbox of one: the newest letter wins, so memory and delay stay constant however slow the reader is."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Hands the newest value from one thread to another."""

    __slots__ = ("_lock", "_value", "dropped")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: T | None = None
        self.dropped = 0
        """How many values were overtaken before anybody took them."""

    def put(self, value: T) -> bool:
        """Lays `value` down, over an older one; true when the box was empty (so the reader wants a knock)."""
        with self._lock:
            was_empty = self._value is None
            if not was_empty:
                self.dropped += 1
            self._value = value
            return was_empty

    def take(self) -> T | None:
        """The newest value, once."""
        with self._lock:
            value, self._value = self._value, None
            return value
