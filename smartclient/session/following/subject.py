"""What a subject is to the tiles: at any instant, where it is, who sees it and who will see it next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from smartclient.domain.ids import DeviceId
from smartclient.store.routes import Standpoint


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The subject at an instant: the cameras that see it `now`, best first, and those that will see it `next`, soonest first."""

    now: tuple[DeviceId, ...] = ()
    next: tuple[DeviceId, ...] = ()
    place: Standpoint | None = None
    words: str = ""
    is_over: bool = False
    """Whether the subject will not be seen any more."""


class Subject(Protocol):
    """Somebody, or something, that is followed."""

    def at(self, instant: datetime) -> Glimpse:
        """The subject at an instant, aware UTC, of the present or the past; takes no time."""
        ...
