"""Somebody who walks a drawn path: set out at an instant, at a pace, seen by one camera after the other."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from smartclient.domain.ids import DeviceId
from smartclient.session.following.legs import Leg
from smartclient.session.following.subject import Glimpse
from smartclient.session.following.timed_walk import TimedWalk


@dataclass(frozen=True, slots=True)
class PathSubject:
    """The walk, its legs in order, and when it `began`; `name_of` says a camera's name."""

    walk: TimedWalk
    legs: tuple[Leg, ...]
    began: datetime
    name_of: Callable[[DeviceId], str]

    def at(self, instant: datetime) -> Glimpse:
        """Before the beginning the first camera waits; after the end it is over."""
        seconds = (instant - self.began).total_seconds()
        place = bisect_right([leg.begin_s for leg in self.legs], max(seconds, 0.0)) - 1
        current = self.legs[place] if place >= 0 and max(seconds, 0.0) < self.legs[place].end_s else None
        coming = self.legs[place + 1 :]
        is_over = seconds >= self.walk.duration_s
        if is_over and self.legs and self.legs[-1].end_s >= self.walk.duration_s:
            current = self.legs[-1]
        return Glimpse(
            now=(current.camera,) if current is not None else (),
            next=tuple(dict.fromkeys(leg.camera for leg in coming)),
            place=self.walk.at(seconds),
            words=self._words(current, coming, seconds),
            is_over=is_over,
        )

    def moved(self, leg: int, instant: datetime) -> "PathSubject":
        """The same walk with the subject at the beginning of that leg at `instant`: he is faster or slower than was thought."""
        begun = instant - timedelta(seconds=self.legs[leg].begin_s)
        return PathSubject(self.walk, self.legs, begun, self.name_of)

    def begin_of(self, leg: int) -> datetime:
        """When a leg begins."""
        return self.began + timedelta(seconds=self.legs[leg].begin_s)

    def leg_at(self, instant: datetime) -> int:
        """The leg of that instant, or the one before it where nobody sees; -1 before the first."""
        seconds = (instant - self.began).total_seconds()
        return bisect_right([leg.begin_s for leg in self.legs], seconds) - 1

    def _words(self, current: Leg | None, coming: Sequence[Leg], seconds: float) -> str:
        if seconds < 0:
            return f"Sets out in {-seconds:.0f} s."
        if seconds >= self.walk.duration_s:
            return "The end of the path."
        now = f"Now {self.name_of(current.camera)}" if current is not None else "Out of sight"
        if not coming:
            return f"{now}, to the end of the path." if current is not None else f"{now} to the end of the path."
        return f"{now}; {self.name_of(coming[0].camera)} in {max(coming[0].begin_s - seconds, 0):.0f} s."
