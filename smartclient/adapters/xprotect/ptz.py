"""Moving cameras: presets and positions by the server's tasks, and turning by hand, over a channel that whoever makes this offers."""

import re
from collections.abc import Awaitable, Callable, Mapping

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.tasks import offered_tasks, run_task
from smartclient.adapters.xprotect.values import guid, words
from smartclient.domain.commands import GoToPreset, MovePtz, PointPtz
from smartclient.domain.errors import NotPermitted, Refused, Unsupported
from smartclient.domain.ids import DeviceId

MOST_PRESETS = 200
_GO = re.compile(r"\b(go\s*to|move\s*to|activate|recall|call)\b", re.IGNORECASE)
_PRESET = re.compile(r"preset", re.IGNORECASE)
_SET = re.compile(r"\b(set|move|go)\b", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\babsolute\b", re.IGNORECASE)
_POSITION = re.compile(r"\bposition\b|\bptz\b", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

Turn = Callable[[MovePtz], Awaitable[None]]
"""Turns a camera; raises Unsupported where the server offers no channel, and other ServerErrors."""


class Ptz:
    """The cameras of one server that can be moved."""

    def __init__(self, rest: Rest, turn: Turn | None) -> None:
        self._rest, self._turn = rest, turn
        self._tasks: dict[tuple[str, Callable[[str, str], bool]], str] = {}

    async def presets(self, camera: DeviceId) -> Mapping[str, str]:
        """Names by id, in the server's order; empty for a camera that has none. Raises ServerErrors."""
        try:
            items = await self._rest.items(f"{camera}/ptzPresets", "list the camera's presets")
        except (Unsupported, Refused):
            return {}
        named = ((guid(item.get("id")), words(item.get("displayName") or item.get("name"))) for item in items)
        return {key: name or "Preset" for key, name in [*named][:MOST_PRESETS] if key}

    async def go_to(self, command: GoToPreset) -> None:
        """Turns the camera to a preset by whichever task the server lists for it. Raises ServerErrors."""
        preset = guid(command.preset)
        if not preset:
            raise Refused("There is no such preset.")
        for path in (f"ptzPresets/{preset}", f"{command.camera}/ptzPresets", str(command.camera)):
            if task := await self._task(path, _goes):
                body = {"sessionDataId": 0, "ptzPresetId": preset, "presetId": preset}
                await run_task(self._rest, path, task, "turn the camera", body)
                return
        raise Unsupported("This server cannot turn cameras to presets for other programs.")

    async def point(self, command: PointPtz) -> None:
        """Turns the camera to a position by the task that sets an absolute one. Raises Unsupported and other ServerErrors.

        The task is named without its parameters; those of the .NET SDK's PTZMoveAbsolute are sent: pan and tilt from -1 to 1, right
        and up being positive, zoom from 0. That they span a full and a half turn is this program's guess, and true of its demo.
        """
        path = str(command.camera)
        task = await self._task(path, _points)
        if not task:
            raise Unsupported("This server cannot point cameras for other programs.")
        body = {
            "sessionDataId": 0,
            "pan": round(command.pan_deg / 180, 5),
            "tilt": round(-command.tilt_deg / 90, 5),
            "zoom": 0.0,
        }
        await run_task(self._rest, path, task, "point the camera", body)

    async def turn(self, command: MovePtz) -> None:
        """Turns and zooms it by hand. Raises Unsupported and other ServerErrors."""
        if self._turn is None:
            raise Unsupported("This server offers no way to turn cameras by hand.")
        await self._turn(command)

    async def _task(self, path: str, is_meant: Callable[[str, str], bool]) -> str:
        """The task there that does what is meant; which task it is no document tells, so its name and path decide."""
        known = self._tasks.get((path, is_meant))
        if known is None:
            try:
                offered = await offered_tasks(self._rest, path, "list what can be asked of a camera")
            except (Unsupported, Refused, NotPermitted):
                offered = {}
            named = ((task, f"{_CAMEL.sub(' ', task)} {name}") for task, name in offered.items())
            known = next((task for task, text in named if is_meant(text, path)), "")
            self._tasks[path, is_meant] = known
        return known


def _goes(text: str, path: str) -> bool:
    return bool(_GO.search(text)) and (path.lower().startswith("ptzpresets/") or bool(_PRESET.search(text)))


def _points(text: str, _path: str) -> bool:
    return bool(_SET.search(text) and _ABSOLUTE.search(text) and _POSITION.search(text))
