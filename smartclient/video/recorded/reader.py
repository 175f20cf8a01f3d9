"""The thread that reads one recording: the newest wish wins, and what will be wanted next is read ahead."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from smartclient.domain.errors import MediaError, NoPicture, ServerError
from smartclient.domain.footage import Gop, PastSource, Recording
from smartclient.video.past import open_recording
from smartclient.video.recorded.groups import Groups
from smartclient.video.recorded.neighbours import neighbour
from smartclient.video.status import Gap
from smartclient.video.troubles import media_error

log = logging.getLogger(__name__)
_AHEAD_S = 1.0
_GROWING_S, _LONGEST_GROWING_S = 0.4, 10.0  # when to ask again for what the recorder had not written yet
_BEFORE = timedelta(microseconds=1)
_RESTING_S = 0.15  # a pointer that moves sets the clock more often than this
_QUICK_S = 0.1  # groups that come this fast need no key frame first


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown now: the picture at `at`, running at `speed`, only key frames where `keys_only`.

    `jump` counts how often the clock was set, to tell a clock that runs on from one that was set elsewhere.
    """

    at: datetime
    speed: float = 0.0
    keys_only: bool = False
    jump: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """The time of the picture `count` after (before, when negative) the one that stands at `at` is asked for."""

    at: datetime
    count: int
    answer: Callable[[datetime | None], None]


class Reader:
    """Opens `source` in its thread and fills `groups`. `on_read` tells that there is more, `on_trouble` (once) why it is over."""

    def __init__(
        self,
        source: PastSource,
        groups: Groups,
        on_read: Callable[[], None],
        on_trouble: Callable[[MediaError], None],
    ) -> None:
        self._source = source
        self._groups = groups
        self._on_read = on_read
        self._on_trouble = on_trouble
        self._changed = threading.Condition()
        self._wish: Wish | None = None
        self._is_new = False
        self._step: Step | None = None
        self._is_closed = False
        self._asked_s = 0.0
        self._growing_s = _GROWING_S
        self._jump = (0, 0.0)
        self._group_s: float | None = None
        self._recording: Recording | None = None
        self._thread = threading.Thread(target=self._run, name=f"video past {source.label}", daemon=True)
        self._thread.start()

    def wish(self, wish: Wish) -> None:
        """Reads for `wish` from now on and drops what was wished before."""
        with self._changed:
            if wish != self._wish:
                self._wish, self._is_new = wish, True
                self._changed.notify_all()

    def step(self, step: Step) -> None:
        """Answers `step` before anything else, in the reader's thread."""
        with self._changed:
            self._step = step
            self._changed.notify_all()

    def close(self) -> None:
        """Ends reading; the thread follows as soon as the recording lets go."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            recording = self._recording
        if recording is not None:
            recording.close()

    def join(self, timeout_s: float) -> bool:
        """Waits for the thread."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        label = self._source.label
        try:
            self._read_all()
        except (MediaError, ServerError, OSError) as error:
            self._tell(media_error(error, label))
        except Exception:
            log.exception("reading the past failed: %s", label)
            self._tell(NoPicture(f"{label} cannot be played: an error in this program, which is in its log."))

    def _tell(self, error: MediaError) -> None:
        if not self._is_closed:
            self._on_trouble(error)

    def _read_all(self) -> None:
        recording = open_recording(self._source)
        with self._changed:
            self._recording = recording
        try:
            pause_s: float | None = 0.0
            while self._wait(pause_s):
                step, self._step = self._step, None
                if step is not None:
                    step.answer(neighbour(recording, self._groups, step.at, step.count))
                if self._wish is not None:
                    self._is_new = False
                    pause_s = self._serve(recording, self._wish)
        finally:
            recording.close()

    def _wait(self, pause_s: float | None) -> bool:
        """Waits for something new, at most `pause_s`; false when it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._is_new or self._step is not None, pause_s)
            return not self._is_closed

    def _serve(self, recording: Recording, wish: Wish) -> float | None:
        """Reads one thing for `wish`; returns after how many seconds there is more to do, None when all is read."""
        known = self._groups.at(wish.at)
        if known is None:
            return self._read_wanted(recording, wish)
        if isinstance(known, Gap) and known.end is None:
            return self._read_growing(recording, wish.at, known)
        if wish.keys_only:
            return None
        return self._read_ahead(recording, wish, known) if wish.speed else self._read_around(recording, known)

    def _read_growing(self, recording: Recording, at: datetime, gap: Gap) -> float:
        """The past grows at its end: what was not there a moment ago may have been written meanwhile."""
        rest_s = self._asked_s + self._growing_s - time.monotonic()
        if rest_s > 0:
            return rest_s
        self._growing_s = min(_LONGEST_GROWING_S, 1.5 * self._growing_s)
        self._groups.forget_gap(gap)
        self._read(recording, at)
        return 0.0

    def _read_wanted(self, recording: Recording, wish: Wish) -> float | None:
        """Reads what is to be shown at once: first the key frame alone where somebody would wait for its group."""
        jump, jumped_s = self._jump
        now_s = time.monotonic()
        is_moving = wish.jump > jump + 1 or (wish.jump > jump and now_s - jumped_s < _RESTING_S)
        if wish.jump != jump:
            self._jump = (wish.jump, now_s)
        if wish.keys_only or is_moving or self._group_s is None or self._group_s > _QUICK_S:
            key = recording.key(wish.at)
            if key is not None:
                self._groups.add_key(key)
                self._on_read()
                if wish.keys_only:
                    return None
                if self._wish is not None and self._wish.jump != wish.jump:
                    return 0.0
        self._read(recording, wish.at)
        return 0.0

    def _read_ahead(self, recording: Recording, wish: Wish, known: Gop | Gap) -> float | None:
        """Reads the next group in the direction of play that is not there, until a second is covered."""
        horizon = wish.at + timedelta(seconds=_AHEAD_S * wish.speed)
        at: datetime | None = _beyond(known, wish.speed)
        while at is not None:
            further = self._groups.at(at)
            if further is None:
                self._read(recording, at)
                return 0.0
            if (at > horizon) if wish.speed > 0 else (at < horizon):
                return None
            if isinstance(further, Gap) and further.end is None and wish.speed > 0:
                return self._read_growing(recording, at, further)
            at = _beyond(further, wish.speed)
        return None

    def _read_around(self, recording: Recording, known: Gop | Gap) -> float | None:
        """While the clock rests, the groups on both sides, for the next step or play; not from a recorder that takes its time."""
        if self._group_s is None or self._group_s > _QUICK_S:
            return None
        rest_s = self._jump[1] + 2 * _RESTING_S - time.monotonic()
        if rest_s > 0:
            return rest_s
        for at in (_beyond(known, 1.0), _beyond(known, -1.0)):
            if at is not None and self._groups.at(at) is None:
                self._read(recording, at)
                return 0.0
        return None

    def _read(self, recording: Recording, at: datetime) -> None:
        begun_s = time.monotonic()
        gop = recording.gop(at)
        self._asked_s = time.monotonic()
        if gop is not None:
            self._growing_s = _GROWING_S
            took_s = self._asked_s - begun_s
            self._group_s = took_s if self._group_s is None else 0.5 * (took_s + self._group_s)
            self._groups.add(gop)
        else:
            self._groups.add_gap(Gap(self._recorded_until(recording, at), recording.following(at)))
        self._on_read()

    def _recorded_until(self, recording: Recording, at: datetime) -> datetime | None:
        """Where the gap around `at` begins: the end of the group before it, which is kept, since it is likely asked for next."""
        last_at = recording.preceding(at)
        gop = recording.gop(last_at) if last_at is not None else None
        if gop is None:
            return last_at
        self._groups.add(gop)
        return gop.end


def _beyond(known: Gop | Gap, speed: float) -> datetime | None:
    """An instant just past `known` in the direction of play; None where nothing is recorded beyond."""
    if speed > 0:
        return known.end
    return known.begin - _BEFORE if known.begin is not None else None
