"""The sound of alarms: once for every new alarm, the worst first, never again for the same one."""

import shutil
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, QProcess
from PySide6.QtWidgets import QApplication

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.ids import AlarmId
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.bindings import bind

FILES = {Priority.HIGH: "alarm-high.wav", Priority.MEDIUM: "alarm-medium.wav", Priority.LOW: "alarm-low.wav"}
_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "--quiet"), ("afplay",))
"""What plays a WAV file on Linux and macOS, the system's own mixer first."""

REST_S = 1.0
"""In a flood each sound is heard no more often than this: one that never ends says nothing."""
MOST_HEARD = 10_000
"""Of more alarms than this only those still at hand are remembered."""


def ring(sound: Path) -> None:
    """Starts playing a WAV file and returns at once; a machine that cannot play one beeps.

    Qt's own sound classes are not in PySide6-Essentials, and every desktop has one of these.
    """
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(sound), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        return
    for program, *options in _PLAYERS:
        path = _path_of(program)
        if path is not None and QProcess.startDetached(path, [*options, str(sound)]):
            return
    QApplication.beep()


@cache
def _path_of(program: str) -> str | None:
    """Where it is installed, looked for once: in a flood a sound begins every second."""
    return shutil.which(program)


class Sounder(QObject):
    """Listens to the store. What comes while muted counts as heard, so that unmuting is quiet."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        folder: Path,
        ring: Callable[[Path], None] = ring,
        parent: QObject | None = None,
        is_silent: Callable[[Alarm], bool] = lambda _alarm: False,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """`is_silent` says of which alarms nothing may be heard at this console."""
        super().__init__(parent)
        self._is_silent = is_silent
        self._store = store
        self._workspace = workspace
        self._folder = folder
        self._ring = ring
        self._heard = set[AlarmId]()
        self._now_s = now_s
        self._rang_s: dict[Priority, float] = {}
        bind(self, store.changed, self._on_store)

    def play(self, priority: Priority) -> None:
        """Plays the sound of that priority, unless muted."""
        if not self._workspace.is_muted:
            self._ring(self._folder / FILES[priority])

    def _on_store(self, changes: Changes) -> None:
        ids = self._store.alarms.keys() if changes.everything else changes.alarms
        fresh = [self._store.alarms[alarm] for alarm in ids - self._heard if alarm in self._store.alarms]
        self._heard.update(alarm.id for alarm in fresh)
        if len(self._heard) > MOST_HEARD:
            self._heard.intersection_update(self._store.alarms)
        loud = [alarm.priority for alarm in fresh if alarm.state is AlarmState.NEW and not self._is_silent(alarm)]
        if loud and self._now_s() >= self._rang_s.get(min(loud), float("-inf")) + REST_S:
            self._rang_s[min(loud)] = self._now_s()
            self.play(min(loud))
