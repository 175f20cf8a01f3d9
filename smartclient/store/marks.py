"""What people marked in the past and what was exported here, kept by the server's ids and by the time asked for."""

from dataclasses import dataclass

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, EvidenceLock, Marks, Span
from smartclient.runtime.signal import Signal
from smartclient.store.spans import Spans, joined, without


@dataclass(frozen=True, slots=True)
class Exported:
    """A piece of footage that left the system as evidence."""

    cameras: tuple[DeviceId, ...]
    span: Span
    name: str


class KnownMarks:
    """Bookmarks, evidence locks and exports; `changed` tells when any of them is new, gone or different."""

    def __init__(self) -> None:
        self.changed: Signal[None] = Signal()
        self._known: Spans = ()
        self._bookmarks: dict[str, Bookmark] = {}
        self._locks: dict[str, EvidenceLock] = {}
        self._exports: tuple[Exported, ...] = ()

    @property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """In order of time."""
        return tuple(sorted(self._bookmarks.values(), key=lambda mark: (mark.at, mark.id)))

    @property
    def locks(self) -> tuple[EvidenceLock, ...]:
        """In order of time."""
        return tuple(sorted(self._locks.values(), key=lambda lock: (lock.span, lock.id)))

    @property
    def exports(self) -> tuple[Exported, ...]:
        """In the order they were made."""
        return self._exports

    def unknown(self, window: Span) -> Spans:
        """Of which time in `window` the marks were never asked for."""
        return without(window, self._known)

    def take(self, window: Span, told: Marks) -> None:
        """These are all marks that touch `window`."""
        before = (self._bookmarks, self._locks)
        self._bookmarks = {key: mark for key, mark in self._bookmarks.items() if not _touches(mark.span, window)} | {
            mark.id: mark for mark in told.bookmarks
        }
        self._locks = {key: lock for key, lock in self._locks.items() if not lock.span.meets(window)} | {
            lock.id: lock for lock in told.locks
        }
        self._known = joined((*self._known, window))
        if before != (self._bookmarks, self._locks):
            self.changed.emit(None)

    def note_export(self, exported: Exported) -> None:
        """Footage was exported."""
        self._exports = (*self._exports, exported)
        self.changed.emit(None)


def _touches(span: Span, window: Span) -> bool:
    """Also where the mark is a moment without length."""
    return span.meets(window) or window.holds(span.begin)
