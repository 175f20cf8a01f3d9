"""A decoded picture, in the layout a window can paint without converting it."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture at the size of its tile.

    `pixels` is (height, width, 4) uint8, contiguous, blue green red and an unused byte: QImage.Format_RGB32. `at` is the
    camera's own UTC time where the stream tells it, `received_s` this machine's steady seconds when it was decoded.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int
    at: datetime | None
    received_s: float
    source_width: int
    source_height: int


_STEP = 4  # scaling to an odd width takes four times as long, and other widths a copy more


def fitted(source_width: int, source_height: int, width: int, height: int) -> tuple[int, int]:
    """The largest size in `width` × `height` with the source's proportions (to 3 pixels), never larger than the source."""
    scale = min(width / source_width, height / source_height)
    if scale >= 1.0:
        return source_width, source_height
    fit_width, fit_height = max(1, round(source_width * scale)), max(1, round(source_height * scale))
    return (fit_width - fit_width % _STEP if fit_width > _STEP else fit_width), fit_height
