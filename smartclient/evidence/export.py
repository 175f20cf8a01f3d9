"""An export: the footage of some cameras into one package folder, to be taken up again wherever it was cut off."""

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from smartclient.domain.errors import EvidenceError, NoPicture, NoRoom
from smartclient.domain.footage import Recording
from smartclient.evidence.control import Control
from smartclient.evidence.copies import Copier
from smartclient.evidence.footage import Stretch, walk
from smartclient.evidence.growing import FOLDER, ORDER, PARTIAL
from smartclient.evidence.keys import Signer
from smartclient.evidence.ledger import VIDEO, Entry, Finished, Ledger
from smartclient.evidence.manifest import Camera, Kind, Video
from smartclient.evidence.order import Order, package_name
from smartclient.evidence.recovery import Past, camera_finished, copies_finished, read_order, recover
from smartclient.evidence.seal import AskStamp, seal
from smartclient.evidence.video_files import VideoFiles
from smartclient.runtime.clock import Clock

Open = Callable[[str], Recording]
"""Opens a camera's past by the camera's id; blocks; raises MediaError or ServerError."""


@dataclass(frozen=True, slots=True)
class Means:
    """What an export works with."""

    open: Open
    signer: Signer
    clock: Clock
    copier: Copier
    ask_stamp: AskStamp


def begin(order: Order, parent: Path, drawings: dict[str, bytes]) -> Path:
    """Makes the growing package in `parent`, with the plans' `drawings` (SVG by file name). Raises EvidenceError."""
    folder = _free(parent, package_name(order))
    try:
        (folder / FOLDER).mkdir(parents=True)
        (folder / VIDEO).mkdir()
        for name, drawing in drawings.items():
            (folder / name).write_bytes(drawing)
        (folder / FOLDER / ORDER).write_bytes(msgspec.json.encode(order))
    except OSError as error:
        raise EvidenceError(f"{folder} cannot be made: {error.strerror}. Choose another folder.") from error
    return folder


def _free(parent: Path, name: str) -> Path:
    number = 1
    while True:
        candidate = parent / (name if number == 1 else f"{name}_{number}")
        partial = candidate.with_name(candidate.name + PARTIAL)
        if not any(path.exists() for path in (candidate, partial, candidate.with_name(candidate.name + ".zip"))):
            return partial
        number += 1


class Export:
    """One growing package. `run` may be called again after it raised: it goes on where the disk says it was."""

    def __init__(self, folder: Path, means: Means, control: Control) -> None:
        """Reads what is to be exported. Raises EvidenceError."""
        self.folder, self.order, self.control = folder, read_order(folder), control
        self._means = means

    def run(self) -> Path:
        """Exports and seals; the answer is the package. Blocks, for a thread of its own.

        Raises Stopped, NoRoom, EvidenceError, MediaError or ServerError; all that was written stays for the next run.
        """
        try:
            return self._run()
        except OSError as error:
            raise _trouble(error, self.folder) from error

    def _run(self) -> Path:
        order, control = self.order, self.control
        control.doing("Checking what is there")
        past = recover(self.folder)
        copies = self._means.copier.kinds(order)
        done_s = sum(_seconds(entry) for entry in past.entries)
        control.begin(order.seconds * (1 + len(copies)), done_s)
        ledger = Ledger(self.folder)
        try:
            videos = [entry.video() for entry in past.entries]
            for camera in order.cameras:
                videos += self._originals(camera, past, ledger)
            if not videos:
                raise NoPicture("None of the chosen cameras recorded anything in that time.")
            for kind in copies:
                videos += self._copies(kind, tuple(videos), past, ledger)
        finally:
            ledger.close()
        control.check()
        control.doing("Sealing")
        return seal(self.folder, order, videos, self._means.signer, self._means.clock, self._means.ask_stamp)

    def _originals(self, camera: Camera, past: Past, ledger: Ledger) -> list[Video]:
        if camera_finished(camera.id) in past.finished:
            return []
        known = past.originals(camera.id)
        start = known[-1].blocks[-1].end if known else self.order.asked.begin
        self.control.doing(f"Exporting {camera.name}")
        recording = self._means.open(camera.id)
        try:
            files = VideoFiles(self.folder, self.order, camera, Kind.ORIGINAL, ledger)
            videos = self._write(files, walk(recording, start, self.order.asked.end))
        finally:
            recording.close()
        ledger.note(Finished(what=camera_finished(camera.id)))
        return videos

    def _copies(self, kind: Kind, videos: Iterable[Video], past: Past, ledger: Ledger) -> list[Video]:
        made = []
        for original in videos:
            mark = copies_finished(kind, original.sha256)
            if original.kind is not Kind.ORIGINAL or mark in past.finished:
                continue
            camera = next(camera for camera in self.order.cameras if camera.id == original.camera)
            self.control.doing(f"Making the {kind.value} of {camera.name}")
            path, check = self.folder / original.file, self.control.check
            copy = self._means.copier.copy(kind, path, original, camera, self.order, check)
            files = VideoFiles(self.folder, self.order, camera, kind, ledger, original.sha256, copy.how)
            made += self._write(files, (Stretch(gop, is_after_gap=False) for gop in copy.gops))
            ledger.note(Finished(what=mark))
        return made

    def _write(self, files: VideoFiles, stretches: Iterable[Stretch]) -> list[Video]:
        try:
            for stretch in stretches:
                self.control.check()
                files.add(stretch)
                gop = stretch.gop
                size = sum([len(packet.data) for packet in gop.packets])
                self.control.did(len(gop.packets), size, (gop.end - gop.begin).total_seconds())
            return files.close()
        except BaseException:
            files.abandon()
            raise


def _seconds(entry: Entry) -> float:
    return sum((block.end - block.begin).total_seconds() for block in entry.blocks)


def _trouble(error: OSError, folder: Path) -> EvidenceError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoRoom(f"The disk of {folder.parent} is full. Make room there, then resume the export.")
    return EvidenceError(f"{folder} cannot be written: {error.strerror}. When the disk is back, resume the export.")
