"""Opening streams a few at a time: a wall of sixteen tiles must not ask a recorder for sixteen streams at once."""

from collections import deque
from collections.abc import Callable


class OpenQueue:
    """First come, first opened, at most `limit` at a time. Belongs to the loop's thread."""

    def __init__(self, limit: int = 4) -> None:
        self._limit = limit
        self._waiting: deque[Ticket] = deque()
        self._opening: set[Ticket] = set()

    def ticket(self, start: Callable[[], None]) -> "Ticket":
        """A ticket that calls `start` when its turn has come; it does not queue before `enter`."""
        return Ticket(self, start)

    def enter(self, ticket: "Ticket") -> None:
        """Queues; the ticket's turn may come at once."""
        self._waiting.append(ticket)
        self._advance()

    def leave(self, ticket: "Ticket") -> None:
        """Frees the ticket's place, waiting or opening."""
        if ticket in self._waiting:
            self._waiting.remove(ticket)
        self._opening.discard(ticket)
        self._advance()

    def _advance(self) -> None:
        while self._waiting and len(self._opening) < self._limit:
            ticket = self._waiting.popleft()
            self._opening.add(ticket)
            ticket.start()


class Ticket:
    """One stream's place in the queue, from asking until its first picture or its failure."""

    __slots__ = ("_queue", "start")

    def __init__(self, queue: OpenQueue, start: Callable[[], None]) -> None:
        self._queue = queue
        self.start = start

    def enter(self) -> None:
        """Asks for a turn."""
        self._queue.enter(self)

    def done(self) -> None:
        """Gives the place back; calling it twice is harmless."""
        self._queue.leave(self)
