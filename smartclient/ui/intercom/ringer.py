"""The sound of an intercom: again and again while somebody rings, in a voice of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from smartclient.ui.alarms.repeated_sound import RepeatedSound
from smartclient.ui.alarms.sounder import ring

SOUND = "intercom-call.wav"
EVERY_MS = 4_000


class Ringer(RepeatedSound):
    """`folder` has the sounds."""

    def __init__(
        self,
        folder: Path,
        is_silent: Callable[[], bool],
        play: Callable[[Path], None] = ring,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(folder / SOUND, EVERY_MS, is_silent, play, parent)
