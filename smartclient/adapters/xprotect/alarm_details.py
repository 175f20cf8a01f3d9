"""Reads all that the server keeps of one alarm, when somebody looks at it."""

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.together import together
from smartclient.adapters.xprotect.translate import alarm_data
from smartclient.adapters.xprotect.translate.alarm_history import entries
from smartclient.adapters.xprotect.values import child
from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.ids import AlarmId


async def read_alarm_details(rest: Rest, alarm: AlarmId) -> AlarmDetails:
    """What this server or user has not is empty; an alarm the server does not know raises Refused. Raises other ServerErrors."""
    answer, history = await together(
        rest.ask("GET", f"alarms/{alarm}", "show the alarm", params={"include": "data"}),
        rest.items_if_any(f"alarms/{alarm}/history", "show an alarm's history"),
    )
    data = child(answer.json(), "data", "data")
    return AlarmDetails(
        alarm=alarm,
        history=entries(history),
        description=alarm_data.description(data),
        detected_by=alarm_data.detected_by(data),
        detections=alarm_data.detections(data),
        person=alarm_data.person(data),
    )
