"""The base map of the print window, opened once for all its pages."""

from smartclient.app.printing import ground_of
from smartclient.runtime.settings import KeptBaseMap
from smartclient.ui.printing.paper_ground import PaperGround


class PrintedGround:
    """Used by one thread at a time; `close` lets go of what is open."""

    def __init__(self) -> None:
        self._kept = KeptBaseMap()
        self._open: PaperGround | None = None

    def of(self, kept: KeptBaseMap) -> PaperGround | None:
        """The base map as it is printed, None where there is none. May take seconds. Raises PlanError."""
        if kept != self._kept:
            self.close()
        if self._open is None and kept.place:
            self._kept, self._open = kept, ground_of(kept)
        return self._open

    def close(self) -> None:
        """Lets go of the file or the line."""
        if self._open is not None:
            self._open.close()
        self._kept, self._open = KeptBaseMap(), None
