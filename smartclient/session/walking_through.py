"""A walk-through as it goes on: at which stop, what was found, what is left; every tick is on disk before the next room."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from smartclient.domain.campus_record import Outcome, Signature, StopCheck, WalkThrough
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import VenueId
from smartclient.plans.walk_stops import Stop
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.session.campus_records import CampusRecords


class NotSigned(PlanError):
    """The walk-through cannot be signed as it is."""


class WalkingThrough:
    """Goes on with the campus's unsigned walk-through, or begins one with the first tick."""

    def __init__(
        self, records: CampusRecords, venue_id: VenueId, stops: Sequence[Stop], revision: str, clock: Clock
    ) -> None:
        self._records, self._venue_id, self._clock = records, venue_id, clock
        self.stops = tuple(stops)
        self.revision = revision
        self.changed: Signal[None] = Signal()
        resumed = records.of(venue_id).open_walk_through
        self.is_resumed = resumed is not None
        self.walk = resumed or WalkThrough(str(uuid.uuid4()), clock.now(), revision)
        self._checks: dict[str, StopCheck] = {check.feature: check for check in self.walk.checks}
        self.index = self._first_open()

    @property
    def stop(self) -> Stop | None:
        """The stop one stands at; None where the campus has none."""
        return self.stops[self.index] if self.stops else None

    def check_of(self, stop: Stop) -> StopCheck | None:
        """What was found there."""
        return self._checks.get(stop.feature)

    @property
    def done(self) -> int:
        """Stops that were looked at."""
        return sum(stop.feature in self._checks for stop in self.stops)

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How often each was found."""
        return Counter(self._checks[stop.feature].outcome for stop in self.stops if stop.feature in self._checks)

    def take(self, stops: Sequence[Stop], revision: str) -> None:
        """The plan was changed: the same stop of the new plan stays before one's eyes."""
        here = self.stop.feature if self.stop is not None else ""
        self.stops, self.revision = tuple(stops), revision
        self.index = next((i for i, stop in enumerate(self.stops) if stop.feature == here), self._first_open())
        self.changed.emit(None)

    def go(self, index: int) -> None:
        """To another stop."""
        if self.stops:
            self.index = min(max(index, 0), len(self.stops) - 1)
            self.changed.emit(None)

    def tick(self) -> None:
        """It is as the plan says; on to the next one nobody looked at."""
        self._note(Outcome.RIGHT)
        self.go(self._next_open())

    def note(self, words: str) -> None:
        """Something is to be said of it; it counts as looked at."""
        self._note(Outcome.NOTED, note=words.strip())
        self.changed.emit(None)

    def correct(self, correction: Mapping[str, str], words: str = "") -> None:
        """The plan should say something else: `name`, `number`, `category`."""
        self._note(Outcome.CORRECTED, note=words.strip(), correction=dict(correction))
        self.changed.emit(None)

    def sign(
        self, name: str, role: str = "", agency: str = "", by: str = "school", invited: Sequence[str] = ()
    ) -> None:
        """Ends it: this person answers for what was looked at. Raises NotSigned without a name, or where nothing was looked at."""
        if not name.strip():
            raise NotSigned("Type the name of who answers for this walk-through.")
        if not self._checks:
            raise NotSigned("Nothing was looked at yet.")
        now = self._clock.now()
        signature = Signature(name.strip(), now, role.strip(), agency.strip())
        self.walk = replace(
            self.walk,
            ended=now,
            by=by,
            invited=tuple(invited),
            covers=self._covers(),
            signatures=(*self.walk.signatures, signature),
        )
        self._keep()
        self.changed.emit(None)

    def _covers(self) -> tuple[str, ...]:
        """What was really walked: buildings, grounds, or both, once every stop there was looked at."""
        parts = {"building": False, "grounds": True}
        return tuple(
            part
            for part, is_outdoors in parts.items()
            if all(stop.feature in self._checks for stop in self.stops if stop.is_outdoors == is_outdoors)
        )

    def _note(self, outcome: Outcome, note: str = "", correction: Mapping[str, str] | None = None) -> None:
        stop = self.stop
        if stop is None or self.walk.is_signed:
            return
        self._checks[stop.feature] = StopCheck(stop.feature, self._clock.now(), outcome, note, correction or {})
        self._keep()

    def _keep(self) -> None:
        self.walk = replace(
            self.walk, revision=self.revision, stops=len(self.stops), checks=tuple(self._checks.values())
        )
        self._records.put(self._venue_id, self.walk)

    def _first_open(self) -> int:
        return next((i for i, stop in enumerate(self.stops) if stop.feature not in self._checks), 0)

    def _next_open(self) -> int:
        after = [*range(self.index + 1, len(self.stops)), *range(self.index)]
        return next((i for i in after if self.stops[i].feature not in self._checks), self.index)
