"""Reads what alarms can be on this server, and what this user may not do with them."""

from dataclasses import replace
from functools import reduce
from operator import or_

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.together import together
from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys, alarm_keys
from smartclient.adapters.xprotect.values import child, children, guid, integer, words
from smartclient.domain.alarms import AlarmAct
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, Unsupported

_WORDS = {AlarmAct.ACKNOWLEDGE: "acknowledge", AlarmAct.ASSIGN: "assign", AlarmAct.CLOSE: "close"}


async def read_alarm_keys(rest: Rest) -> AlarmKeys | None:
    """None where the server offers this user no alarms. Raises other ServerErrors."""
    try:
        states = await rest.items("alarmStates", "list its alarm states")
    except (Unsupported, NotPermitted):
        return None
    priorities, reasons, definitions, barred = await together(
        rest.items_if_any("alarmPriorities", "list its alarm priorities"),
        rest.items_if_any("closeReasons", "list its reasons for closing alarms"),
        rest.items_if_any("alarmDefinitions", "list its alarm definitions"),
        _barred(rest),
    )
    return replace(alarm_keys(states, priorities, reasons, definitions), barred=barred)


async def _barred(rest: Rest) -> frozenset[AlarmAct]:
    """What the server's permissions forbid by name; what they do not name is left to its refusal."""
    try:
        namespaces = await rest.items("securityNamespaces", "tell what its users may do")
        about = next((one for one in namespaces if words(one.get("name")).casefold().startswith("alarm")), None)
        if about is None:
            return frozenset()
        told = await rest.item(f"effectivePermissions/{guid(about.get('id'))}", "tell what you may do with alarms")
    except (Unsupported, NotPermitted, Refused, BadAnswer):
        return frozenset()
    masks = [mask for each in children(told, "objectPermissions") if (mask := integer(child(each, "mask"))) is not None]
    if child(told, "isAdministrator") is True or not masks:
        return frozenset()
    mask = reduce(or_, masks)
    actions = {words(child(one, "name")).lower(): one for one in children(about, "securityActions")}
    return frozenset(
        act
        for act, word in _WORDS.items()
        for name, action in actions.items()
        if word in name and not mask & (integer(child(action, "securityMask")) or 0)
    )
