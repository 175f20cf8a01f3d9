"""The time strip: a row of black and white cells along a picture's lower edge that says when the picture was taken.

64 cells from left to right: the mark 1 0 1 1, 48 bits of milliseconds since 1970 (highest first), their CRC-8 (polynomial 0x07),
the mark 1 1 0 1. Cells keep their place in fractions of the picture, so the strip is still read after scaling.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

CELLS = 64
BLACK, WHITE = 28, 225
_HEAD, _TAIL = 0b1011, 0b1101
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST_CONTRAST = 60.0


def strip_height(height: int) -> int:
    """Rows of the strip in a picture of `height` rows."""
    return max(2, height // 60)


def milliseconds(at: datetime) -> int:
    """Whole milliseconds from 1970 to `at`, an aware time."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def burn(frame: NDArray[np.uint8], at: datetime) -> None:
    """Writes `at` into the last rows of `frame`, an RGB (h, w, 3) or luma (h, w) picture, in place.

    Raises ValueError outside 1970 to 10889, which 48 bits of milliseconds cannot hold.
    """
    number = milliseconds(at)
    if not 0 <= number < 1 << 48:
        raise ValueError(f"{at} does not fit the time strip")
    code = _HEAD << 60 | number << 12 | _crc8(number) << 4 | _TAIL
    bits = np.unpackbits(np.frombuffer(code.to_bytes(8, "big"), np.uint8))
    levels = np.where(bits == 1, WHITE, BLACK).astype(np.uint8)
    row = levels[np.arange(frame.shape[1]) * CELLS // frame.shape[1]]
    frame[frame.shape[0] - strip_height(frame.shape[0]) :] = row if frame.ndim == 2 else row[:, None]


def read(frame: NDArray[np.uint8]) -> datetime | None:
    """The time burnt into an RGB (h, w, 3) or luma (h, w) picture; None where no strip can be read."""
    height, width = frame.shape[:2]
    if width < CELLS or height < 30:
        return None
    tall = height / 60
    top = min(int(height - 0.7 * tall), height - 1)
    rows = frame[top : max(top + 1, int(height - 0.2 * tall))].astype(np.float32)
    line = rows.reshape(rows.shape[0], width, -1).mean(axis=(0, 2))
    cell = width / CELLS
    sums = np.concatenate(([0.0], np.cumsum(line)))
    starts = np.floor((np.arange(CELLS) + 0.3) * cell).astype(int)
    ends = np.maximum(starts + 1, np.ceil((np.arange(CELLS) + 0.7) * cell).astype(int))
    levels = (sums[ends] - sums[starts]) / (ends - starts)
    black, white = levels[[1, 62]].mean(), levels[[0, 2, 3, 60, 61, 63]].mean()
    if white - black < _LEAST_CONTRAST:
        return None
    code = int.from_bytes(np.packbits(levels > (black + white) / 2).tobytes(), "big")
    number = code >> 12 & (1 << 48) - 1
    if code >> 60 != _HEAD or code & 15 != _TAIL or code >> 4 & 255 != _crc8(number):
        return None
    try:
        return _EPOCH + timedelta(milliseconds=number)
    except OverflowError:
        return None


def _crc8(number: int) -> int:
    value = 0
    for byte in number.to_bytes(6, "big"):
        value ^= byte
        for _ in range(8):
            value = (value << 1 ^ 0x07) & 255 if value & 128 else value << 1
    return value
