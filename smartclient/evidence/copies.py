"""Copies for people to look at: with name and clock in the picture, or redacted; coded anew from the original file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from smartclient.domain.footage import Gop
from smartclient.evidence.boxes import Rectangle, at_moment, rectangle
from smartclient.evidence.clock_strip import Letters, draw_strip
from smartclient.evidence.detector import Detector
from smartclient.evidence.manifest import Camera, Kind, Video
from smartclient.evidence.mosaic import pixelate
from smartclient.evidence.order import Box, Order, Redaction, Track
from smartclient.evidence.pictures import Planes, coded, decoded
from smartclient.evidence.tracking import tracks

_LOOK_EVERY = timedelta(milliseconds=330)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy's groups, made as they are taken, and how it was made, in words."""

    gops: Iterator[Gop]
    how: str


@dataclass(frozen=True, slots=True)
class Copier:
    """Makes copies. `letters` draws text; `detector` gives one that finds people, or None where there is none."""

    letters: Letters
    detector: Callable[[], Detector | None]

    def kinds(self, order: Order) -> tuple[Kind, ...]:
        """Which copies an order asks for."""
        clock = (Kind.CLOCK,) if order.with_clock else ()
        return clock + ((Kind.REDACTED,) if order.redaction is not None else ())

    def copy(
        self, kind: Kind, path: Path, original: Video, camera: Camera, order: Order, check: Callable[[], None]
    ) -> Copy:
        """A copy of an original file. Raises CannotDecode, also while its groups are taken, and what `check` raises between pictures."""
        hidden: tuple[Track, ...] | None = ()
        how = []
        if kind is Kind.REDACTED:
            hidden, words = self._hidden(
                order.redaction or Redaction(whole=True),
                camera,
                lambda detector: _looked(path, original, detector, check),
            )
            how.append(words)
        if order.with_clock:
            how.append("camera name and clock in the picture")

        def change(planes: Planes, at: datetime) -> None:
            height, width = planes[0].shape
            pixelate(planes, _rectangles(hidden, at, width, height))
            if order.with_clock:
                draw_strip(planes, camera.name, at, self.letters)

        return Copy(coded(decoded(path, original), change, original.end), "Coded anew; " + "; ".join(how) + ".")

    def _hidden(
        self, redaction: Redaction, camera: Camera, look: Callable[[Detector], Iterable[tuple[datetime, Sequence[Box]]]]
    ) -> tuple[tuple[Track, ...] | None, str]:
        """What to hide, None for all of the picture, and that in words. What cannot be found is not skipped: then all is hidden."""
        drawn = redaction.tracks.get(camera.id, ())
        if redaction.whole or not (drawn or redaction.finds_people):
            return None, "the whole picture pixelated"
        by_hand = [f"{len(drawn)} {'area' if len(drawn) == 1 else 'areas'} drawn by hand pixelated"] if drawn else []
        if not redaction.finds_people:
            return drawn, by_hand[0]
        detector = self.detector()
        if detector is None:
            return None, "the whole picture pixelated, since no detector of people is installed"
        found = tracks(look(detector))
        if not (found or drawn):
            return None, f"the whole picture pixelated, since {detector.name} found nobody and may have missed somebody"
        return (*drawn, *found), "; ".join([*by_hand, f"faces and people pixelated where {detector.name} found them"])


def _rectangles(hidden: tuple[Track, ...] | None, at: datetime, width: int, height: int) -> list[Rectangle]:
    if hidden is None:
        return [(0, 0, width, height)]
    boxes = [box for track in hidden if (box := at_moment(track, at)) is not None]
    return [found for box in boxes if (found := rectangle(box, width, height)) is not None]


def _looked(
    path: Path, original: Video, detector: Detector, check: Callable[[], None]
) -> Iterator[tuple[datetime, Sequence[Box]]]:
    """What the detector sees, three times a second."""
    due: datetime | None = None
    for at, planes in decoded(path, original):
        check()
        if due is None or at >= due:
            due = at + _LOOK_EVERY
            yield at, detector.find(planes[0])
