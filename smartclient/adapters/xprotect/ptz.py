"""Moving cameras: their presets, by the server's tasks, and turning by hand, over a channel that whoever makes this offers."""

import re
from collections.abc import Awaitable, Callable, Mapping

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.tasks import offered_tasks, run_task
from smartclient.adapters.xprotect.values import guid, words
from smartclient.domain.commands import GoToPreset, MovePtz
from smartclient.domain.errors import NotPermitted, Refused, Unsupported
from smartclient.domain.ids import DeviceId

MOST_PRESETS = 200
_GO = re.compile(r"\b(go\s*to|move\s*to|activate|recall|call)\b", re.IGNORECASE)
_PRESET = re.compile(r"preset", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

Turn = Callable[[MovePtz], Awaitable[None]]
"""Turns a camera; raises Unsupported where the server offers no channel, and other ServerErrors."""


class Ptz:
    """The cameras of one server that can be moved."""

    def __init__(self, rest: Rest, turn: Turn | None) -> None:
        self._rest, self._turn = rest, turn
        self._tasks: dict[str, str] = {}

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
            if task := await self._task(path):
                body = {"sessionDataId": 0, "ptzPresetId": preset, "presetId": preset}
                await run_task(self._rest, path, task, "turn the camera", body)
                return
        raise Unsupported("This server cannot turn cameras to presets for other programs.")

    async def turn(self, command: MovePtz) -> None:
        """Turns and zooms it by hand. Raises Unsupported and other ServerErrors."""
        if self._turn is None:
            raise Unsupported("This server offers no way to turn cameras by hand.")
        await self._turn(command)

    async def _task(self, path: str) -> str:
        """The task there that goes to a preset; which task it is no document tells, so its name decides."""
        known = self._tasks.get(path)
        if known is None:
            try:
                offered = await offered_tasks(self._rest, path, "list what can be asked of a camera")
            except (Unsupported, Refused, NotPermitted):
                offered = {}
            known = next((task for task, name in offered.items() if _goes(task, name, path)), "")
            self._tasks[path] = known
        return known


def _goes(task: str, name: str, path: str) -> bool:
    text = f"{_CAMEL.sub(' ', task)} {name}"
    return bool(_GO.search(text)) and (path.lower().startswith("ptzpresets/") or bool(_PRESET.search(text)))
