"""What texts a running process holds in its memory, whatever it keeps them in."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

_MARK = " · "
"""Every camera's name has one, so that only what stands round one need be looked through."""
_AROUND = 400
_CODINGS = ("utf-8", "utf-16-le", "utf-32-le", "latin-1")
"""Latin-1, UTF-16 and UTF-32 are how Python keeps strings; UTF-16 is how Qt does."""


def names_held(pid: int, names: set[str]) -> set[str]:
    """Those of the names, each with a ` · ` in it, that stand somewhere in the memory of the process."""
    assert all(_MARK in name for name in names)
    told = {name: [name.encode(coding) for coding in _CODINGS] for name in names}
    found: set[str] = set()
    for blob in _windows(pid):
        found |= {name for name, codings in told.items() if name not in found and any(c in blob for c in codings)}
    return found


def _windows(pid: int) -> Iterator[bytes]:
    """For each piece of memory what stands round the marks in it."""
    marks = re.compile(b"|".join(re.escape(_MARK.encode(coding)) for coding in _CODINGS))
    for memory in _pieces(pid):
        spans = [(max(0, m.start() - _AROUND), m.end() + _AROUND) for m in marks.finditer(memory)]
        if spans:
            yield b"\0\0\0\0".join(memory[begin:end] for begin, end in _joined(spans))


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begin, end = spans[0]
    for next_begin, next_end in spans[1:]:
        if next_begin > end:
            yield begin, end
            begin = next_begin
        end = next_end
    yield begin, end


def _pieces(pid: int) -> Iterator[bytes]:
    """All that is readable, file by file mapped and of the process's own; a piece that goes meanwhile is passed over."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_rest = line.split()
            if not rights.startswith("r") or "[vvar" in line or "[vsyscall" in line:
                continue
            begin, end = (int(each, 16) for each in span.split("-"))
            try:
                memory.seek(begin)
                yield _read(memory.fileno(), begin, end)
            except OSError:
                continue


def _read(handle: int, begin: int, end: int) -> bytes:
    pieces = []
    while begin < end:
        piece = os.pread(handle, min(end - begin, 1 << 26), begin)
        if not piece:
            break
        pieces.append(piece)
        begin += len(piece)
    return b"".join(pieces)
