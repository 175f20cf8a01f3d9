"""Rounds: a list of cameras that somebody looks through, and what came of it, camera by camera."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from smartclient.domain.ids import DeviceId

_GOES_ON = timedelta(hours=12)
"""A round that was not finished is gone on with for so long."""


@dataclass(frozen=True, slots=True)
class RoundList:
    """Cameras that are looked through together, in their order."""

    name: str
    cameras: tuple[DeviceId, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One camera of a round. `picture_at` is when the picture was taken that was looked at, None where none came."""

    camera: DeviceId
    name: str
    picture_at: datetime | None = None
    done_at: datetime | None = None
    by: str = ""
    note: str = ""

    @property
    def is_done(self) -> bool:
        """Whether somebody looked."""
        return self.done_at is not None


@dataclass(frozen=True, slots=True)
class Round:
    """Who began it when, and what was seen; `ended` is None while it goes on."""

    id: str
    list_name: str
    began: datetime
    by: str
    looks: tuple[Look, ...]
    ended: datetime | None = None
    note: str = ""

    @property
    def done(self) -> int:
        """How many cameras were looked at."""
        return sum(look.is_done for look in self.looks)

    def look(self, camera: DeviceId) -> Look | None:
        """What is kept of a camera."""
        return next((look for look in self.looks if look.camera == camera), None)

    def with_look(self, changed: Look) -> "Round":
        """The round with that camera's look in place of the one it had."""
        looks = tuple(changed if look.camera == changed.camera else look for look in self.looks)
        return replace(self, looks=looks)

    def goes_on(self, now: datetime) -> bool:
        """Whether it is gone on with, rather than begun anew."""
        return self.ended is None and now - self.began < _GOES_ON
