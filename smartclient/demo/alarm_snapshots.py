"""Pictures of alarms: what the camera that saw it saw then, drawn when asked for, and what clients add.

The published list of endpoints names `alarms/{id}/snapshots`; how a picture is written there is not published, so it is written as in
the SnapshotList of an analytics event.
"""

import base64
import binascii
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from smartclient.demo.accounts import ACKNOWLEDGE_ALARMS, Rights
from smartclient.demo.alarms import Alarm, Alarms
from smartclient.demo.answers import ApiError, Json, array, body, data, not_permitted
from smartclient.demo.ids import derived
from smartclient.demo.plan import DemoSite, Device
from smartclient.demo.stills import Stills
from smartclient.demo.times import parsed
from smartclient.demo.witness import witness

SIZE = (640, 360)
MOST_ADDED = 8
LARGEST_BYTES = 1024 * 1024
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_LONGEST_OFFSET_MS = 24 * 3_600_000


class AlarmSnapshots:
    """Answers for one alarm that the user may see."""

    def __init__(self, site: DemoSite, alarms: Alarms, stills: Stills) -> None:
        self._site, self._alarms, self._stills = site, alarms, stills
        self._seers: dict[str, Device | None] = {}

    async def answer(self, request: Request, alarm: Alarm, rights: Rights) -> Response:
        """GET gives all that this user may see; POST adds one."""
        if request.method == "POST":
            return self._add(alarm, await body(request), rights)
        at = parsed(alarm.time)
        added = [each for each in alarm.snapshots if _may_see(rights, *_taken(each, at))]
        seer = self._seer(alarm)
        if seer is None:
            return array(added)
        if not _may_see(rights, f"cameras/{seer.guid}", at):
            raise not_permitted()
        width, height = SIZE
        picture = await self._stills.draw(seer.guid, width, height, at)
        drawn = [_written(picture, seer.guid, 0) | {"Width": width, "Height": height}] if picture else []
        return array([*drawn, *added])

    def _seer(self, alarm: Alarm) -> Device | None:
        """Which camera saw what the alarm is about, as far as the plan tells."""
        guid = alarm.source.rpartition("/")[2]
        if guid not in self._seers:
            device = self._site.by_guid.get(guid)
            self._seers[guid] = witness(self._site, device) if device is not None else None
        return self._seers[guid]

    def _add(self, alarm: Alarm, content: Json, rights: Rights) -> Response:
        fqid = content.get("FQID")
        camera = str(fqid.get("ObjectId", "")).lower() if isinstance(fqid, dict) else ""
        if self._site.by_guid.get(camera) not in self._site.cameras:
            raise ApiError(400, "A snapshot needs the camera that took it.", place="FQID")
        if not rights.may(ACKNOWLEDGE_ALARMS, alarm.source) or not rights.may_see(f"cameras/{camera}"):
            raise not_permitted()
        if len(alarm.snapshots) >= MOST_ADDED:
            raise ApiError(400, f"The alarm has {MOST_ADDED} snapshots already.")
        offset = content.get("TimeOffset", 0)
        if isinstance(offset, bool) or not isinstance(offset, int) or abs(offset) > _LONGEST_OFFSET_MS:
            raise ApiError(400, "That is no time.", place="TimeOffset")
        made = _written(_picture(content.get("Image")), camera, offset)
        self._alarms.add_snapshot(alarm, made, rights.account.display_name)
        return data({key: value for key, value in made.items() if key != "Image"}, 202)


def _may_see(rights: Rights, camera: str, at: datetime) -> bool:
    """As recorded video of that camera at that time."""
    earliest = rights.recorded_from(camera)
    return rights.views("PLAYBACK", camera) and (earliest is None or at >= earliest)


def _written(picture: bytes, camera: str, offset_ms: int) -> Json:
    return {
        "TimeOffset": offset_ms,
        "Width": 0,
        "Height": 0,
        "HasOverlay": False,
        "SizeInBytes": len(picture),
        "Image": base64.b64encode(picture).decode(),
        "FQID": {"ObjectId": camera, "Kind": derived("kinds", "Camera")},
    }


def _taken(snapshot: Json, alarmed_at: datetime) -> tuple[str, datetime]:
    """By which camera, and when."""
    return f"cameras/{snapshot['FQID']['ObjectId']}", alarmed_at + timedelta(milliseconds=snapshot["TimeOffset"])


def _picture(told: object) -> bytes:
    try:
        picture = base64.b64decode(told, validate=True) if isinstance(told, str) else b""
    except (binascii.Error, ValueError) as error:
        raise ApiError(400, "The image is not base64.", place="Image") from error
    if not picture.startswith((_JPEG, _PNG)) or len(picture) > LARGEST_BYTES:
        raise ApiError(400, f"An image must be JPEG or PNG of at most {LARGEST_BYTES} bytes.", place="Image")
    return picture
