"""Taking up an unfinished export: what its ledger says is checked on disk first, and only what is so counts as written."""

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from smartclient.domain.errors import EvidenceError
from smartclient.evidence.growing import FOLDER, LEDGER, ORDER
from smartclient.evidence.ledger import VIDEO, Began, Entry, Finished, Kept, Line, Sealed
from smartclient.evidence.manifest import Kind
from smartclient.evidence.order import Order
from smartclient.evidence.video_file import piece

_line = msgspec.json.Decoder(Line)


@dataclass(frozen=True, slots=True)
class Past:
    """What is surely there: complete files, and what needs no more work."""

    entries: tuple[Entry, ...]
    finished: frozenset[str]

    def originals(self, camera: str) -> list[Entry]:
        """The original files of a camera, in order of time."""
        return [entry for entry in self.entries if entry.began.kind is Kind.ORIGINAL and entry.began.camera == camera]


def read_order(folder: Path) -> Order:
    """What an unfinished export is of. Raises EvidenceError when it cannot be told."""
    try:
        return msgspec.json.decode((folder / FOLDER / ORDER).read_bytes(), type=Order)
    except (OSError, msgspec.DecodeError, ValueError) as error:
        raise EvidenceError(
            f"{folder.name} is no unfinished export, or a broken one; delete it and export again."
        ) from error


def recover(folder: Path) -> Past:
    """Checks every block in the ledger, cuts a torn file after its last good block, removes what nothing vouches for. Raises OSError."""
    entries, finished = _read(folder / FOLDER / LEDGER)
    good: list[Entry] = []
    broken: set[str] = set()
    for entry in entries:
        if entry.began.camera in broken or not _is_mended(folder, entry):
            broken.add(entry.began.camera)
        else:
            good.append(entry)
    originals = {e.sealed.sha256 for e in good if e.sealed and e.began.kind is Kind.ORIGINAL}
    good = [e for e in good if e.began.made_from is None or _is_finished(e.began, originals, finished)]
    kept = finished - {camera_finished(camera) for camera in broken}
    _remove_strangers(folder, good)
    _write_anew(folder, good, kept)
    return Past(tuple(good), kept)


def _read(path: Path) -> tuple[list[Entry], frozenset[str]]:
    entries: list[Entry] = []
    finished = set()
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        lines = []
    for raw in lines:
        try:
            line = _line.decode(raw)
        except (msgspec.DecodeError, ValueError):
            break
        if isinstance(line, Began):
            entries.append(Entry(line))
        elif isinstance(line, Finished):
            finished.add(line.what)
        elif entries and isinstance(line, Kept):
            entries[-1].blocks.append(line.block)
        elif entries and isinstance(line, Sealed):
            entries[-1].sealed = line
    return entries, frozenset(finished)


def _is_mended(folder: Path, entry: Entry) -> bool:
    """Whether the file, cut after its last good block where it was torn, is good evidence now."""
    path = folder / entry.began.file
    if not entry.blocks or not path.is_file():
        return False
    with path.open("r+b") as file:
        count = 0
        for block in entry.blocks:
            if piece(file, block.offset, block.length).sha256 != block.sha256:
                break
            count += 1
        if entry.sealed is not None:
            return count == len(entry.blocks) and piece(file, 0, path.stat().st_size).sha256 == entry.sealed.sha256
        if count == 0 or entry.began.kind is not Kind.ORIGINAL:
            return False
        del entry.blocks[count:]
        end = entry.blocks[-1].offset + entry.blocks[-1].length
        file.truncate(end)
        head, whole = piece(file, 0, entry.blocks[0].offset), piece(file, 0, end)
        entry.sealed = Sealed(sha256=whole.sha256, size_bytes=end, head=head, index=piece(file, end, 0))
    return True


def camera_finished(camera: str) -> str:
    """What the ledger says when all of a camera's originals are there."""
    return f"camera {camera}"


def copies_finished(kind: Kind, original: str) -> str:
    """What the ledger says when all copies of one kind are there of the original with that SHA-256."""
    return f"{kind.value} of {original}"


def _is_finished(began: Began, originals: set[str], finished: frozenset[str]) -> bool:
    source = began.made_from or ""
    return source in originals and copies_finished(began.kind, source) in finished


def _remove_strangers(folder: Path, good: list[Entry]) -> None:
    known = {entry.began.file for entry in good}
    for path in (folder / VIDEO).glob("*"):
        if f"{VIDEO}/{path.name}" not in known:
            path.unlink()


def _write_anew(folder: Path, good: list[Entry], finished: frozenset[str]) -> None:
    lines: list[Line] = []
    for entry in good:
        assert entry.sealed is not None  # noqa: S101  `_is_mended` sealed it
        lines += [entry.began, *(Kept(block=block) for block in entry.blocks), entry.sealed]
    lines += [Finished(what=what) for what in sorted(finished)]
    fresh = folder / FOLDER / f"{LEDGER}.new"
    with fresh.open("wb") as file:
        file.write(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / FOLDER / LEDGER)
