"""Looks through a camera's past for motion in one part of its picture, key frame by key frame, in a thread of its own."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.footage import PastSource, Recording
from smartclient.domain.recordings import Span
from smartclient.video.frames import Frame

if TYPE_CHECKING:
    from smartclient.video.pictures import Scaler

SIZE = (320, 180)
EVERY = timedelta(seconds=1)
"""Key frames closer than this are passed over."""
LEAST_CHANGE = 20
"""By how many of 255 steps a pixel must differ: more than noise and compression make."""
LEAST_SHARE = 0.01
"""Of the region's pixels; a person far away in it is more."""
_BLOCK = 2
"""Pixels are compared as the means of small blocks, where noise is weaker."""
_MOST_TROUBLES = 20
_PAUSE = timedelta(seconds=5)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture: fractions 0…1 of width and height from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def cut(self, frame: Frame) -> NDArray[np.float32]:
        """The frame's brightness within, as means of blocks, shape (rows, columns), 0…255."""
        width, height = frame.width // _BLOCK, frame.height // _BLOCK
        grey = frame.pixels[: height * _BLOCK, : width * _BLOCK, :3].astype(np.float32).mean(axis=2)
        blocks: NDArray[np.float32] = grey.reshape(height, _BLOCK, width, _BLOCK).mean(axis=(1, 3))
        top, left = int(self.top * height), int(self.left * width)
        bottom, right = max(round(self.bottom * height), top + 1), max(round(self.right * width), left + 1)
        return blocks[top:bottom, left:right]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search came: the share (0…1) of the footage, what it found so far in order of time, and its end in words.

    `trouble` is a sentence where the search ended early or passed over something.
    """

    share: float
    found: tuple[Span, ...]
    is_over: bool = False
    trouble: str = ""


def differs(before: NDArray[np.float32], after: NDArray[np.float32]) -> bool:
    """Whether something moved from one cut to the next; a change of light that all of it shares is none."""
    if before.shape != after.shape:
        return False
    change = after - before
    change -= np.median(change)
    return float(np.mean(np.abs(change) > LEAST_CHANGE)) >= LEAST_SHARE


class MotionSearch:
    """One search; `tell` hears of its progress, in the loop's thread to which `call_soon` leads."""

    def __init__(
        self,
        past_of: Callable[[], PastSource],
        pieces: Sequence[Span],
        region: Region,
        tell: Callable[[Progress], None],
        call_soon: Callable[[Callable[[], None]], object],
    ) -> None:
        """`pieces` are the recorded ones, in order of time. `past_of` is called in the thread; may raise what opening raises."""
        self._past_of, self._pieces, self._region = past_of, tuple(pieces), region
        self._tell, self._call_soon = tell, call_soon
        self._is_cancelled = threading.Event()
        self._recording: Recording | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="motion search", daemon=True)

    def start(self) -> None:
        """Begins; once."""
        self._thread.start()

    def cancel(self) -> None:
        """Ends it early; nothing more is told. `join` waits for the thread."""
        self._is_cancelled.set()
        with self._lock:
            recording = self._recording
        if recording is not None:
            recording.close()

    def join(self, timeout_s: float) -> bool:
        """Waits until the thread has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        trouble = ""
        found: list[Span] = []
        try:
            trouble = self._search(found)
        except (MediaError, ServerError) as error:
            trouble = str(error)
        except Exception:
            log.exception("searching for motion failed")
            trouble = "The search failed for a reason of ours; it is in the log."
        finally:
            if self._recording is not None:
                self._recording.close()
        self._say(Progress(1.0, tuple(found), is_over=True, trouble=trouble))

    def _search(self, found: list[Span]) -> str:
        """Fills `found`; the answer says what was passed over."""
        from smartclient.video.past import open_recording
        from smartclient.video.pictures import Scaler  # FFmpeg is loaded with the first search

        recording = open_recording(self._past_of())
        with self._lock:
            self._recording = recording
        scaler = Scaler(SIZE)
        whole_s = sum(piece.length.total_seconds() for piece in self._pieces) or 1.0
        done_s, passed_over = 0.0, 0
        for piece in self._pieces:
            last: tuple[datetime, NDArray[np.float32]] | None = None
            for at, picture in self._pictures(recording, piece, scaler):
                if self._is_cancelled.is_set():
                    return ""
                if picture is None:
                    passed_over += 1
                    if passed_over > _MOST_TROUBLES:
                        raise MediaError("Too many pictures of this camera cannot be read; the search ended early.")
                    continue
                if last is not None and differs(last[1], picture):
                    _add(found, Span(last[0], at))
                last = (at, picture)
                share = (done_s + (at - piece.begin).total_seconds()) / whole_s
                self._say(Progress(min(max(share, 0.0), 1.0), tuple(found)))
            done_s += piece.length.total_seconds()
        return f"{passed_over} pictures could not be read." if passed_over else ""

    def _pictures(
        self, recording: Recording, piece: Span, scaler: "Scaler"
    ) -> Iterator[tuple[datetime, NDArray[np.float32] | None]]:
        """The region at each key frame of a piece; None where one is too damaged."""
        from smartclient.video.recorded.reel import decoded_alone

        at, last = piece.begin, None
        while at < piece.end and not self._is_cancelled.is_set():
            key = recording.key(at)
            if key is not None and key.at != last:
                frame = decoded_alone(key, scaler)
                yield max(key.at, piece.begin), self._region.cut(frame) if frame is not None else None
                last = key.at
            if key is None:
                later = recording.following(at + EVERY)
                if later is None:
                    return
                at = max(later, at + EVERY)
            else:
                at += EVERY

    def _say(self, progress: Progress) -> None:
        if not self._is_cancelled.is_set():
            self._call_soon(lambda: None if self._is_cancelled.is_set() else self._tell(progress))


def _add(found: list[Span], span: Span) -> None:
    """Motion that goes on, or pauses for a moment, is one piece."""
    if found and span.begin <= found[-1].end + _PAUSE:
        found[-1] = Span(found[-1].begin, span.end)
    else:
        found.append(span)
