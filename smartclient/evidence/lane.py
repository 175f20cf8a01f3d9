"""A thread that does one thing after the other, started when there is something to do."""

import threading
from collections.abc import Callable

Work = Callable[[], None]


class Lane:
    """`do` and `replace` may be called from any thread. Work has to deal with its own trouble."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._changed = threading.Condition()
        self._waiting: list[Work] = []
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def do(self, work: Work) -> None:
        """Does it after all that waits."""
        self._put(work, is_only=False)

    def replace(self, work: Work) -> None:
        """Does it in place of all that waits."""
        self._put(work, is_only=True)

    def close(self) -> None:
        """Forgets what waits; what runs may end."""
        with self._changed:
            self._is_closed = True
            self._waiting.clear()
            self._changed.notify()

    def join(self, patience_s: float) -> None:
        """Waits for what runs, a little."""
        if self._thread is not None:
            self._thread.join(patience_s)

    def _put(self, work: Work, *, is_only: bool) -> None:
        with self._changed:
            if self._is_closed:
                return
            if is_only:
                self._waiting.clear()
            self._waiting.append(work)
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name)
                self._thread.start()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._is_closed)
                if self._is_closed:
                    return
                work = self._waiting.pop(0)
            work()
