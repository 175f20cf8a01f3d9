"""The memorandum without its service: user-defined events ask, grant, refuse and end, as at a site whose integration answers them."""

from smartclient.demo.commands import add_user_defined_event
from smartclient.demo.configuration import Configuration
from smartclient.demo.events import Event, EventStream
from smartclient.demo.ids import derived, path
from smartclient.demo.memorandum.course import SCHOOL, WITHDRAWN, NotAllowedError
from smartclient.demo.memorandum.memorandum import Memorandum
from smartclient.demo.plan import DemoSite

ASK, GRANT, REFUSE, END = "Ask", "Grant", "Refuse", "End"
CIRCUMSTANCE = "school alarm"
"""What an event cannot say."""
INTEGRATION = "integration"


class ByEvents:
    """`Ask police High School` and the three others for each campus; a grant that ends by its time raises the last one itself."""

    def __init__(
        self, memorandum: Memorandum, site: DemoSite, configuration: Configuration, stream: EventStream
    ) -> None:
        self._memorandum, self._stream = memorandum, stream
        self._steps: dict[str, tuple[str, str]] = {}
        self._open: set[str] = set()
        for campus in site.campuses:
            for step in (ASK, GRANT, REFUSE, END):
                guid = derived("userDefinedEvents", f"{step} police {campus.key}")
                add_user_defined_event(configuration, guid, f"{step} police {campus.name}", "", campus.key)
                self._steps[guid] = (step, campus.key)

    def may_raise(self, user: str, event: str) -> bool | None:
        """Whether that user may raise one of the events; None for other events."""
        known, policy = self._steps.get(event), self._memorandum.policy
        if known is None:
            return None
        step, campus = known
        if policy is None:
            return False
        if step == ASK:
            return policy.is_governed(user) and policy.person(user) is not None
        return policy.approves(user, campus) or (step == END and policy.is_governed(user))

    def follow(self, event: Event) -> None:
        """Does what the event asks; what is not allowed stays without effect."""
        known = self._steps.get(event.type)
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
        last = {
            known[1]: known[0] for event in self._stream.raised if (known := self._steps.get(event.type)) is not None
        }
        self._tell_ended({campus for campus, step in last.items() if step in (ASK, GRANT)})

    def look(self) -> None:
        """Tells by an event what ended without one."""
        now_open = {grant.campus for grant in self._memorandum.grants.values() if grant.is_open}
        ended, self._open = self._open - now_open, now_open
        self._tell_ended(ended)

    def _tell_ended(self, campuses: set[str]) -> None:
        for guid, (step, campus) in self._steps.items():
            if step == END and campus in campuses:
                self._stream.publish_unlisted(guid, path("userDefinedEvents", guid), {"User": INTEGRATION})
