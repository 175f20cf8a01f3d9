"""Where the places of a plan lie on the map, kept beside the compiled plan until a file of it changes."""

from collections.abc import Set as AbstractSet
from pathlib import Path

from smartclient.geometry.frame_memory import FrameMemory
from smartclient.plans.cache import load_compiled, place_of, store_compiled

_SUFFIX = ".metres"


class KeptMetres:
    """`memory` is what the map's frame worked out until the map first stood, in an earlier start and in this one."""

    def __init__(self, path: Path, cache_folder: Path, folders: AbstractSet[str] | None, known: bytes) -> None:
        """`folders` are those of the plan that were read, None for all; `known` is their fingerprint. Blocks."""
        self._known = known
        self._place = place_of(path, cache_folder, folders).with_suffix(_SUFFIX)
        self.memory = FrameMemory(load_compiled(self._place, known, dict[bytes, bytes]))

    def keep(self) -> None:
        """Closes the memory and writes down what is new in it. Blocks."""
        self.memory.is_open = False
        if self.memory.has_learnt:
            store_compiled(self._place, self._known, self.memory.known)
