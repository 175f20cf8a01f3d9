"""The piece of time a person marked with in and out: what export, evidence lock and search take."""

from datetime import datetime, timedelta
from enum import Enum, auto

from smartclient.domain.recordings import Span
from smartclient.runtime.signal import Signal

LEAST = timedelta(milliseconds=100)
"""No mark is led nearer to the other one."""


class Mark(Enum):
    """One end of the piece."""

    IN = auto()
    OUT = auto()


class SpanSelection:
    """An in mark, an out mark, or both. A mark set beyond the other one takes the other away."""

    def __init__(self) -> None:
        self.changed: Signal[None] = Signal()
        self.begin: datetime | None = None
        self.end: datetime | None = None

    @property
    def span(self) -> Span | None:
        """What is selected; None until both marks are set."""
        return Span(self.begin, self.end) if self.begin is not None and self.end is not None else None

    def mark_in(self, at: datetime) -> None:
        """The piece begins here."""
        end = self.end if self.end is not None and self.end > at else None
        self._set(at, end)

    def mark_out(self, at: datetime) -> None:
        """The piece ends here."""
        begin = self.begin if self.begin is not None and self.begin < at else None
        self._set(begin, at)

    def lead(self, mark: Mark, at: datetime) -> None:
        """Moves a mark that is set as far as that, but not beyond the other one."""
        if mark is Mark.IN and self.begin is not None:
            self._set(at if self.end is None else min(at, self.end - LEAST), self.end)
        elif mark is Mark.OUT and self.end is not None:
            self._set(self.begin, at if self.begin is None else max(at, self.begin + LEAST))

    def select(self, span: Span) -> None:
        """Both marks at once: an incident's span, a result of a search."""
        self._set(span.begin, span.end)

    def clear(self) -> None:
        """Takes both marks away."""
        self._set(None, None)

    def _set(self, begin: datetime | None, end: datetime | None) -> None:
        if (begin, end) != (self.begin, self.end):
            self.begin, self.end = begin, end
            self.changed.emit(None)
