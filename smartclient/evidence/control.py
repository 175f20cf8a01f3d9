"""How a person holds a running export: pause, go on, stop; and what it tells of itself."""

import threading
from dataclasses import dataclass, replace

from smartclient.domain.errors import Stopped
from smartclient.runtime.clock import Clock

_STOPPED = "The export was stopped. What was written stays; resume goes on from there."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is. `done_s` and `all_s` count recorded time of all cameras and copies; `doing` says in words what it does now."""

    doing: str = "Waiting"
    pictures: int = 0
    written_bytes: int = 0
    done_s: float = 0.0
    all_s: float = 0.0
    took_s: float = 0.0

    @property
    def part(self) -> float:
        """0 to 1."""
        return min(1.0, self.done_s / self.all_s) if self.all_s > 0 else 0.0

    @property
    def speed(self) -> float:
        """How many times faster than life."""
        return self.done_s / self.took_s if self.took_s > 0 else 0.0

    @property
    def rest_s(self) -> float | None:
        """How long it will take from here; None while nobody can tell."""
        return (self.all_s - self.done_s) / self.speed if self.speed > 0 else None


class Control:
    """Shared by the export's thread and the window's. `progress` may be read from anywhere."""

    def __init__(self, clock: Clock) -> None:
        self.progress = Progress()
        self._clock = clock
        self._may_run = threading.Event()
        self._may_run.set()
        self._why_stopped = ""
        self._since_s = clock.steady_s()

    def again(self) -> "Control":
        """A fresh one, for the next run."""
        return Control(self._clock)

    @property
    def is_paused(self) -> bool:
        """Whether it waits to go on."""
        return not self._may_run.is_set()

    def pause(self) -> None:
        """It stands still after the group of pictures at hand."""
        self._may_run.clear()

    def resume(self) -> None:
        """It goes on."""
        self._may_run.set()

    def stop(self, why: str = _STOPPED) -> None:
        """It ends after the group at hand and can be taken up later; `why` is for people."""
        self._why_stopped = why
        self._may_run.set()

    def check(self) -> None:
        """Called between groups: waits while paused. Raises Stopped."""
        if self.is_paused:
            self._may_run.wait()
            self._since_s = self._clock.steady_s()
        if self._why_stopped:
            raise Stopped(self._why_stopped)

    def begin(self, all_s: float, done_s: float = 0.0) -> None:
        """It knows how much there is to do. What an earlier run did counts as done, not as speed."""
        self.progress = Progress(all_s=max(0.0, all_s - done_s))
        self._since_s = self._clock.steady_s()

    def doing(self, words: str) -> None:
        """What it does from now on."""
        self.progress = replace(self.progress, doing=words)

    def did(self, pictures: int, written_bytes: int, seconds: float) -> None:
        """So much more."""
        now_s, known = self._clock.steady_s(), self.progress
        self.progress = replace(
            known,
            pictures=known.pictures + pictures,
            written_bytes=known.written_bytes + written_bytes,
            done_s=known.done_s + seconds,
            took_s=known.took_s + now_s - self._since_s,
        )
        self._since_s = now_s
