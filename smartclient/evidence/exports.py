"""All exports of this watch: waiting, running, held, finished; one runs at a time, in a thread of its own."""

import contextlib
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from smartclient.domain.errors import EvidenceError, SmartclientError
from smartclient.evidence.control import Control
from smartclient.evidence.estimate import Estimate, estimate
from smartclient.evidence.export import Export, Means, begin
from smartclient.evidence.growing import PARTIAL, unfinished
from smartclient.evidence.handling import record_verified
from smartclient.evidence.keys import Signer
from smartclient.evidence.lane import Lane
from smartclient.evidence.order import Order
from smartclient.evidence.recovery import read_order
from smartclient.evidence.report_words import headline
from smartclient.evidence.seal import zip_of
from smartclient.evidence.verify import Report, verify
from smartclient.runtime.signal import Signal

CallSoon = Callable[[Callable[[], None]], None]


class State(StrEnum):
    """Where an export is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    HELD = "not finished"
    DONE = "finished"
    CANCELLED = "given up"


@dataclass(frozen=True, slots=True)
class Listed:
    """An export as the list shows it, with `words` where there is something to say.

    `folder` is the growing package, then the finished one; before it begins, the folder it will lie in.
    """

    number: int
    folder: Path
    order: Order
    control: Control
    state: State = State.WAITING
    words: str = ""
    report: Report | None = None


class Exports:
    """Belongs to the loop's thread, to which `call_soon` leads; `changed` tells which export is new or different there."""

    def __init__(
        self, means: Callable[[], Means], call_soon: CallSoon, needs_second: Callable[[], bool] = lambda: False
    ) -> None:
        """`means` is called in the working thread, at the first export: it may ask the key ring, which may take its time.

        `needs_second` tells whether an export needs the yes of a second person now.
        """
        self._needs_second = needs_second
        self.changed: Signal[Listed] = Signal()
        self.finished: Signal[Listed] = Signal()
        self._make_means, self._call_soon = means, call_soon
        self._means: Means | None = None
        self._listed: dict[int, Listed] = {}
        self._making = threading.Lock()
        self._exporting, self._looking = Lane("exports"), Lane("estimates")

    @property
    def listed(self) -> tuple[Listed, ...]:
        """All, newest first."""
        return tuple(reversed(self._listed.values()))

    def estimate(self, order: Order, folder: Path, told: Callable[[Estimate | str], None]) -> None:
        """Tells how large an export will be, or why nobody can say; a later question takes the place of one that waits."""

        def work() -> None:
            means = self._known_means()
            try:
                found: Estimate | str = estimate(order, folder, means.open, means.copier)
            except SmartclientError as error:
                found = str(error)
            self._call_soon(lambda: told(found))

        self._looking.replace(work)

    def show_key(self, told: Callable[[Signer], None]) -> None:
        """Tells which key signs."""

        def work() -> None:
            signer = self._known_means().signer
            self._call_soon(lambda: told(signer))

        self._exporting.do(work)

    def start(self, order: Order, parent: Path, draw: Callable[[], dict[str, bytes]], control: Control) -> Listed:
        """Begins an export into `parent`, with the drawings of the floors, which `draw` makes in the working thread.

        Raises EvidenceError where a second person must agree and nobody did.
        """
        if why := self.why_not(order):
            raise EvidenceError(why)
        return self._enter(parent, order, control, State.WAITING, draw=draw)

    def offer(self, parent: Path, control: Callable[[], Control]) -> None:
        """Lists the unfinished exports of a folder, to be resumed when a person says so."""
        known = {listed.folder for listed in self._listed.values()}
        for folder in unfinished(parent):
            if folder not in known:
                with contextlib.suppress(SmartclientError):
                    self._enter(
                        folder, read_order(folder), control(), State.HELD, "Not finished when the program ended."
                    )

    def why_not(self, order: Order) -> str:
        """Why it may not be exported now; empty when it may."""
        approval = order.approval
        is_alone = approval is None or approval.by.casefold() == order.operator.casefold()
        return "A second person must agree to this export." if is_alone and self._needs_second() else ""

    def pause(self, listed: Listed) -> None:
        """A running export stands still."""
        listed.control.pause()
        self._tell(listed)

    def resume(self, listed: Listed) -> None:
        """A paused or unfinished export goes on."""
        current = self._listed[listed.number]
        if current.state is State.HELD and (why := self.why_not(current.order)):
            self._tell(replace(current, words=f"{why} Begin it anew."))
        elif current.state is State.HELD:
            again = replace(current, control=current.control.again(), state=State.WAITING, words="")
            self._tell(again)
            self._exporting.do(lambda: self._run(again))
        else:
            current.control.resume()
            self._tell(current)

    def cancel(self, listed: Listed) -> None:
        """Ends an export and deletes what was written of it."""
        current = self._listed[listed.number]
        if current.state is State.DONE:
            return
        gone = replace(current, state=State.CANCELLED, words="Cancelled; what was written is deleted.")
        is_idle = current.state is State.HELD
        current.control.stop()
        self._tell(gone)
        if is_idle:
            self._exporting.do(lambda: _delete(gone.folder))

    def halt(self, why_not: Callable[[str], str]) -> None:
        """Running exports of a camera of which `why_not` has something to say end with that sentence; what was written stays."""
        for listed in self._listed.values():
            if listed.state in (State.WAITING, State.RUNNING):
                why = next((why for camera in listed.order.cameras if (why := why_not(camera.id))), "")
                if why:
                    listed.control.stop(why)

    def check(self, listed: Listed) -> None:
        """Verifies a finished export."""
        self._exporting.do(lambda: self._verify(listed))

    def stop(self, patience_s: float) -> None:
        """Lets the running export stop after the group at hand, and waits for the thread a little."""
        for lane in (self._exporting, self._looking):
            lane.close()
        for listed in self._listed.values():
            listed.control.stop()
        for lane in (self._exporting, self._looking):
            lane.join(patience_s)

    def _enter(
        self,
        folder: Path,
        order: Order,
        control: Control,
        state: State,
        words: str = "",
        draw: Callable[[], dict[str, bytes]] = dict,
    ) -> Listed:
        listed = Listed(len(self._listed) + 1, folder, order, control, state, words)
        self._tell(listed)
        if state is State.WAITING:
            self._exporting.do(lambda: self._begin(listed, draw))
        return listed

    def _tell(self, listed: Listed) -> None:
        self._listed[listed.number] = listed
        self.changed.emit(listed)

    def _known_means(self) -> Means:
        with self._making:
            if self._means is None:
                self._means = self._make_means()
            return self._means

    def _soon(self, listed: Listed, *, is_finished: bool = False) -> None:
        """From the working thread; a cancellation that came meanwhile stays."""

        def tell() -> None:
            if self._listed[listed.number].state is not State.CANCELLED:
                self._tell(listed)
                if is_finished:
                    self.finished.emit(listed)

        self._call_soon(tell)

    def _begin(self, listed: Listed, draw: Callable[[], dict[str, bytes]]) -> None:
        if self._listed[listed.number].state is State.CANCELLED:
            return
        try:
            folder = begin(listed.order, listed.folder, draw())
        except EvidenceError as error:
            self._soon(replace(listed, state=State.CANCELLED, words=str(error)))
        else:
            self._run(replace(listed, folder=folder))

    def _run(self, listed: Listed) -> None:
        if self._listed[listed.number].state is State.CANCELLED:
            _delete(listed.folder)
            return
        running = replace(listed, state=State.RUNNING)
        self._soon(running)
        try:
            package = Export(listed.folder, self._known_means(), listed.control).run()
        except SmartclientError as error:
            self._held(running, str(error))
        else:
            self._verify(replace(running, folder=package))

    def _held(self, listed: Listed, words: str) -> None:
        if self._listed[listed.number].state is State.CANCELLED:
            _delete(listed.folder)
        else:
            self._soon(replace(listed, state=State.HELD, words=words))

    def _verify(self, listed: Listed) -> None:
        listed.control.doing("Checking every byte")
        is_new = listed.state is not State.DONE
        try:
            report = verify(listed.folder)
            order = listed.order
            record_verified(listed.folder, report, order.operator, order.workstation, self._known_means().signer)
            done = replace(listed, state=State.DONE, words=_said(listed, report), report=report)
        except SmartclientError as error:
            done = replace(listed, state=State.DONE, words=str(error), report=None)
        self._soon(done, is_finished=is_new)


def _said(listed: Listed, report: Report) -> str:
    """What came of it, with the .zip that is not there."""
    if not listed.order.as_zip or zip_of(listed.folder).exists():
        return headline(report)
    return f"{headline(report)} The .zip is left out: this disk cannot take so large a file."


def _delete(folder: Path) -> None:
    """A growing package and nothing else."""
    if folder.name.endswith(PARTIAL):
        shutil.rmtree(folder, ignore_errors=True)
