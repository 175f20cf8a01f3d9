"""A decoded picture, in the layout a window can paint without converting it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture at the size of its tile.

    `pixels` is (height, width, 4) uint8, blue green red and an unused byte: QImage.Format_RGB32. A row is in one piece; the next
    begins `row_bytes` after it. `at` is the camera's own UTC time where the stream tells it, `received_s` this machine's steady
    seconds when it was decoded.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int
    at: datetime | None
    received_s: float
    source_width: int
    source_height: int

    @property
    def row_bytes(self) -> int:
        """From the beginning of one row to the beginning of the next."""
        return self.pixels.strides[0]

    @property
    def memory(self) -> memoryview:
        """All rows with what lies between them, not copied."""
        from numpy.lib.stride_tricks import as_strided

        if self.pixels.flags.c_contiguous:
            return self.pixels.data
        length = (self.height - 1) * self.row_bytes + 4 * self.width
        return as_strided(self.pixels, (length,), (1,)).data


_STEP = 4  # scaling to an odd width takes four times as long


def fitted(source_width: int, source_height: int, width: int, height: int) -> tuple[int, int]:
    """The largest size in `width` × `height` with the source's proportions (to 3 pixels), never larger than the source."""
    scale = min(width / source_width, height / source_height)
    if scale >= 1.0:
        return source_width, source_height
    fit_width, fit_height = max(1, round(source_width * scale)), max(1, round(source_height * scale))
    return (fit_width - fit_width % _STEP if fit_width > _STEP else fit_width), fit_height
