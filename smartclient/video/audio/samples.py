"""Sound as it is mixed: mono, RATE_HZ, each sample from -1 to 1."""

import math

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
"""Speech is understood, and what comes at 8,000 is simply doubled."""
FAINTEST_DB = -60.0

Samples = NDArray[np.float32]

NOTHING: Samples = np.zeros(0, np.float32)


def level_of(samples: Samples) -> float:
    """How loud it is, 0 (FAINTEST_DB or less below the loudest there is) to 1, even steps sounding even."""
    power = float(np.mean(np.square(samples))) if len(samples) else 0.0
    loudness_db = 10 * math.log10(power) if power > 0 else FAINTEST_DB
    return min(1.0, max(0.0, 1 - loudness_db / FAINTEST_DB))
