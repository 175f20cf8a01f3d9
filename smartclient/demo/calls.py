"""Calls at intercoms: user-defined events that answer or decline one, the rule behind each, and what all consoles are told of it."""

from dataclasses import dataclass
from typing import Any

from smartclient.demo.catalogue import CALL_ANSWERED, CALL_DECLINED, INPUT_DEACTIVATED
from smartclient.demo.commands import add_user_defined_event
from smartclient.demo.configuration import Configuration
from smartclient.demo.events import Event, EventStream
from smartclient.demo.ids import derived, path
from smartclient.demo.plan import DemoSite
from smartclient.demo.world import World


@dataclass(frozen=True, slots=True)
class CallRule:
    """What happens when a user-defined event is raised."""

    intercom: str
    is_answer: bool


class Calls:
    """Adds two events for each intercom, and follows them: the intercom rings no more, and everybody hears who took the call."""

    def __init__(self, site: DemoSite, world: World, stream: EventStream, configuration: Configuration) -> None:
        self._world, self._stream = world, stream
        self._rules: dict[str, CallRule] = {}
        for intercom in site.devices:
            if intercom.category == "intercom" and intercom.guid:
                for is_answer, verb in ((True, "Answer"), (False, "Decline")):
                    guid = derived("userDefinedEvents", f"{verb} {intercom.guid}")
                    add_user_defined_event(configuration, guid, f"{verb} call {intercom.name}", "", intercom.campus)
                    self._rules[guid] = CallRule(intercom.guid, is_answer)

    def follow_rules(self, event: Event) -> None:
        """Ends the ringing; a call that has ended already is nobody's any more."""
        rule = self._rules.get(event.type)
        if rule is None or not self._world.set_input(rule.intercom, active=False):
            return
        source = path("inputEvents", rule.intercom)
        self._stream.publish(CALL_ANSWERED if rule.is_answer else CALL_DECLINED, source, _told(event))
        self._stream.publish(INPUT_DEACTIVATED, source)


def _told(event: Event) -> dict[str, Any]:
    """Who it was, in the way the access events tell it."""
    user = event.data.get("User", "") if isinstance(event.data, dict) else ""
    return {"Properties": [{"Key": "User name", "Value": str(user)[:100]}]}
