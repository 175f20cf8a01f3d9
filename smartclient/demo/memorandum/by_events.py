"""The memorandum without its service: user-defined events ask, grant, refuse and end, as at a site whose integration answers them."""

from smartclient.demo.events import Event, EventStream
from smartclient.demo.ids import path
from smartclient.demo.memorandum.campus_events import ASK, END, GRANT, REFUSE, CampusEvents
from smartclient.demo.memorandum.course import SCHOOL, WITHDRAWN, NotAllowedError
from smartclient.demo.memorandum.memorandum import Memorandum

CIRCUMSTANCE = "school alarm"
"""What an event cannot say."""
INTEGRATION = "integration"


class ByEvents:
    """Does what the events ask; a grant that ends by its time raises the last one itself."""

    def __init__(self, memorandum: Memorandum, events: CampusEvents, stream: EventStream) -> None:
        self._memorandum, self._events, self._stream = memorandum, events, stream
        self._open: set[str] = set()

    def follow(self, event: Event) -> None:
        """Does what the event asks; what is not allowed stays without effect."""
        known = self._events.steps.get(event.type)
        user = str(event.data.get("User", "")) if isinstance(event.data, dict) else ""
        if known is None or user == INTEGRATION:
            return
        try:
            self._do(*known, user)
        except NotAllowedError:
            return

    def _do(self, step: str, campus: str, user: str) -> None:
        memorandum = self._memorandum
        here = [grant for grant in memorandum.grants.values() if grant.campus == campus]
        waiting = next((grant for grant in here if grant.is_waiting), None)
        if step == ASK:
            memorandum.request(user, campus, CIRCUMSTANCE, "Asked by an event.", "", frozenset(), None)
        elif step == GRANT and waiting is not None:
            memorandum.approve(waiting.id, user)
        elif step == REFUSE and waiting is not None:
            memorandum.refuse(waiting.id, user, "Refused by an event.")
        elif step == END:
            self._open.discard(campus)
            for grant in here:
                if (grant.is_waiting or grant.is_open) and (grant.user == user or memorandum.may_end(user, campus)):
                    memorandum.end(grant.id, user, WITHDRAWN if grant.user == user else SCHOOL)

    def begin(self) -> None:
        """A server that was started again knows the events and no grants: what they left open is ended."""
        steps = self._events.steps
        last = {known[1]: known[0] for event in self._stream.raised if (known := steps.get(event.type)) is not None}
        self._tell_ended({campus for campus, step in last.items() if step in (ASK, GRANT)})

    def look(self) -> None:
        """Tells by an event what ended without one."""
        now_open = {grant.campus for grant in self._memorandum.grants.values() if grant.is_open}
        ended, self._open = self._open - now_open, now_open
        self._tell_ended(ended)

    def _tell_ended(self, campuses: set[str]) -> None:
        for guid, campus in self._events.of(END):
            if campus in campuses:
                self._stream.publish_unlisted(guid, path("userDefinedEvents", guid), {"User": INTEGRATION})
