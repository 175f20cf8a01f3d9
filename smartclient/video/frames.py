"""A decoded picture, in the layout a window can paint, or ready to be brought into it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Decoded(ABC):
    """A picture as the decoder left it, or as it was converted; its memory is not copied."""

    @abstractmethod
    def rows(self) -> tuple[memoryview, int]:
        """All rows with what lies between them, a pixel blue green red and an unused byte; and from one row to the next, in bytes."""

    @property
    @abstractmethod
    def nbytes(self) -> int:
        """What it keeps in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture at the size of its tile.

    `picture` is (height, width, 4) uint8, blue green red and an unused byte: QImage.Format_RGB32; or what can be made into it. `at`
    is the camera's own UTC time where the stream tells it, `received_s` this machine's steady seconds when it was decoded.
    """

    picture: NDArray[np.uint8] | Decoded
    width: int
    height: int
    at: datetime | None
    received_s: float
    source_width: int
    source_height: int

    @property
    def rows(self) -> tuple[memoryview, int]:
        """All rows with what lies between them, and from the beginning of one to the next, in bytes; may convert at each call."""
        if isinstance(self.picture, Decoded):
            return self.picture.rows()
        return self.picture.data, self.picture.strides[0]

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """(height, width, 4) uint8 as in `picture`; a row is in one piece. May convert at each call."""
        import numpy as np

        if not isinstance(self.picture, Decoded):
            return self.picture
        memory, row_bytes = self.picture.rows()
        rows = np.frombuffer(memory, np.uint8)[: self.height * row_bytes].reshape(self.height, row_bytes)
        return rows[:, : self.width * 4].reshape(self.height, self.width, 4)

    @property
    def nbytes(self) -> int:
        """What it keeps in memory."""
        return self.picture.nbytes


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
