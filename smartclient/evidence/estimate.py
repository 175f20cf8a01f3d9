"""How large an export will be, and whether the disk takes it: said before it starts."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

from smartclient.domain.errors import EvidenceError, NoRoom
from smartclient.evidence.copies import Copier
from smartclient.evidence.export import Open
from smartclient.evidence.footage import Stretch, walk
from smartclient.evidence.order import Order

FAT_LIMIT_BYTES = 4 * 2**30 - 2**20
"""FAT32 takes files of 4 GiB less one byte; a little stays free for the index."""
SPARE_BYTES = 64 * 2**20
_SAMPLED_S = 4.0
_FAT = frozenset({"vfat", "msdos", "fat32", "fat"})


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an export will need. `silent` names cameras of which nothing is recorded at the beginning of the span."""

    needed_bytes: int
    free_bytes: int
    silent: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it and a little more has room."""
        return self.needed_bytes + SPARE_BYTES <= self.free_bytes

    def check(self, folder: Path) -> None:
        """Raises NoRoom when it does not fit."""
        if not self.fits:
            needed, free = in_words(self.needed_bytes), in_words(self.free_bytes)
            raise NoRoom(
                f"{folder} has {free} left and the export needs about {needed}. Make room or choose another folder."
            )


def estimate(order: Order, folder: Path, open_recording: Open, copier: Copier) -> Estimate:
    """Looks at the first four recorded seconds of each camera; blocks. Raises EvidenceError, MediaError, ServerError."""
    needed = 0.0
    silent = []
    for camera in order.cameras:
        recording = open_recording(camera.id)
        try:
            rate = _bytes_a_second(walk(recording, order.asked.begin, order.asked.end))
        finally:
            recording.close()
        if rate is None:
            silent.append(camera.name)
            continue
        needed += rate * (order.asked.end - order.asked.begin).total_seconds()
    copies = 1 + len(copier.kinds(order))
    packages = 2 if order.as_zip else 1
    return Estimate(round(needed * copies * packages), free_bytes(folder), tuple(silent))


def _bytes_a_second(stretches: Iterable[Stretch]) -> float | None:
    """Of the first seconds that are recorded; None where nothing is."""
    count, seconds = 0, 0.0
    for stretch in stretches:
        gop = stretch.gop
        count += sum(len(packet.data) for packet in gop.packets)
        seconds += (gop.end - gop.begin).total_seconds()
        if seconds >= _SAMPLED_S:
            break
    return count / seconds if seconds > 0 else None


def free_bytes(folder: Path) -> int:
    """Room on the folder's disk. Raises EvidenceError."""
    try:
        return shutil.disk_usage(folder if folder.exists() else folder.parent).free
    except OSError as error:
        raise EvidenceError(f"There is no folder {folder}. Choose another one.") from error


def limit_of(folder: Path) -> int | None:
    """The largest file the folder's disk takes; None where it takes any. exFAT and NTFS do."""
    wanted = folder.resolve()
    holding = [part for part in psutil.disk_partitions(all=True) if wanted.is_relative_to(part.mountpoint)]
    nearest = max(holding, key=lambda part: len(part.mountpoint), default=None)
    return FAT_LIMIT_BYTES if nearest is not None and nearest.fstype.lower() in _FAT else None


def in_words(count: float) -> str:
    """A number of bytes as people say it: `3.2 GB`."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 999.5:
            return f"{count:.0f} {unit}" if unit in ("bytes", "kB") or count >= 99.5 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
