"""One input given to one reader: what came of it, how long it computed, how much memory it took."""

import hashlib
import resource
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.fuzz.target import Target

LONGEST_S = 1.0
"""Of the processor's time, since a busy machine lets everything wait."""
MOST_MEMORY_MB = 256
FOUND = Path(__file__).parent / "found"


class _TooLong(BaseException):
    """Stands outside Exception, so that no reader takes it for trouble of its own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What an input did that none may do: in a word, and where."""

    what: str
    where: str


def attempt(target: Target, data: bytes) -> Fault | None:
    """None where the reader ended or refused in words of its own."""
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        with _limited():
            target.read(data)
    except target.refusals as refusal:
        if not str(refusal):
            return Fault(f"{type(refusal).__name__} without a word", _place(refusal))
    except _TooLong as late:
        return Fault(f"more than {LONGEST_S:.0f} s", _place(late))
    except (Exception, RecursionError) as crash:  # noqa: BLE001
        return Fault(type(crash).__name__, _place(crash))
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) // 1024
    return Fault(f"{grown_mb} MB of memory", "") if grown_mb > MOST_MEMORY_MB else None


def keep(target: Target, data: bytes, folder: Path = FOUND) -> Path:
    """The file under `folder` that holds `data` for ever."""
    path = folder / target.name / hashlib.sha256(data).hexdigest()[:16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def smaller(
    target: Target,
    data: bytes,
    fault: Fault,
    current: Callable[[Target, bytes], None] = lambda *_: None,
    tries: int = 200,
) -> bytes:
    """A shorter input with the same fault: pieces are left out, large ones first, as long as it stays. `current` hears of each."""
    step, left = len(data) // 2, tries
    while step and left:
        at = 0
        while at < len(data) and left:
            left -= 1
            shorter = data[:at] + data[at + step :]
            current(target, shorter)
            if attempt(target, shorter) == fault:
                data = shorter
            else:
                at += step
        step //= 2
    return data


@contextmanager
def _limited() -> Iterator[None]:
    def end(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before: Callable[[int, FrameType | None], object] | int | None = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _place(error: BaseException) -> str:
    """The innermost line of ours, or the innermost of all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "smartclient/" in frame.filename] or list(frames)
    return f"{ours[-1].filename.partition('/smartclient/')[2] or ours[-1].filename}:{ours[-1].lineno}" if ours else ""
