"""What a frame has worked out once, so that a later start finds it instead of loading a projection library."""

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (n, 2)."""

_DIGEST_BYTES = 16


class FrameMemory:
    """Answers by what was asked, exactly. Any thread may ask. Once it is closed nothing is looked up in it or added to it."""

    def __init__(self, known: dict[bytes, bytes] | None = None) -> None:
        """`known` are the answers of an earlier one."""
        self.known = known if known is not None else {}
        self.has_learnt = False
        """Whether it holds an answer that an earlier one had not."""
        self.is_open = True

    def recall(self, frame: tuple[float, float], lonlat: Points, work_out: Callable[[Points], Points]) -> Points:
        """The metres of these degrees in the frame around `frame` (degrees), shape (n, 2), worked out only where they are new."""
        asked = np.ascontiguousarray(lonlat, dtype=np.float64)
        key = hashlib.blake2b(np.array(frame).tobytes() + asked.tobytes(), digest_size=_DIGEST_BYTES).digest()
        answer = self.known.get(key)
        if answer is not None and len(answer) == asked.nbytes:
            return np.frombuffer(answer).reshape(-1, 2).copy()
        found = work_out(asked)
        self.known[key], self.has_learnt = found.tobytes(), True
        return found
