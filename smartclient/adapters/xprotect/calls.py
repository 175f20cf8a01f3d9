"""Telling all consoles who answers or declines an intercom's call, by user-defined events that the site has for it."""

from collections.abc import Callable, Iterable, Mapping

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.values import Item, guid, words
from smartclient.domain.commands import AnswerCall, CallCommand, DeclineCall
from smartclient.domain.devices import Device
from smartclient.domain.errors import Unsupported
from smartclient.domain.ids import DeviceId

CallEvents = Mapping[tuple[DeviceId, type[CallCommand]], str]
"""The user-defined event by device and kind of command."""
_VERBS: tuple[tuple[type[CallCommand], str], ...] = ((AnswerCall, "Answer"), (DeclineCall, "Decline"))


def call_events(devices: Iterable[Device], events: Iterable[Item], may: Callable[[str], bool]) -> CallEvents:
    """Those called `Answer call <device>` and `Decline call <device>` that this user may raise."""
    by_name = {words(item.get("name") or item.get("displayName")).casefold(): guid(item.get("id")) for item in events}
    return {
        (device.id, command): event
        for device in devices
        for command, verb in _VERBS
        if (event := by_name.get(f"{verb} call {device.name}".casefold())) and may(event)
    }


async def tell_call(rest: Rest, events: CallEvents, command: CallCommand) -> None:
    """Raises the event. Raises Unsupported where the site has none, and other ServerErrors."""
    event = events.get((command.intercom, type(command)))
    if event is None:
        raise Unsupported("The server tells other consoles nothing of calls.")
    await rest.ask("POST", "events", "tell who takes the call", body={"type": event})
