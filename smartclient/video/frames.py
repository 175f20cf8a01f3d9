"""A decoded picture, in the layout a window can paint without converting it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a picture in one piece of memory, each `row_bytes` after the one before: longer than its pixels, perhaps."""

    memory: memoryview
    row_bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture at the size of its tile.

    `picture` is (height, width, 4) uint8, blue green red and an unused byte: QImage.Format_RGB32; or rows of such pixels. `at` is
    the camera's own UTC time where the stream tells it, `received_s` this machine's steady seconds when it was decoded.
    """

    picture: NDArray[np.uint8] | Rows
    width: int
    height: int
    at: datetime | None
    received_s: float
    source_width: int
    source_height: int

    @property
    def rows(self) -> Rows:
        """The picture's memory, not copied."""
        if isinstance(self.picture, Rows):
            return self.picture
        return Rows(self.picture.data, self.picture.strides[0])

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """(height, width, 4) uint8, not copied; a row is in one piece."""
        import numpy as np  # not before somebody looks at single pixels: a first picture is painted earlier without it

        if not isinstance(self.picture, Rows):
            return self.picture
        row_bytes = self.picture.row_bytes
        rows = np.frombuffer(self.picture.memory, np.uint8)[: self.height * row_bytes].reshape(self.height, row_bytes)
        return rows[:, : self.width * 4].reshape(self.height, self.width, 4)

    @property
    def nbytes(self) -> int:
        """What it keeps in memory."""
        return self.picture.memory.nbytes if isinstance(self.picture, Rows) else self.picture.nbytes


_STEP_ACROSS, _STEP_DOWN = 4, 2
"""Sizes that FFmpeg scales and converts several times as fast as others."""


def fitted(source_width: int, source_height: int, width: int, height: int) -> tuple[int, int]:
    """The largest size in `width` × `height` with the source's proportions (to 3 pixels), never larger than the source."""
    scale = min(width / source_width, height / source_height)
    if scale >= 1.0:
        return source_width, source_height
    fit_width, fit_height = max(1, round(source_width * scale)), max(1, round(source_height * scale))
    return _even(fit_width, _STEP_ACROSS), _even(fit_height, _STEP_DOWN)


def _even(length: int, step: int) -> int:
    return length - length % step if length > step else length
