"""Name and clock of a picture, drawn into it: a dark strip along the foot, UTC and local time."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from smartclient.evidence.pictures import Planes

Letters = Callable[[str, int], NDArray[np.uint8]]
"""Draws a line of text: its ink, 0 to 255, shape (height in pixels asked for, any width). Called in the export's thread."""

_STRIP_OF_HEIGHT, _LEAST_PX = 24, 14
_DARK, _LIGHT, _NO_COLOUR = 16, 235, 128


def draw_strip(planes: Planes, name: str, at: datetime, letters: Letters) -> None:
    """Draws, in place, the camera's name on the left and its clock on the right; the clock wins where both do not fit."""
    luma, *colours = planes
    height, width = luma.shape
    strip = min(height, max(_LEAST_PX, height // _STRIP_OF_HEIGHT) // 2 * 2)
    luma[height - strip :] = _DARK
    for colour in colours:
        colour[(height - strip) // 2 :] = _NO_COLOUR
    gap = strip // 2
    for text, is_right in ((name, False), (clock_words(at), True)):
        ink = letters(text, strip)[:strip, : max(0, width - 2 * gap)]
        left = width - gap - ink.shape[1] if is_right else gap
        shade = _DARK + ink.astype(np.uint16) * (_LIGHT - _DARK) // 255
        luma[height - strip : height - strip + ink.shape[0], left : left + ink.shape[1]] = shade


def clock_words(at: datetime) -> str:
    """`2026-03-02 14:00:05.123 UTC · 08:00:05 CST`."""
    local = at.astimezone()
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03} UTC · {local:%H:%M:%S} {local.tzname() or 'local'}"
