"""Which topics consoles write to each other on: one for each campus, heard by those who may see it, and one for the whole district."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from smartclient.domain.ids import IncidentId, VenueId
from smartclient.plans.scope import Scope
from smartclient.session.incidents.letters import TOPIC, Asked, Entries, Gone, Here, Letter, Pointed
from smartclient.store.incidents.encoding import Wire

_MOST_NOTED = 10_000


def topic_of(venue: VenueId) -> str:
    """The topic of a campus. A server that knows who may see it lets nobody else read there."""
    return f"{TOPIC}.{venue}"


@dataclass(frozen=True, slots=True)
class Topics:
    """Where each letter goes. `venue_of` is the campus of a file; None of one about the whole district, or unknown.

    Whoever sees all campuses hears all topics; who sees some hears only theirs, and writes nowhere else.
    """

    venues: frozenset[VenueId] = frozenset()
    """Of the plan, as far as this user may see them."""
    scope: Scope = None
    venue_of: Callable[[IncidentId], VenueId | None] = lambda _incident: None
    _heard_on: dict[str, str] = field(default_factory=dict)
    """The topic of files whose beginning has not come yet."""

    @property
    def heard(self) -> tuple[str, ...]:
        """The topics to listen to."""
        return (*([TOPIC] if self.scope is None else []), *map(topic_of, sorted(self._campuses)))

    def parts(self, letter: Letter) -> Iterator[tuple[str, Letter]]:
        """What of the letter goes to which topic."""
        match letter:
            case Entries():
                yield from self._entries(letter)
            case Here():
                yield from self._here(letter)
            case Asked(incident=incident) | Pointed(incident=incident):
                yield from ((topic, letter) for topic in self._of(incident))
            case Gone():
                yield from ((topic, letter) for topic in self.heard)

    def note(self, topic: str, letter: Letter) -> None:
        """A letter came on that topic: what it is about belongs there."""
        if topic != TOPIC and isinstance(letter, Here):
            self._heard_on.update(dict.fromkeys(list(letter.have)[: _MOST_NOTED - len(self._heard_on)], topic))

    def is_told_elsewhere(self, here: Here) -> bool:
        """Whether who is there was told on the district's topic, which this console hears too."""
        return here.is_part and self.scope is None

    @property
    def _campuses(self) -> frozenset[VenueId]:
        return self.venues if self.scope is None else self.scope

    def _of(self, incident: str) -> tuple[str, ...]:
        """A file about no campus goes to the whole district, or, from who may not write there, to all campuses of hers."""
        venue = self.venue_of(IncidentId(incident))
        if venue is not None and venue in self._campuses:
            return (topic_of(venue),)
        if venue is None and incident in self._heard_on:
            return (self._heard_on[incident],)
        return (TOPIC,) if self.scope is None else self.heard

    def _entries(self, letter: Entries) -> Iterator[tuple[str, Letter]]:
        by_topics: dict[tuple[str, ...], list[Wire]] = defaultdict(list)
        for wire in letter.entries:
            by_topics[self._of(wire.incident)].append(wire)
        for topics, wires in by_topics.items():
            yield from ((topic, Entries(letter.console, wires)) for topic in topics)

    def _here(self, letter: Here) -> Iterator[tuple[str, Letter]]:
        """To each topic what is kept of its files; to one of a campus only who works there is told."""
        for topic in self.heard:
            have = {incident: known for incident, known in letter.have.items() if topic in self._of(incident)}
            is_there = topic in self._of(letter.incident) if letter.incident else False
            is_whole = topic == TOPIC
            if is_whole or have or is_there or letter.is_new or self.scope is not None:
                incident = letter.incident if is_whole or is_there else ""
                yield (
                    topic,
                    Here(
                        letter.console,
                        letter.by,
                        letter.at,
                        incident,
                        have,
                        letter.is_new,
                        self.scope is None and not is_whole,
                    ),
                )
