"""How the viewport moves by itself: flights to a place, zooming about the pointer, gliding to a stop."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from smartclient.geometry.viewport import Viewport
from smartclient.runtime.clock import Clock

FLIGHT_S = 0.38
_ZOOM_S = 0.14
_GLIDE_S, _GLIDE_DECAY_S = 0.6, 0.16
_FRAME_MS = 15
_LEAST_SPEED_PX_S = 60.0


class Course(Protocol):
    """A movement: where the viewport is after some seconds."""

    @property
    def duration_s(self) -> float:
        """How long it takes."""
        ...

    def at(self, elapsed_s: float) -> Viewport:
        """The viewport then; from `duration_s` on, the last one."""
        ...


@dataclass(frozen=True, slots=True)
class Flight:
    """From one viewport to another: scale in equal ratios, the middle so that far ends are not rushed past close by."""

    start: Viewport
    goal: Viewport
    duration_s: float = FLIGHT_S

    def at(self, elapsed_s: float) -> Viewport:
        """Eased at both ends."""
        if elapsed_s >= self.duration_s:
            return self.goal
        share = elapsed_s / self.duration_s
        eased = share * share * (3 - 2 * share)
        ratio = self.goal.metres_per_px / self.start.metres_per_px
        scale = self.start.metres_per_px * ratio**eased
        moved = eased if abs(ratio - 1) < 1e-6 else (ratio**eased - 1) / (ratio - 1)
        x = self.start.center_x + (self.goal.center_x - self.start.center_x) * moved
        y = self.start.center_y + (self.goal.center_y - self.start.center_y) * moved
        return self.goal.scaled(scale).centered(x, y)


@dataclass(frozen=True, slots=True)
class Zoom:
    """To another scale with the map point under `about_px` staying there."""

    start: Viewport
    about_px: tuple[float, float]
    factor: float
    duration_s: float = _ZOOM_S

    def at(self, elapsed_s: float) -> Viewport:
        """Quick first, slower at the end."""
        share = min(elapsed_s / self.duration_s, 1.0)
        return self.start.zoomed_about(self.about_px, self.factor ** (1 - (1 - share) ** 2))


@dataclass(frozen=True, slots=True)
class Glide:
    """Onwards with the speed of a released drag, in px/s right and down, until friction stops it."""

    start: Viewport
    speed_px_s: tuple[float, float]
    duration_s: float = _GLIDE_S

    def at(self, elapsed_s: float) -> Viewport:
        """Where friction has let it come; whole pixels, so that the plan stays crisp."""
        share = _GLIDE_DECAY_S * (1 - math.exp(-min(elapsed_s, self.duration_s) / _GLIDE_DECAY_S))
        return self.start.panned(*(round(speed * share) for speed in self.speed_px_s))

    @property
    def is_worth_it(self) -> bool:
        """Whether it would be seen at all."""
        return math.hypot(*self.speed_px_s) > _LEAST_SPEED_PX_S


class Motion(QObject):
    """Runs one course at a time; a new one takes over from where the old one is."""

    def __init__(self, clock: Clock, show: Callable[[Viewport], None], is_reduced: bool, parent: QObject) -> None:
        """`show` is told each viewport; with `is_reduced` a course is its end at once."""
        super().__init__(parent)
        self._clock, self._show, self._is_reduced = clock, show, is_reduced
        self._course: Course | None = None
        self._started_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self.step)

    @property
    def is_moving(self) -> bool:
        """Whether a course is running."""
        return self._course is not None

    @property
    def course(self) -> Course | None:
        """What is running."""
        return self._course

    def start(self, course: Course) -> None:
        """Goes on `course` from now."""
        if self._is_reduced:
            self.stop()
            if not isinstance(course, Glide):
                self._show(course.at(course.duration_s))
            return
        self._course, self._started_s = course, self._clock.steady_s()
        self._timer.start()

    def stop(self) -> None:
        """Stays here."""
        self._course = None
        self._timer.stop()

    def step(self) -> None:
        """Shows where the course is now."""
        if self._course is None:
            return
        course, elapsed_s = self._course, self._clock.steady_s() - self._started_s
        if elapsed_s >= course.duration_s:
            self.stop()
        self._show(course.at(elapsed_s))
