"""What the notice line says of incidents: which is open here, which was opened elsewhere, and words of the others."""

from smartclient.domain.ids import IncidentId
from smartclient.domain.incident_entries import Entry, Said
from smartclient.domain.incidents import Incident
from smartclient.runtime.clock import Clock
from smartclient.session.incidents.words import title_of
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.notices import Grade, Notices

OPEN, ELSEWHERE, WORD = "incident", "incident elsewhere", "incident word"
FRESH_S = 30.0
"""A word that comes later than that, after a cut, stands in the timeline only."""


class News:
    """Tells from construction until `stop`; of files that others open from `begin` on."""

    def __init__(self, incidents: Incidents, notices: Notices, clock: Clock) -> None:
        self._incidents, self._notices, self._clock = incidents, notices, clock
        self._known: set[IncidentId] = set()
        self._has_begun = False
        self._elsewhere: IncidentId | None = None
        self._said = ""
        self._stops = [
            incidents.changed.connect(lambda _nothing: self._look()),
            incidents.came.connect(self._hear),
        ]

    def begin(self) -> None:
        """What is there now is no news."""
        self._known = {file.id for file in self._incidents.files}
        self._has_begun = True

    def stop(self) -> None:
        """Tells nothing any more."""
        for stop in self._stops:
            stop()

    def _look(self) -> None:
        current = self._incidents.current if self._incidents.is_taking_part else None
        words = ""
        if current is not None and current.is_open:
            words = f"{'DRILL · ' if current.is_drill else ''}Incident open: {title_of(current)} (Shift I shows it)."
        if words and words != self._said:
            self._notices.say(OPEN, words, Grade.QUIET)
        elif not words:
            self._notices.end(OPEN)
        self._said = words
        files = self._incidents.files if self._has_begun else []
        for file in files:
            if file.id == self._elsewhere and (not file.is_open or (current is not None and current.id == file.id)):
                self._elsewhere = None
                self._notices.end(ELSEWHERE)
            if file.id not in self._known and file.name:
                self._known.add(file.id)
                if file.is_open and (current is None or current.id != file.id):
                    self._say_opened(file)

    def _say_opened(self, file: Incident) -> None:
        self._elsewhere = file.id
        by, drill = file.opened_by or "Another console", " (drill)" if file.is_drill else ""
        words = f"{by} opened the incident {file.name}{drill}; Ctrl Alt I lists it."
        self._notices.say(ELSEWHERE, words, Grade.WARNING)

    def _hear(self, entries: tuple[Entry, ...]) -> None:
        """Somebody says a word to those on this incident; their panel may be closed."""
        current = self._incidents.current if self._incidents.is_taking_part else None
        for entry in entries:
            is_fresh = (self._clock.now() - entry.at).total_seconds() < FRESH_S
            if current is not None and entry.incident == current.id and isinstance(entry.body, Said) and is_fresh:
                self._notices.say(WORD, f"{entry.by}: “{entry.body.text[:200]}”", Grade.WARNING)
