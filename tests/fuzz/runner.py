"""The watch over a campaign: it runs in a child, which a hostile input may end or hang; what did so is kept."""

import faulthandler
import mmap
import multiprocessing
import signal
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import NamedTemporaryFile

from tests.fuzz.all_targets import all_targets
from tests.fuzz.attempt import Fault, keep, smaller
from tests.fuzz.campaign import campaign, limit_memory, quiet
from tests.fuzz.mutation import LARGEST
from tests.fuzz.target import Target

_SILENT_S = 120.0
"""A child that ends no input for so long hangs where Python cannot interrupt it."""
_HEAD = 16
_MOST_DEATHS = 30
_WORD_EVERY_S = 60.0

Told = tuple[str, int, int, list[tuple[Fault, bytes]]]
"""Name, inputs tried, lines reached, faults."""


class Watch:
    """`say` hears a sentence for each fault, and at the end one for each reader."""

    def __init__(self, names: Sequence[str], inputs: int, seed: int, say: Callable[[str], object]) -> None:
        self._names, self._inputs, self._seed, self._tell = names, inputs, seed, say
        self._next_word_s = time.monotonic() + _WORD_EVERY_S
        self._done: dict[str, tuple[int, int]] = {}
        self._found: dict[tuple[str, Fault], Path] = {}

    def run(self) -> int:
        """1 where any fault was found."""
        began_s = time.monotonic()
        tried, generation = 0, 0
        with NamedTemporaryFile() as file:
            file.truncate(_HEAD + LARGEST)
            while tried < self._inputs and generation < _MOST_DEATHS:
                tried += self._child(Path(file.name), self._inputs - tried, self._seed + generation)
                generation += 1
        for name, (count, lines) in sorted(self._done.items()):
            self._tell(f"{name:30} {count:>9,} inputs   {lines:>5,} lines")
        self._tell(f"{tried:,} inputs in {time.monotonic() - began_s:,.0f} s, {len(self._found)} faults")
        return 1 if self._found else 0

    def _child(self, current: Path, inputs: int, seed: int) -> int:
        """One child until it is done or dies; how many inputs it tried."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_work, args=(theirs, str(current), self._names, inputs, seed), daemon=True)
        child.start()
        theirs.close()
        latest: dict[str, int] = {}
        base = dict(self._done)
        before = b""
        while True:
            try:
                if ours.poll(_SILENT_S):
                    name, count, lines, faults = ours.recv()
                    latest[name] = count
                    self._done[name] = base.get(name, (0, 0))[0] + count, max(lines, base.get(name, (0, 0))[1])
                    for fault, data in faults:
                        self._say(name, fault, data)
                    if time.monotonic() > self._next_word_s:
                        self._next_word_s = time.monotonic() + _WORD_EVERY_S
                        self._tell(f"{sum(tried for tried, _ in self._done.values()):,} inputs so far")
                    continue
            except (EOFError, OSError):
                child.join()
                if child.exitcode and child.exitcode != -signal.SIGTERM:
                    self._died(current, f"the process ended with {child.exitcode}")
                return sum(latest.values()) if not child.exitcode else max(1, sum(latest.values()))
            now = current.read_bytes()
            if now == before:
                child.kill()
                child.join()
                self._died(current, "it never came back")
                return max(1, sum(latest.values()))
            before = now

    def _died(self, current: Path, what: str) -> None:
        content = current.read_bytes()
        number, length = int.from_bytes(content[:8], "big"), int.from_bytes(content[8:_HEAD], "big")
        target = all_targets()[number]
        self._say(target.name, Fault(what, ""), content[_HEAD : _HEAD + length])

    def _say(self, name: str, fault: Fault, data: bytes) -> None:
        if (name, fault) not in self._found:
            target = next(each for each in all_targets() if each.name == name)
            path = self._found[name, fault] = keep(target, data)
            self._tell(f"{name}: {fault.what} at {fault.where or '?'}; {len(data)} bytes in {path}")


def _work(pipe: Connection, current: str, names: Sequence[str], inputs: int, seed: int) -> None:
    faulthandler.enable()
    limit_memory()
    quiet()
    numbered = {target.name: number for number, target in enumerate(all_targets())}
    chosen = [target for target in all_targets() if target.name in names]
    told: set[tuple[str, Fault]] = set()
    with open(current, "r+b") as file, mmap.mmap(file.fileno(), _HEAD + LARGEST) as shared:  # noqa: PTH123

        def note(target: Target, data: bytes) -> None:
            head = numbered[target.name].to_bytes(8, "big") + len(data).to_bytes(8, "big")
            shared[: _HEAD + len(data)] = head + data

        for course in campaign(chosen, inputs, seed, note):
            name = course.target.name
            new = [(fault, data) for fault, data in course.faults.items() if (name, fault) not in told]
            told.update((name, fault) for fault, _ in new)
            pipe.send((name, course.tried, course.lines, [(f, smaller(course.target, d, f, note)) for f, d in new]))
    pipe.close()
