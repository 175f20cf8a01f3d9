"""Whether something goes on growing: a straight line through the second half of a run, and how far chance alone may have turned it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_BLOCKS, _STUDENT_T = 8, 2.447
"""Samples close in time are alike, their means over blocks hardly: t of six degrees of freedom, two-sided, 95 %."""
TOLERATED = 1.0
"""An hour; of memory in MB 168 in a week without a new start."""


@dataclass(frozen=True, slots=True)
class Growth:
    """`per_hour` with the half of its 95 % interval; both in the unit of the values."""

    per_hour: float
    uncertainty: float

    @property
    def verdict(self) -> str:
        """In words."""
        if np.isnan(self.uncertainty):
            return "too short to tell"
        return "grows" if self.per_hour - self.uncertainty > TOLERATED else f"no growth beyond {TOLERATED:g} an hour"


def growth(hours: Sequence[float], values: Sequence[float]) -> Growth:
    """Of the second half of the time; not a number where that has fewer samples than blocks."""
    times, read = np.asarray(hours, float), np.asarray(values, float)
    late = times >= (times[0] + times[-1]) / 2 if len(times) else times.astype(bool)
    times, read = times[late], read[late]
    if len(times) < _BLOCKS:
        return Growth(float("nan"), float("nan"))
    x = np.array([block.mean() for block in np.array_split(times, _BLOCKS)])
    y = np.array([block.mean() for block in np.array_split(read, _BLOCKS)])
    per_hour, start = np.polyfit(x, y, 1)
    left = y - (per_hour * x + start)
    spread = float(((x - x.mean()) ** 2).sum())
    error = float(np.sqrt((left**2).sum() / (_BLOCKS - 2) / spread))
    return Growth(float(per_hour), _STUDENT_T * error)
