"""A camera's past through the gateway: there is no seeking in a session, so each jump is a new one, read as fast as it plays."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from smartclient.adapters.xprotect.webrtc.arrivals import PacketsLost, ReadAhead
from smartclient.adapters.xprotect.webrtc.kept_groups import KeptGroups
from smartclient.adapters.xprotect.webrtc.loop_thread import LoopThread
from smartclient.adapters.xprotect.webrtc.playback_run import PlaybackRun
from smartclient.adapters.xprotect.webrtc.session import Gateway
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.domain.errors import MediaError, NoPicture, ServerError, SmartclientError
from smartclient.domain.footage import Gop, Packet
from smartclient.domain.recordings import Span

SPEEDS = (32.0, 8.0, 2.0)
"""Tried in this order: a slower one where packets are lost on the way."""
AHEAD = timedelta(seconds=20)
"""Nearer than this, reading on is quicker than a new session."""
BEHIND = timedelta(seconds=6)
"""So much more is read of what lies before, when somebody goes backward."""
LEAD = timedelta(seconds=10)
"""A server that begins with the next key frame instead of the last is asked for so much more."""
LOOKED_BACK = timedelta(days=1), timedelta(days=7), timedelta(days=31), timedelta(days=400)
FARTHEST = LOOKED_BACK[-1]
_MOMENT = timedelta(microseconds=1)

Recorded = Callable[[Span], Sequence[Span]]

log = logging.getLogger(__name__)


class GatewayRecording:
    """A Recording. `recorded` tells what the server says is recorded, or raises."""

    def __init__(self, thread: LoopThread, gateway: Gateway, wish: Wish, label: str, recorded: Recorded) -> None:
        self._thread, self._gateway, self._label, self._recorded = thread, gateway, label, recorded
        self._wish = replace(wish, speed=SPEEDS[0])
        self._run: PlaybackRun | None = None
        self._groups = KeptGroups()
        self._lead: timedelta | None = None
        """What has to be asked for before a time to get its group; None while that is not known."""
        self._is_closed = threading.Event()

    def gop(self, at: datetime) -> Gop | None:
        """The group whose time holds `at`; None in a gap."""
        group = self._reached(at)
        return group if group is not None and group.begin <= at else None

    def key(self, at: datetime) -> Packet | None:
        """Only its key frame, which is no less work here."""
        group = self.gop(at)
        return group.packets[0] if group is not None else None

    def following(self, at: datetime) -> datetime | None:
        """When the first picture at or after `at` was taken."""
        group = self._reached(at)
        if group is None:
            return None
        later = next((packet.at for packet in group.packets if packet.at >= at), None)
        return later if later is not None else self.following(group.end)

    def preceding(self, at: datetime) -> datetime | None:
        """When the last picture before `at` was taken."""
        group = self.gop(at - _MOMENT) or self._last_before(at)
        return next((each.at for each in reversed(group.packets) if each.at < at), None) if group is not None else None

    def close(self) -> None:
        """Ends it, from any thread."""
        self._is_closed.set()
        if (run := self._run) is not None:
            run.close()

    def _last_before(self, at: datetime) -> Gop | None:
        """The last group that begins before `at`, which is in a gap."""
        try:
            found = self._last_told_before(at)
        except (MediaError, ServerError):
            found = self._last_found_before(at)
        if found is not None:
            while (nearer := self._begun_before(at, found.end)) is not None:
                found = nearer
        return found

    def _last_told_before(self, at: datetime) -> Gop | None:
        """A group near the end of the last recording before `at` that the server tells of."""
        for length in LOOKED_BACK:
            if told := [span for span in self._recorded(Span(at - length, at)) if span.begin < at]:
                return self._begun_before(at, max(told[-1].begin, told[-1].end - BEHIND))
        return None

    def _last_found_before(self, at: datetime) -> Gop | None:
        """The same where the server tells nothing: in ever longer steps back, then between the last two."""
        step, found = BEHIND, None
        while found is None and step < FARTHEST:
            found = self._begun_before(at, at - step)
            step *= 4
        if found is None:
            return None
        low, high = found.end, at
        while high - low > BEHIND:
            middle = low + (high - low) / 2
            nearer = self._begun_before(at, middle)
            if nearer is None:
                high = middle
            else:
                found, low = nearer, nearer.end
        return found

    def _begun_before(self, at: datetime, after: datetime) -> Gop | None:
        """The first group that ends after `after`, if it begins before `at`."""
        group = self._reached(after)
        return group if group is not None and group.begin < at else None

    def _reached(self, at: datetime) -> Gop | None:
        """The first group that ends after `at`. Raises NoPicture or ServerErrors."""
        if (known := self._groups.at(at)) is not None:
            return known
        while True:
            try:
                return self._read(at)
            except PacketsLost:
                slower = next((speed for speed in SPEEDS if speed < self._wish.speed), None)
                if slower is None:
                    raise
                log.info("packets of %s were lost; its past is read at speed %g", self._label, slower)
                self._wish = replace(self._wish, speed=slower)

    def _read(self, at: datetime) -> Gop | None:
        run = self._run
        if run is not None and run.position <= at <= run.position + AHEAD:
            with suppress(ReadAhead):
                return self._walk(run, at)
        start = at - (BEHIND if self._groups.has_within(at, BEHIND) else self._lead or timedelta(0))
        group = self._walk(self._begin(start), at)
        if group is None or self._lead is not None:
            return group
        if group.begin > at:
            return self._with_lead(at, group)
        self._lead = timedelta(0)
        return group

    def _with_lead(self, at: datetime, group: Gop) -> Gop:
        """`at` seems to be in a gap; but perhaps the server begins with the key frame after the time it is asked for."""
        earlier = self._walk(self._begin(at - LEAD), at)
        if earlier is None or earlier.begin > at:
            return group
        self._lead = LEAD
        return earlier

    def _walk(self, run: PlaybackRun, at: datetime) -> Gop | None:
        """Reads on until a group ends after `at`; None where none does. Raises ReadAhead where the run is not long enough."""
        try:
            while (group := run.next()) is not None:
                if run.is_silent:
                    return self._confirmed(group, at)
                self._groups.keep(group)
                if group.end > at:
                    return group
        except SmartclientError:
            self._drop(run)
            raise
        return None

    def _confirmed(self, group: Gop, at: datetime) -> Gop | None:
        """The last group of a run that fell silent: believed to be the last one when another run falls silent there too."""
        again = self._begin(group.begin)
        second = again.next()
        whole = second if second is not None and second.begin == group.begin else group
        return whole if whole.end > at else None

    def _begin(self, start: datetime) -> PlaybackRun:
        if self._run is not None:
            self._drop(self._run)
        run = self._run = PlaybackRun(self._thread, self._gateway, self._wish, self._label, start)
        if self._is_closed.is_set():
            run.close()
            raise NoPicture(f"No picture from {self._label}: it was closed.")
        return run

    def _drop(self, run: PlaybackRun) -> None:
        run.close()
        if self._run is run:
            self._run = None
