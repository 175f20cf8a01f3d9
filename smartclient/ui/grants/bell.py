"""The sounds of grants: a request is heard at once and again while it waits; broken glass rings until a person has seen it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject

from smartclient.ui.alarms.repeated_sound import RepeatedSound
from smartclient.ui.alarms.sounder import ring

ASKED, BROKEN = "grant-asked.wav", "break-glass.wav"
AGAIN_MS, BROKEN_MS = 15_000, 2_500


class GrantBell(QObject):
    """`play` is given the file; `is_silent` is asked before a request is heard. Broken glass cannot be muted."""

    def __init__(
        self,
        folder: Path,
        is_silent: Callable[[], bool],
        play: Callable[[Path], None] = ring,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._waiting: frozenset[str] = frozenset()
        self._broken = RepeatedSound(folder / BROKEN, BROKEN_MS, lambda: False, play, self)
        self._asked = RepeatedSound(
            folder / ASKED, AGAIN_MS, lambda: is_silent() or self._broken.is_ringing, play, self
        )

    def follow(self, asked: Iterable[str], *, is_broken: bool) -> None:
        """Which requests wait for this person, and whether broken glass waits to be seen."""
        before, self._waiting = self._waiting, frozenset(asked)
        self._asked.follow(rings=bool(self._waiting), anew=bool(self._waiting - before))
        self._broken.follow(rings=is_broken)

    def stop(self) -> None:
        """Nothing is heard any more."""
        self.follow((), is_broken=False)
