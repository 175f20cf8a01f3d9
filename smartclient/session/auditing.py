"""The audit of one watch: entries are handed over and a thread writes them, so that neither disk nor key ring holds up the loop."""

import contextlib
import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.domain.errors import AuditUnwritable
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.evidence.audit.files import front_door, head_of
from smartclient.evidence.audit.log import AuditLog
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.notices import Grade, Notices

NOTICE = "audit"
SEAL_EVERY_S = 1.0
"""Between two heads; entries between them are bound by their links only."""
TRY_AGAIN_S = 2.0
MOST_KEPT = 10_000
"""Entries kept in memory while the disk takes none; what comes beyond is counted."""

if TYPE_CHECKING:
    from smartclient.evidence.keys import Signer

CallSoon = Callable[[Callable[[], None]], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody waits until all that was handed over before is on disk."""

    done: threading.Event


class Auditing:
    """Any thread may `write`. `sealed` tells each new head, in the loop's thread, to which `call_soon` leads."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        notices: Notices | None,
        call_soon: CallSoon,
        *,
        seal_every_s: float = SEAL_EVERY_S,
    ) -> None:
        self.sealed: Signal[bytes] = Signal()
        """A head as it goes out, one line of JSON."""
        self.path = path
        """Where the log is; another one where a second window writes it."""
        self._clock, self._notices, self._call_soon = clock, notices, call_soon
        self._seal_every_s = seal_every_s
        self._entries: queue.SimpleQueue[AuditEntry | _Asked | None] = queue.SimpleQueue()
        self._writer = _Writer(path, clock, self._seal, self._fail, self._recover)
        self._thread = threading.Thread(target=self._run, name="audit")
        self._thread.start()

    def write(self, what: AuditEntry) -> None:
        """Hands an entry over; returns at once. Its time is now unless it says another."""
        self._entries.put(what if what.at is not None else replace(what, at=self._clock.now()))

    def settle(self, timeout_s: float) -> bool:
        """Waits until all that was handed over is on disk; false where that takes longer, or the disk takes nothing. For a thread."""
        asked = _Asked(threading.Event())
        self._entries.put(asked)
        return asked.done.wait(timeout_s) and not self._writer.is_failing

    def close(self, patience_s: float = 5.0) -> None:
        """Writes what was handed over, seals it and ends. Blocks; calling it twice is harmless."""
        if self._thread.is_alive():
            self._entries.put(None)
            self._thread.join(patience_s)

    def _run(self) -> None:
        """Writes at once what is there, seals it a moment later."""
        writer, is_going_on = self._writer, True
        while is_going_on:
            wait_s = writer.waits_s(self._seal_every_s)
            batch: list[AuditEntry] = []
            asked: list[_Asked] = []
            with contextlib.suppress(queue.Empty):
                item = self._entries.get(timeout=wait_s)
                while True:
                    if item is None:
                        is_going_on = False
                    elif isinstance(item, _Asked):
                        asked.append(item)
                    else:
                        batch.append(item)
                    item = self._entries.get_nowait()
            writer.write(batch)
            if asked:
                writer.sync()
                for one in asked:
                    one.done.set()
            if writer.is_due(self._seal_every_s):
                writer.seal()
        writer.close()

    def _seal(self, head: bytes) -> None:
        self._call_soon(lambda: self.sealed.emit(head))

    def _fail(self, words: str) -> None:
        log.warning("%s", words)
        if (notices := self._notices) is not None:
            self._call_soon(lambda: notices.say(NOTICE, words, Grade.TROUBLE))

    def _recover(self) -> None:
        log.warning("the audit log is written again")
        if (notices := self._notices) is not None:
            self._call_soon(lambda: notices.end(NOTICE))


def note_at_the_door(what: AuditEntry, clock: Clock, patience_s: float = 2.0) -> None:
    """Writes what happened before there was a watch into the front door's log, sealed; for a thread."""
    auditing = Auditing(front_door(), clock, None, lambda call: call())
    auditing.write(what)
    auditing.close(patience_s)


class _Writer:
    """Lives in the writing thread. While the disk takes nothing, entries wait here, and the gap is an entry of its own afterwards."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        sealed: Callable[[bytes], None],
        failed: Callable[[str], None],
        recovered: Callable[[], None],
    ) -> None:
        self._path, self._clock = path, clock
        self._sealed, self._failed, self._recovered = sealed, failed, recovered
        self._log: AuditLog | None = None
        self._waiting: deque[AuditEntry] = deque(maxlen=MOST_KEPT)
        self._lost = 0
        self._failing_since: datetime | None = None
        self._signer: Signer | None = None
        self._sealed_number, self._sealed_s = 0, clock.steady_s()

    @property
    def is_failing(self) -> bool:
        """Whether the disk takes nothing now."""
        return self._failing_since is not None

    def waits_s(self, seal_every_s: float) -> float | None:
        """How long the thread may sleep: until it is time to seal or to try again; None: until something comes."""
        if self.is_failing:
            return TRY_AGAIN_S
        if self._log is not None and self._log.number > self._sealed_number:
            return max(0.01, self._sealed_s + seal_every_s - self._clock.steady_s())
        return None if self._log is not None else 0.0

    def write(self, batch: list[AuditEntry]) -> None:
        """Writes what waits and this, or lets it wait."""
        self._lost += max(0, len(self._waiting) + len(batch) - MOST_KEPT)
        self._waiting.extend(batch)
        try:
            if self._log is None:
                self._log = AuditLog(self._path, self._clock.now())
            gap = self._gap() if self._failing_since is not None else []
            if gap or self._waiting:
                self._log.append([*gap, *self._waiting], self._clock.now())
        except AuditUnwritable as error:
            if self._failing_since is None:
                self._failing_since = self._clock.now()
                self._failed(str(error))
            return
        self._waiting.clear()
        if self._failing_since is not None:
            self._failing_since, self._lost = None, 0
            self._recovered()

    def sync(self) -> None:
        """Waits for the disk, as far as it can be asked."""
        if self._log is not None:
            with contextlib.suppress(AuditUnwritable):
                self._log.sync()

    def is_due(self, seal_every_s: float) -> bool:
        """Whether it is time for a head."""
        is_new = self._log is not None and self._log.number > self._sealed_number
        return is_new and not self.is_failing and self._clock.steady_s() - self._sealed_s >= seal_every_s

    def seal(self) -> None:
        """Signs how far the log goes, and puts that beside it."""
        from smartclient.evidence.audit.sealing import announce, seal

        if self._log is None or self.is_failing or self._log.number == self._sealed_number:
            return
        try:
            if self._signer is None:
                self._signer = announce(self._log, self._clock.now())
            self._log.sync()
            head = seal(self._log, self._signer, head_of(self._log.path), self._clock.now())
        except (AuditUnwritable, OSError) as error:
            self._failing_since = self._failing_since or self._clock.now()
            self._failed(str(error))
            return
        self._sealed_number, self._sealed_s = self._log.number, self._clock.steady_s()
        self._sealed(head)

    def close(self) -> None:
        """Says that the log is closed, seals it and lets go of it."""
        if self._log is None:
            return
        self.write([AuditEntry(Kind.LOG, "", "close log")])
        self.seal()
        self._log.close()

    def _gap(self) -> list[AuditEntry]:
        since, now = self._failing_since, self._clock.now()
        detail = {"from": since, "to": now, "written late": len(self._waiting), "lost": self._lost}
        return [AuditEntry(Kind.LOG, "", "could not be written", detail=detail, at=now)]
