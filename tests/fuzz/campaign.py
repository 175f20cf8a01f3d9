"""Many inputs for many readers: each reader in turn, inputs bent from those that reached new lines of ours."""

import logging
import resource
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.fuzz.attempt import Fault, attempt
from tests.fuzz.mutation import bent
from tests.fuzz.reached import Reached
from tests.fuzz.target import Target

MOST_KEPT = 400
MEMORY_BYTES = 4 * 2**30
_TURN_S = 2.0

Current = Callable[[Target, bytes], None]
"""Is told each input before it is given, so that somebody outside knows which one ended the process."""


@dataclass(slots=True)
class Course:
    """One reader's inputs so far; `faults` holds the first input of each fault."""

    target: Target
    random: Random
    corpus: list[bytes] = field(default_factory=list)
    tried: int = 0
    lines: int = 0
    faults: dict[Fault, bytes] = field(default_factory=dict)
    _reached: Reached = field(default_factory=Reached)

    def go_on(self, most: int, current: Current, for_s: float = float("inf")) -> int:
        """Tries up to `most` more inputs, for so long; how many."""
        until_s, before = time.monotonic() + for_s, self.tried
        if not self.corpus:
            self.corpus = list(self.target.seeds())
            for seed in self.corpus:
                self._try(seed, current)
        while self.tried - before < most and time.monotonic() < until_s:
            data = bent(self.random.choice(self.corpus), self.target.form, self.random, self.corpus)
            if self._try(data, current):
                self._keep(data)
        return self.tried - before

    def _try(self, data: bytes, current: Current) -> bool:
        """Whether it is worth bending further."""
        current(self.target, data)
        fault = self._reached.by(lambda: attempt(self.target, data))
        self.tried += 1
        self.lines = self._reached.lines
        if fault is not None:
            self.faults.setdefault(fault, data)
        return fault is None and self._reached.is_new

    def _keep(self, data: bytes) -> None:
        if len(self.corpus) < MOST_KEPT:
            self.corpus.append(data)
        else:
            self.corpus[self.random.randrange(len(self.corpus))] = data


def campaign(targets: Sequence[Target], inputs: int, seed: int, current: Current) -> Iterator[Course]:
    """Gives `inputs` inputs in all, every reader the same time; yields a course whenever its turn ends."""
    quiet()
    courses = [Course(target, Random(f"{seed} {target.name}")) for target in targets]
    left = inputs
    while left > 0:
        for course in courses:
            left -= course.go_on(left, current, _TURN_S)
            yield course
            if left <= 0:
                return


def quiet() -> None:
    """What readers log and warn of hostile input is not wanted a million times."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        import av.logging

        av.logging.set_level(None)
    except ImportError:
        return


def limit_memory() -> None:
    """For this process: what asks for more gets MemoryError, which is a fault."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
