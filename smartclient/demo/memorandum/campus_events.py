"""The user-defined events about grants, four for each campus, and who may raise which."""

from collections.abc import Iterator

from smartclient.demo.commands import add_user_defined_event
from smartclient.demo.configuration import Configuration
from smartclient.demo.ids import derived
from smartclient.demo.memorandum.policy import Policy
from smartclient.demo.plan import DemoSite

ASK, GRANT, REFUSE, END = "Ask", "Grant", "Refuse", "End"


class CampusEvents:
    """`Ask police High School` and the three others; `steps` are what each event's guid means: the step, and the campus's key."""

    def __init__(self, policy: Policy | None, site: DemoSite, configuration: Configuration) -> None:
        self._policy = policy
        self.steps: dict[str, tuple[str, str]] = {}
        for campus in site.campuses:
            for step in (ASK, GRANT, REFUSE, END):
                guid = derived("userDefinedEvents", f"{step} police {campus.key}")
                add_user_defined_event(configuration, guid, f"{step} police {campus.name}", "", campus.key)
                self.steps[guid] = (step, campus.key)

    def may_raise(self, user: str, event: str) -> bool | None:
        """Whether that user may raise one of the events; None for other events."""
        known, policy = self.steps.get(event), self._policy
        if known is None:
            return None
        step, campus = known
        if policy is None:
            return False
        if step == ASK:
            return policy.is_governed(user) and policy.person(user) is not None
        is_clearing = step == END and (policy.is_governed(user) or user in policy.units_cleared_by)
        return policy.approves(user, campus) or is_clearing

    def of(self, step: str) -> Iterator[tuple[str, str]]:
        """The guids of the events of that step, each with its campus."""
        return ((guid, campus) for guid, (each, campus) in self.steps.items() if each == step)
