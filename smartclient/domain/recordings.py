"""What is recorded: spans of a camera's past, and what people marked in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from smartclient.domain.ids import DeviceId


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of time from `begin` up to, not including, `end`; aware UTC, `begin` ≤ `end`."""

    begin: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.begin

    def holds(self, at: datetime) -> bool:
        """Whether `at` lies in it."""
        return self.begin <= at < self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share any time."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class Recordings:
    """What the server holds of one camera within `span`: pieces in order of time that do not overlap, cut at the span's ends."""

    camera: DeviceId
    span: Span
    recorded: tuple[Span, ...] = ()
    motion: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A marked moment of one camera. `id` is the server's; `at` the moment, `span` the piece around it; `user` who set it."""

    id: str
    camera: DeviceId
    at: datetime
    span: Span
    name: str
    description: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceLock:
    """Footage the server keeps beyond its time. `until` is when it may delete it; None is never."""

    id: str
    cameras: tuple[DeviceId, ...]
    span: Span
    name: str
    description: str = ""
    user: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What people marked within a span, in order of time."""

    bookmarks: tuple[Bookmark, ...] = ()
    locks: tuple[EvidenceLock, ...] = ()
