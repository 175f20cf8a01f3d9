"""A signal without a toolkit: observers are told in the order they came, and one that fails does not silence the rest."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)


class Signal(Generic[T]):
    """Tells its observers a value."""

    __slots__ = ("_observers",)

    def __init__(self) -> None:
        self._observers: list[Callable[[T], None]] = []

    def connect(self, observer: Callable[[T], None]) -> Callable[[], None]:
        """Adds `observer`; the answer, when called, takes it away again (calling it twice is harmless)."""
        self._observers.append(observer)

        def disconnect() -> None:
            if observer in self._observers:
                self._observers.remove(observer)

        return disconnect

    def emit(self, value: T) -> None:
        """Tells all observers. A failing observer is logged as the bug it is; the others still hear."""
        for observer in tuple(self._observers):
            try:
                observer(value)
            except Exception:
                log.exception("observer failed: %r", observer)
