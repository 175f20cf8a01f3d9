"""What a camera burns into its picture: its name, the UTC clock with milliseconds, and the time strip."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video import glyphs, strip

_LIGHT, _DARK = 232, 24


def stamp(luma: NDArray[np.uint8], name: str, at: datetime) -> None:
    """Writes clock (top left), name (bottom left) and strip into a luma picture (h, w), in place."""
    height, width = luma.shape
    scale = max(1, round(height / 220))
    margin = 3 * scale
    clock = f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d} UTC"
    write(luma, clock, margin, margin, scale)
    room = (width - 2 * margin) // (6 * scale)
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    line = plain if len(plain) <= room else plain[: max(0, room - 1)] + "-"
    write(luma, line, height - strip.strip_height(height) - 10 * scale, margin, scale)
    strip.burn(luma, at)


def write(luma: NDArray[np.uint8], line: str, top: int, left: int, scale: int) -> None:
    """Writes one line of text; what lies outside the picture is cut off."""
    body, edge = glyphs.text(line, scale)
    left = max(0, left)
    area = luma[top : top + body.shape[0], left : left + body.shape[1]]
    body, edge = body[: area.shape[0], : area.shape[1]], edge[: area.shape[0], : area.shape[1]]
    area[edge] = _DARK
    area[body] = _LIGHT
