"""Time laid out along pixels: what a stretch of the timeline shows, and the way there and back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from smartclient.domain.recordings import Span

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
LONGEST_S = 31 * 86_400.0
FINEST_S_PER_PX = 0.002
"""A picture of 30 a second is 17 px wide."""
_FIRST_S, _LAST_S = 0.0, 4e9


def to_s(at: datetime) -> float:
    """Seconds since 1970, exact to the microsecond."""
    return (at - _EPOCH) / timedelta(seconds=1)


def from_s(seconds: float) -> datetime:
    """The instant so many seconds after 1970, UTC."""
    return _EPOCH + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Axis:
    """`begin_s` is the time at the left edge, in seconds since 1970; x grows to the right from 0 to `width_px`."""

    begin_s: float
    s_per_px: float
    width_px: float

    @property
    def end_s(self) -> float:
        """The time at the right edge."""
        return self.begin_s + self.width_px * self.s_per_px

    @property
    def span(self) -> Span:
        """The time on show."""
        return Span(from_s(self.begin_s), from_s(self.end_s))

    def x(self, at: datetime) -> float:
        """Where `at` lies; outside 0…width_px when it is not on show."""
        return (to_s(at) - self.begin_s) / self.s_per_px

    def at(self, x: float) -> datetime:
        """The time at `x`."""
        return from_s(min(max(self.begin_s + x * self.s_per_px, _FIRST_S), _LAST_S))

    def shows(self, at: datetime) -> bool:
        """Whether `at` is on show."""
        return 0 <= self.x(at) <= self.width_px

    def zoomed(self, factor: float, x: float) -> "Axis":
        """Closer (`factor` over 1) or farther, with the time at `x` staying where it is, between 31 days and single pictures."""
        coarsest = LONGEST_S / max(self.width_px, 1.0)
        s_per_px = min(max(self.s_per_px / factor, FINEST_S_PER_PX), max(coarsest, FINEST_S_PER_PX))
        pinned_s = self.begin_s + x * self.s_per_px
        return self._kept(pinned_s - x * s_per_px, s_per_px)

    def panned(self, right_px: float) -> "Axis":
        """What comes to the screen when the time is pushed to the right."""
        return self._kept(self.begin_s - right_px * self.s_per_px, self.s_per_px)

    def placed(self, at: datetime, share: float) -> "Axis":
        """The same scale with `at` at that share of the width."""
        return self._kept(to_s(at) - share * self.width_px * self.s_per_px, self.s_per_px)

    def widened(self, width_px: float) -> "Axis":
        """Another width with the same scale; the right edge keeps its time, as that is where now is."""
        return self._kept(self.end_s - width_px * self.s_per_px, self.s_per_px, width_px)

    def fitted(self, span: Span) -> "Axis":
        """All of `span` with some air around it."""
        seconds = max(span.length.total_seconds(), self.width_px * FINEST_S_PER_PX / 1.2)
        s_per_px = min(1.2 * seconds, LONGEST_S) / max(self.width_px, 1.0)
        middle_s = (to_s(span.begin) + to_s(span.end)) / 2
        return self._kept(middle_s - s_per_px * self.width_px / 2, s_per_px)

    def _kept(self, begin_s: float, s_per_px: float, width_px: float | None = None) -> "Axis":
        width = self.width_px if width_px is None else width_px
        last_s = _LAST_S - width * s_per_px
        return replace(self, begin_s=min(max(begin_s, _FIRST_S), last_s), s_per_px=s_per_px, width_px=width)
