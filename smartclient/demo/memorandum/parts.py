"""The memorandum put together with the rest of the server: which policy is in force, its alarms, and what clients are told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from starlette.routing import Route

from smartclient.demo.accounts import Account
from smartclient.demo.alarms import Alarm, Alarms
from smartclient.demo.catalogue import GRANTS_CHANGED
from smartclient.demo.closing import Closing
from smartclient.demo.configuration import Configuration
from smartclient.demo.events import EventStream
from smartclient.demo.gate import Gate
from smartclient.demo.ids import derived, path
from smartclient.demo.memorandum.by_events import ByEvents
from smartclient.demo.memorandum.by_membership import ByMembership
from smartclient.demo.memorandum.campus_events import CampusEvents
from smartclient.demo.memorandum.memorandum import Memorandum
from smartclient.demo.memorandum.policy import PolicyRefusedError, read
from smartclient.demo.memorandum.routes import GrantRoutes
from smartclient.demo.memorandum.unusual import Unusual
from smartclient.demo.plan import DemoSite
from smartclient.demo.recorders import site_id
from smartclient.demo.roles import Roles

OUTSIDERS = "Responders"
"""The role whose members see no camera where the policy cannot be read."""
SERVER = "Server"


class MemorandumParts:
    """`refused` is the sentence why the policy is not in force, empty where it is."""

    def __init__(
        self,
        policy: Path,
        key: str,
        version: int,
        site: DemoSite,
        accounts: Mapping[str, Account],
        stream: EventStream,
        now: Callable[[], datetime],
    ) -> None:
        self._site, self._stream = site, stream
        self._alarms: Alarms | None = None
        self._by_events: ByEvents | None = None
        self._has_service = True
        self.refused, in_force = "", None
        try:
            in_force = read(policy, key, now(), version)
        except PolicyRefusedError as error:
            self.refused = f"{error} Nothing is granted until a policy in order is in place."
        self._signature = in_force.signature if in_force else ""
        self.memorandum = Memorandum(
            in_force.policy if in_force else None,
            site,
            [name for name, account in accounts.items() if account.role.name == OUTSIDERS],
            now,
            Unusual(now, self.raise_alarm),
            self.tell,
        )
        self.closing: Closing = self.memorandum
        """What keeps cameras closed."""

    def go_by_events(self, configuration: Configuration) -> None:
        """Offers no service: user-defined events stand for it."""
        events = self._told_by_events(configuration)
        self._by_events = ByEvents(self.memorandum, events, self._stream)
        self.memorandum.may_raise = events.may_raise
        self._stream.observers.append(self._by_events.follow)

    def go_by_membership(self, configuration: Configuration, roles: Roles) -> None:
        """Offers no service: consoles make members of roles, and tell each other by events. Needs a policy that names the role."""
        policy = self.memorandum.policy
        if policy is None or policy.grants_by_membership is None:
            return
        events = self._told_by_events(configuration)
        self.closing = ByMembership(self.memorandum, events, policy.grants_by_membership, self._site, roles)

    def _told_by_events(self, configuration: Configuration) -> CampusEvents:
        self._has_service = False
        return CampusEvents(self.memorandum.policy, self._site, configuration)

    def start(self) -> None:
        """Timers run from now on."""
        self.memorandum.start()
        if self._by_events is not None:
            self._by_events.begin()

    def use(self, alarms: Alarms) -> None:
        """Where alarms are raised; alarms of events may open what the policy lets open by itself."""
        self._alarms = alarms
        alarms.observers.append(self._follow)
        self.memorandum.has_alarm = self._has_alarm

    def routes(self, gate: Gate) -> list[Route]:
        """The REST interface, where it is offered. Needs `use` before."""
        assert self._alarms is not None  # noqa: S101  the server joins its parts in this order
        if not self._has_service:
            return []
        return GrantRoutes(gate, self.memorandum, self._alarms, self._signature, self.refused).routes()

    def tell(self) -> None:
        """Whoever listens may ask anew."""
        if self._by_events is not None:
            self._by_events.look()
        if not self._has_service:
            return
        self._stream.publish(GRANTS_CHANGED, f"sites/{site_id(self._site)}")

    def raise_alarm(self, name: str, message: str, campus: str, priority: str) -> None:
        """At the school: on a campus of its own, so that other principals do not see it."""
        if self._alarms is not None:
            self._alarms.create(name, message, self._source(campus), SERVER, priority)

    def _source(self, campus: str) -> str:
        title = next((each.name for each in self._site.campuses if each.key == campus), campus)
        return path("cameraGroups", derived("cameraGroups", f"{campus}/{title}"))

    def _has_alarm(self, campus: str) -> bool:
        """Whether somebody or something of the school raised one; the server's own about grants do not count."""
        alarms = self._alarms.by_id.values() if self._alarms is not None else ()
        return any(alarm.state["name"] != "Closed" and self._campus_of(alarm) == campus for alarm in alarms)

    def _campus_of(self, alarm: Alarm) -> str:
        device = self._site.by_guid.get(alarm.source.partition("/")[2])
        return device.campus if device is not None else ""

    def _follow(self, alarm: Alarm) -> None:
        device = self._site.by_guid.get(alarm.source.partition("/")[2])
        if alarm.priority["name"] == "High" and device is not None and self.closing is self.memorandum:
            self.memorandum.triggered("school alarm", device.campus, alarm.name, alarm.id)
