"""Everything about the past that timeline, search, lists and evidence share: clocks, what is recorded, marked and was told."""

from dataclasses import dataclass

from smartclient.runtime.clock import Clock
from smartclient.store.history import KnownHistory
from smartclient.store.marks import KnownMarks
from smartclient.store.recordings import KnownRecordings
from smartclient.store.span_selection import SpanSelection
from smartclient.store.tile_playbacks import TilePlaybacks


@dataclass(frozen=True, slots=True)
class Past:
    """Made once for a watch."""

    playbacks: TilePlaybacks
    recordings: KnownRecordings
    marks: KnownMarks
    history: KnownHistory
    selection: SpanSelection

    @classmethod
    def new(cls, clock: Clock) -> "Past":
        """Live, and nothing known yet."""
        return cls(TilePlaybacks(clock), KnownRecordings(), KnownMarks(), KnownHistory(), SpanSelection())
