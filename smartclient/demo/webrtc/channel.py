"""The data channel `commands`, protocol `videoos-commands`: a client turns a camera, a step with each message."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec

from smartclient.demo.gate import Gate
from smartclient.demo.ids import path
from smartclient.demo.ptz_sessions import PtzSessions

if TYPE_CHECKING:
    from smartclient.demo.webrtc.session import Session

LONGEST_MESSAGE = 4_096
STEP_S = 0.4
DIRECTIONS = {
    "up": (0, 1),
    "down": (0, -1),
    "left": (-1, 0),
    "right": (1, 0),
    "upLeft": (-1, 1),
    "upRight": (1, 1),
    "downLeft": (-1, -1),
    "downRight": (1, -1),
}
"""Pan and tilt of a step; right and up are positive."""


class Commands:
    """Obeys messages of those who may; what cannot be understood is passed over, as the channel has no answers.

    Auxiliary switches (`setAux`) are such: no camera of the demo has any.
    """

    def __init__(self, gate: Gate, ptz: PtzSessions) -> None:
        self._gate, self._ptz = gate, ptz
        self._stopping: dict[str, asyncio.TimerHandle] = {}

    def heard(self, session: Session, message: str | bytes) -> None:
        """One message of a session's client."""
        if len(message) > LONGEST_MESSAGE:
            return
        try:
            told = msgspec.json.decode(message, type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):
            return
        params = told.get("params")
        may_move = self._gate.user_rights(session.user).may("PTZ_CONTROL", path("cameras", session.device))
        if told.get("method") == "ptzMove" and isinstance(params, dict) and may_move:
            self._move(session, str(params.get("direction")))

    def _move(self, session: Session, direction: str) -> None:
        """One step that way, and then stands; `home` is the preset of that name."""
        camera, user = session.device, session.user
        if direction == "home":
            home = next((each.id for each in self._ptz.presets(camera) if each.name == "Home"), "")
            self._ptz.go_to_preset(camera, home, user)
        elif direction in DIRECTIONS and self._ptz.move(camera, *DIRECTIONS[direction], 0, user):
            if (earlier := self._stopping.pop(camera, None)) is not None:
                earlier.cancel()
            self._stopping[camera] = asyncio.get_running_loop().call_later(STEP_S, self._stand, camera, user)

    def _stand(self, camera: str, user: str) -> None:
        self._stopping.pop(camera, None)
        self._ptz.move(camera, 0, 0, 0, user)
