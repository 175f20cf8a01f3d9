"""Heads on disk: the newest of a log beside it, and the newest that other consoles told of theirs."""

import contextlib
import threading
from collections.abc import Iterable
from pathlib import Path

from smartclient.evidence.audit.head import LARGEST, Head, from_bytes, is_genuine, to_bytes

MOST_KNOWN = 1_000
_MOST_READ = MOST_KNOWN * LARGEST


def write_heads(path: Path, heads: Iterable[Head]) -> None:
    """Replaces the file in one step, one head a line. Raises OSError."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(b"".join(to_bytes(head) + b"\n" for head in heads))
    fresh.replace(path)


def read_heads(path: Path) -> list[Head]:
    """The heads in a file, one a line; lines that are none are passed over. Nothing where there is no such file. Raises OSError."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_READ)
    except FileNotFoundError:
        return []
    found = (from_bytes(line) for line in data.splitlines())
    return [head for head in found if head is not None]


class OtherHeads:
    """The newest head of each other log that this console heard of; for any thread. `learn` says where two contradict each other."""

    def __init__(self, path: Path) -> None:
        self._path, self._learning = path, threading.Lock()
        self._newest: dict[tuple[str, bytes], Head] = {}
        with contextlib.suppress(OSError):
            for head in read_heads(path):
                self._newest[head.claim.log, head.key] = head

    def of(self, log: str) -> list[Head]:
        """What is known of a log."""
        return [head for (known, _key), head in self._newest.items() if known == log]

    def learn(self, head: Head) -> str:
        """Keeps a genuine head if it is newer. The answer, for a person, is what is wrong with it; empty when nothing is.

        One that says itself that it is older came late, as by another server. Raises OSError where it cannot be kept.
        """
        if not is_genuine(head):
            return "A head of an audit log came whose signature does not match; it is not kept."
        with self._learning:
            return self._compared(head)

    def _compared(self, head: Head) -> str:
        before = self._newest.get((head.claim.log, head.key))
        claim = head.claim
        if before is not None:
            known = before.claim
            if claim.number < known.number and claim.at < known.at:
                return ""
            if claim.number < known.number:
                return (
                    f"The audit log of {claim.workstation or 'another console'} has {claim.number} entries; "
                    f"at {known.at.astimezone():%d %b %H:%M} it had {known.number}. Its end was cut off: compare it with a copy."
                )
            if claim.number == known.number and claim.link != known.link:
                return (
                    f"The audit log of {claim.workstation or 'another console'} is another one than before at entry {claim.number}. "
                    "It was altered: compare it with a copy."
                )
            if claim.number == known.number:
                return ""
        elif len(self._newest) >= MOST_KNOWN:
            return ""
        self._newest[claim.log, head.key] = head
        write_heads(self._path, self._newest.values())
        return ""
