"""Privacy masks: areas of a picture that the recorder blackens before anybody sees or keeps them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from smartclient.demo.plan import Ring

Masks = tuple[Ring, ...]

_BLACK = 24


def cover(packed: NDArray[np.uint8], masks: Masks) -> None:
    """Blackens areas, fractions right and down from the upper left, of a packed YUV 4:2:0 picture (h * 3 / 2, w), in place.

    Colour is taken away wherever it could still show what is below.
    """
    if not masks:
        return
    height, width = packed.shape[0] * 2 // 3, packed.shape[1]
    covered, coarse = _pixels(masks, width, height)
    packed[:height][covered] = _BLACK
    packed[height:].reshape(2, height // 2, width // 2)[:, coarse] = 128


@lru_cache(maxsize=64)
def _pixels(masks: Masks, width: int, height: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The covered pixels of luma, and of chroma, which has one for every four."""
    areas = shapely.union_all([shapely.make_valid(shapely.Polygon(mask)) for mask in masks if len(mask) >= 3])
    across, down = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    covered: NDArray[np.bool_] = shapely.contains_xy(areas, across, down)
    coarse: NDArray[np.bool_] = np.any(covered.reshape(height // 2, 2, width // 2, 2), axis=(1, 3))
    return covered, coarse
