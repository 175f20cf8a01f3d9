"""Pictures that the server keeps with an alarm: read when somebody looks at it, and added by a person.

That there is `alarms/{id}/snapshots` is documented, how a picture is written there is not; read and written is the form that
analytics events have. A server without that list may have pictures in the data of the event behind the alarm.
"""

import asyncio
import base64
from collections.abc import Mapping

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.alarm_snapshots import snapshots, within
from smartclient.adapters.xprotect.values import child
from smartclient.domain.alarm_snapshots import AlarmSnapshot
from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import AddAlarmSnapshot
from smartclient.domain.errors import Unsupported
from smartclient.domain.ids import AlarmId, DeviceId

_ABOUT = "show the pictures of the alarm"


async def read_alarm_snapshots(
    rest: Rest, alarm: AlarmId, by_guid: Mapping[str, DeviceId]
) -> tuple[AlarmSnapshot, ...]:
    """Raises NotPermitted, Refused for an alarm the server does not know, and other ServerErrors."""
    try:
        items = await rest.items(f"alarms/{alarm}/snapshots", _ABOUT)
    except Unsupported:
        answer = await rest.ask("GET", f"alarms/{alarm}", _ABOUT, params={"include": "data"})
        items = within(child(answer.json(), "data", "data"))
    return await asyncio.to_thread(snapshots, items, by_guid)


async def add_alarm_snapshot(rest: Rest, command: AddAlarmSnapshot, known: Alarm | None) -> None:
    """Hands the picture over; `known` is the alarm, for how long after it the picture was taken. Raises ServerErrors."""
    after_ms = round((command.at - known.at).total_seconds() * 1_000) if known is not None else 0
    body = {
        "TimeOffset": after_ms,
        "SizeInBytes": len(command.image),
        "Image": base64.b64encode(command.image).decode(),
        "FQID": {"ObjectId": command.camera.rpartition("/")[2]},
    }
    await rest.ask("POST", f"alarms/{command.alarm}/snapshots", "add the picture to the alarm", body=body)
