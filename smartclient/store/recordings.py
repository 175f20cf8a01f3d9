"""What is known to be recorded: pieces of each camera's past, and for which time that is known at all."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.runtime.signal import Signal
from smartclient.store.spans import Spans, holding, replaced, within, without


class Held(Enum):
    """Whether there are pictures of an instant."""

    RECORDED = "recorded"
    GAP = "nothing recorded"
    UNKNOWN = "not known yet"


@dataclass(frozen=True, slots=True)
class Track:
    """What is known of one camera: nothing outside `known`; within it what is not `recorded` is a gap."""

    known: Spans = ()
    recorded: Spans = ()
    motion: Spans = ()

    def held(self, at: datetime) -> Held:
        """Whether there are pictures of `at`."""
        if holding(self.recorded, at) is not None:
            return Held.RECORDED
        return Held.GAP if holding(self.known, at) is not None else Held.UNKNOWN

    def around(self, at: datetime) -> Spans | None:
        """The recorded pieces of the time known without a break around `at`; None where `at` itself is not known."""
        known = holding(self.known, at)
        return within(self.recorded, known) if known is not None else None

    def unknown(self, window: Span) -> Spans:
        """Of which time in `window` nothing is known."""
        return without(window, self.known)


NOTHING_KNOWN = Track()


class KnownRecordings:
    """Tracks by camera; `changed` tells the camera of which more is known, or something else."""

    def __init__(self) -> None:
        self.changed: Signal[DeviceId] = Signal()
        self._tracks: dict[DeviceId, Track] = {}

    def track(self, camera: DeviceId) -> Track:
        """What is known of that camera."""
        return self._tracks.get(camera, NOTHING_KNOWN)

    def take(self, told: Recordings, until: datetime | None = None) -> None:
        """Folds in what the server told. `until`, the time of asking, is where knowledge ends: later pictures may yet come."""
        end = told.span.end if until is None else min(told.span.end, until)
        if end <= told.span.begin:
            return
        window, old = Span(told.span.begin, end), self.track(told.camera)
        fresh = Track(
            replaced(old.known, window, (window,)),
            replaced(old.recorded, window, _of(told.recorded, (window,))),
            replaced(old.motion, window, _of(told.motion, (window,))),
        )
        if fresh != old:
            self._tracks[told.camera] = fresh
            self.changed.emit(told.camera)

    def doubt(self, camera: DeviceId, window: Span) -> None:
        """What was known of that time holds no longer: it is to be asked for again."""
        old = self.track(camera)
        if old.known:
            known = replaced(old.known, window, ())
            self._tracks[camera] = Track(known, _of(old.recorded, known), _of(old.motion, known))
            self.changed.emit(camera)


def _of(spans: Spans, windows: Spans) -> Spans:
    """What of `spans` lies in any of `windows`; both in order."""
    out: list[Span] = []
    place = 0
    for window in windows:
        while place < len(spans) and spans[place].end <= window.begin:
            place += 1
        at = place
        while at < len(spans) and spans[at].begin < window.end:
            out.append(Span(max(spans[at].begin, window.begin), min(spans[at].end, window.end)))
            at += 1
    return tuple(out)
