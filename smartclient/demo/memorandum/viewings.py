"""Who outside the school watches which camera, since when; and what was refused, for the report to the school board."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT = 20_000
LEASE = timedelta(seconds=3)
"""Every way of video asks at least once a second; what has not asked for so long is over."""
SAME_ATTEMPT = timedelta(seconds=10)
"""A program asks again by itself: refusals so near to one another are one attempt."""


@dataclass(slots=True)
class Viewing:
    """One person before one camera, live or recorded; `until` is None while it lasts."""

    user: str
    camera: str
    is_recorded: bool
    since: datetime
    seen_at: datetime
    until: datetime | None = None


@dataclass(slots=True)
class Attempt:
    """Pictures or sound that somebody wanted and was not given."""

    user: str
    source: str
    action: str
    since: datetime
    last_at: datetime
    count: int = 1


class Viewings:
    """Begun by the first picture, ended when no more is asked for or the right to see is gone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._present: dict[tuple[str, str, bool], Viewing] = {}
        self._kept: deque[Viewing] = deque(maxlen=KEPT)
        self.attempts: deque[Attempt] = deque(maxlen=KEPT)
        self._latest: dict[tuple[str, str], Attempt] = {}

    @property
    def present(self) -> list[Viewing]:
        """Those that last."""
        return list(self._present.values())

    def between(self, since: datetime, until: datetime) -> Iterator[Viewing]:
        """Those that touch a span, oldest first."""
        return (v for v in self._kept if v.since < until and (v.until is None or v.until >= since))

    def saw(self, user: str, camera: str, *, is_recorded: bool) -> Viewing | None:
        """Somebody is handed pictures; the viewing where it begins."""
        now, key = self._now(), (user, camera, is_recorded)
        known = self._present.get(key)
        if known is not None:
            known.seen_at = now
            return None
        made = self._present[key] = Viewing(user, camera, is_recorded, now, now)
        self._kept.append(made)
        return made

    def refuse(self, user: str, source: str, action: str) -> Attempt | None:
        """Somebody wanted what is closed; the attempt where it is a new one."""
        now, key = self._now(), (user, source)
        known = self._latest.get(key)
        if known is not None and known.last_at >= now - SAME_ATTEMPT:
            known.last_at, known.count = now, known.count + 1
            return None
        made = self._latest[key] = Attempt(user, source, action, now, now)
        self.attempts.append(made)
        return made

    def end_idle(self) -> bool:
        """Ends those that ask for nothing any more, with their last picture; whether there were any."""
        earliest = self._now() - LEASE
        idle = [key for key, viewing in self._present.items() if viewing.seen_at < earliest]
        for key in idle:
            viewing = self._present.pop(key)
            viewing.until = viewing.seen_at
        return bool(idle)

    def end_closed(self, is_closed: Callable[[Viewing], bool]) -> None:
        """Ends those whose right is gone, now."""
        for key, viewing in list(self._present.items()):
            if is_closed(viewing):
                self._present.pop(key).until = self._now()
