"""Tasks of items (`?tasks`, `POST ?task=Id`): stills, sequences, outputs, PTZ presets and positions, and the list of finished jobs."""

import asyncio
import base64
from typing import Any

from smartclient.demo import catalogue
from smartclient.demo.accounts import MANAGE_ROLES, Rights
from smartclient.demo.answers import ApiError, Json, not_permitted
from smartclient.demo.configuration import Configuration, item
from smartclient.demo.events import EventStream
from smartclient.demo.ids import path
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.ptz_sessions import PtzSessions
from smartclient.demo.roles import ADD, REMOVE, TASKS, Roles
from smartclient.demo.sequence_task import get_sequences
from smartclient.demo.stills import LARGEST, Stills
from smartclient.demo.times import parsed

KEPT = 1_000
_TAKEN = "Somebody with the same or a higher PTZ priority moves the camera."

_OFFERED: dict[str, tuple[tuple[str, str], ...]] = {
    "cameras": (
        ("JpegGetLive", "Get live JPEG"),
        ("GetSequences", "Get sequences"),
        ("PtzGetAbsolutePosition", "Get absolute PTZ position"),
        ("PtzSetAbsolutePosition", "Set absolute PTZ position"),
    ),
    "cameras/ptzPresets": (
        ("DefaultPtzPreset", "Set default PTZ preset"),
        ("GetDevicePresets", "Get device presets"),
        ("GoToPtzPreset", "Go to PTZ preset"),
    ),
    "outputs": (("ActivateOutput", "Activate output"), ("DeactivateOutput", "Deactivate output")),
    "roles/users": TASKS,
    "tasks": (("TaskCleanup", "Clean up"),),
}


class Jobs:
    """Runs tasks on items. The ids of those that move cameras are not published anywhere, nor are the parameters of a position."""

    def __init__(
        self,
        configuration: Configuration,
        stream: EventStream,
        stills: Stills,
        recorded: Recorded,
        ptz: PtzSessions,
        roles: Roles,
    ) -> None:
        self._configuration, self._stream, self._stills = configuration, stream, stills
        self._recorded, self._ptz, self._roles = recorded, ptz, roles
        self._number = 80
        configuration.declare("tasks")

    def offered(self, kind: str) -> list[Json]:
        """The tasks of a resource, or of a child resource as `cameras/ptzPresets`."""
        return [{"id": task, "displayName": name} for task, name in _OFFERED.get(kind, ())]

    async def run(self, kind: str, made: Json, task: str, body: Json, rights: Rights) -> Json:
        """Runs a task on an item; returns what goes into `result`. Raises ApiError 400 and 403."""
        name = next((each for each, _ in _OFFERED.get(kind, ()) if each.lower() == task.lower()), None)
        where = path(kind.partition("/")[0], str(made.get("id")))
        if name == "JpegGetLive":
            return await self._jpeg(where, body, rights)
        if name == "GetSequences":
            return await self._sequences(where, body, rights)
        if name in {"ActivateOutput", "DeactivateOutput"}:
            return self._output(where, rights, active=name == "ActivateOutput")
        if name in {ADD, REMOVE}:
            if not rights.may(MANAGE_ROLES, where):
                raise not_permitted()
            return self._roles.run(where.partition("/")[2], name, body)
        if name == "TaskCleanup":
            self._configuration.remove("tasks", str(made["id"]))
            return {"state": "Success"}
        if name in {"PtzGetAbsolutePosition", "PtzSetAbsolutePosition"}:
            if not rights.may("PTZ_CONTROL", where):
                raise not_permitted()
            return self._position(str(made["id"]), body, rights, is_set=name == "PtzSetAbsolutePosition")
        if name in {"GetDevicePresets", "DefaultPtzPreset", "GoToPtzPreset"}:
            if not rights.may("PTZ_CONTROL", where):
                raise not_permitted()
            return self._go_to(made, body, rights) if name == "GoToPtzPreset" else self._finished(where)
        raise ApiError(400, f"Unknown task: {task}", place="task")

    async def _sequences(self, where: str, body: Json, rights: Rights) -> Json:
        """Those of the past that the user may see."""
        if not rights.may("PLAYBACK", where):
            raise not_permitted()
        told = await asyncio.to_thread(get_sequences, self._recorded, where.partition("/")[2], body)
        earliest = rights.recorded_from(where)
        if earliest is not None:
            told["sequences"] = [each for each in told["sequences"] if parsed(each["timeEnd"]) >= earliest]
        return told

    async def _jpeg(self, where: str, body: Json, rights: Rights) -> Json:
        if not rights.views("VIEW_LIVE", where):
            raise not_permitted()
        width, height = (_pixels(body, key) for key in ("width", "height"))
        picture = await self._stills.draw(where.partition("/")[2], width, height)
        return {"state": "Success"} | ({"image": base64.b64encode(picture).decode()} if picture else {})

    def _go_to(self, made: Json, body: Json, rights: Rights) -> Json:
        """Turns the camera to a preset; done at once, though the camera may still be turning."""
        camera, preset = str(made["id"]), str(body.get("ptzPresetId") or body.get("presetId") or "").lower()
        if all(each.id != preset for each in self._ptz.presets(camera)):
            raise ApiError(400, "The camera has no such preset.", place="ptzPresetId")
        if not self._ptz.go_to_preset(camera, preset, rights.account.name):
            return {"state": "Error", "errorText": _TAKEN}
        return {"state": "Success"}

    def _position(self, camera: str, body: Json, rights: Rights, *, is_set: bool) -> Json:
        """Tells or sets where the camera looks, in shares as the .NET SDK's PTZMoveAbsolute has them."""
        if self._ptz.position(camera) is None:
            raise ApiError(400, "The camera cannot be moved.")
        if is_set:
            pan, tilt, zoom = (_share(body, key, low) for key, low in (("pan", -1.0), ("tilt", -1.0), ("zoom", 0.0)))
            if not self._ptz.point(camera, pan, tilt, zoom, rights.account.name):
                return {"state": "Error", "errorText": _TAKEN}
            return {"state": "Success"}
        told = dict(zip(("pan", "tilt", "zoom"), self._ptz.position(camera) or (), strict=True))
        return {"state": "Success", **told}

    def _output(self, where: str, rights: Rights, *, active: bool) -> Json:
        if not rights.may("TRIGGER_EVENTS", where):
            raise not_permitted()
        kind = catalogue.OUTPUT_ACTIVATED if active else catalogue.OUTPUT_DEACTIVATED
        self._stream.publish(kind, where)
        return {"state": "Success"}

    def _finished(self, where: str) -> Json:
        self._number += 1
        job = str(self._number)
        resource, _, guid = where.partition("/")
        done = item("tasks", job, "invokeResult", progress=100, sessionDataId=6, affectedProfileIds=[], state="Success")
        done |= {"cameraPath": {"type": resource, "id": guid}}
        self._configuration.add("tasks", job, done, self._configuration.campus_of.get(where))
        jobs = self._configuration.items["tasks"]
        while len(jobs) > KEPT:
            del jobs[next(iter(jobs))]
        return {"sessionDataId": 0, "state": "Idle", "path": {"type": "tasks", "id": job}}


def _share(body: Json, key: str, low: float) -> float:
    value: Any = body.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= 1:
        raise ApiError(400, f"{key} must be a number from {low:g} to 1.", place=key)
    return float(value)


def _pixels(body: Json, key: str) -> int:
    value: Any = body.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 16 <= value <= LARGEST:
        raise ApiError(400, f"{key} must be a whole number from 16 to {LARGEST}.", place=key)
    return value
