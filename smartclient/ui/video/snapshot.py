"""Snapshots: a tile's picture at full size as a PNG that says which camera, when, and whether live or recorded."""

import errno
import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from smartclient.domain.footage import Quality
from smartclient.ui.video.face import QUALITY_WORDS, Shown
from smartclient.ui.video.tile import Tile
from smartclient.ui.words import one_line

_LARGEST_PX = (3840, 3840)
PATIENCE_MS = 2_500
"""How long to wait for the main stream's picture before the smaller one is kept."""
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture and what is to be known of it; `at` is the camera's time, or this machine's where it tells none."""

    image: QImage
    camera: str
    at: datetime
    is_recorded: bool
    detail: str

    @property
    def file_name(self) -> str:
        """`Hall B · north 2026-11-23 14.02.11.417 live.png`, fit for every file system."""
        name = _NOT_IN_NAMES.sub("-", one_line(self.camera))[:_LONGEST_NAME].strip(" .-") or "camera"
        local = self.at.astimezone()
        kind = "recorded" if self.is_recorded else "live"
        return f"{name} {local:%Y-%m-%d %H.%M.%S}.{local.microsecond // 1000:03} {kind}.png"

    def png(self) -> bytes:
        """The file. Takes a fifth of a second for a large picture: not for the loop's thread."""
        image = QImage(self.image)
        for key, text in (
            ("Title", one_line(self.camera)),
            ("Creation Time", self.at.isoformat(timespec="milliseconds")),
            ("Source", "recorded" if self.is_recorded else "live"),
            ("Description", self.detail),
            ("Software", "smartclient"),
        ):
            image.setText(key, text)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(data.data())


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that was written: whose it is, when it was seen, and the file."""

    camera: str
    at: datetime
    file: Path
    sha256: str


class Snapshots(QObject):
    """Takes and writes them; each is said by `said`, in one sentence, and told by `kept`, a Kept."""

    said = Signal(str)
    kept = Signal(object)

    def __init__(self, folder: Path, patience_ms: int = PATIENCE_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._patience_ms = folder, patience_ms
        self._writing: list[threading.Thread] = []

    def take(self, tile: Tile) -> None:
        """Keeps what the tile shows. Where it plays the small stream, what is seen now and the main stream's next picture."""
        frame = tile.picture.frame
        if tile.player is None or frame is None or tile.face().shown is not Shown.PICTURE:
            self.said.emit("There is no picture in this tile to keep.")
            return
        _Waiting(tile, self._keep, self._patience_ms, self)

    def join(self) -> None:
        """Waits until all files are written."""
        for thread in self._writing:
            thread.join()
        self._writing.clear()

    def _keep(self, shots: list[Shot]) -> None:
        self._writing = [one for one in self._writing if one.is_alive()]
        thread = threading.Thread(target=self._write, args=(shots,), name="snapshot")
        self._writing.append(thread)
        thread.start()

    def _write(self, shots: list[Shot]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            files = [write(shot, self._folder) for shot in shots]
        except OSError as error:
            self.said.emit(_why_not(error, self._folder))
        else:
            self.said.emit(f"Kept as {' and '.join(one.file.name for one in files)} in {self._folder}.")
            for one in files:
                self.kept.emit(one)


class _Waiting(QObject):
    """Waits for the tile's picture in the size the camera sends, then lets the tile have its own size again."""

    def __init__(self, tile: Tile, done: Callable[[list[Shot]], None], patience_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._tile, self._done = tile, done
        self._player, self._seen = tile.player, shot_of(tile)
        self._is_over = False
        self._patience = QTimer(self, interval=patience_ms, singleShot=True)
        self._patience.timeout.connect(self._end)
        self._look_no_more = tile.painted.connect(lambda _none: self._look())
        tile.destroyed.connect(self._forget)
        tile.want_at_least(*_LARGEST_PX)
        self._patience.start()
        self._look()

    def _look(self) -> None:
        frame, player = self._tile.picture.frame, self._tile.player
        is_gone = player is None or player is not self._player
        is_full = frame is not None and frame.width == frame.source_width
        if is_full and not is_gone and self._seen.image.width() < shot_of(self._tile).image.width() and self._is_same():
            self._seen = shot_of(self._tile)
        if is_gone or (is_full and player is not None and player.status.quality is not Quality.SUB):
            self._end()

    def _end(self) -> None:
        if self._is_over:
            return
        shots, seen = [self._seen], self._seen
        if self._tile.player is self._player and self._tile.picture.frame is not None:
            last = shot_of(self._tile)
            shots = [last] if last.at == seen.at else [seen] if self._is_same() else [seen, last]
        self._look_no_more()
        self._tile.want_at_least(0, 0)
        self._forget()
        self._done(shots)

    def _is_same(self) -> bool:
        """Whether the tile still plays the stream that was seen."""
        return shot_of(self._tile).detail == self._seen.detail

    def _forget(self) -> None:
        self._is_over = True
        self._patience.stop()
        self.deleteLater()


def shot_of(tile: Tile) -> Shot:
    """What a tile shows now, in the size its frame has: straightened where the tile straightens it, else all of the picture."""
    frame, player, device = tile.picture.frame, tile.player, tile.device
    if frame is None or player is None or device is None:
        raise ValueError("a tile without a picture was to be kept")
    image = tile.lens.straight(tile.picture) or tile.picture.image(Shown.PICTURE)
    quality = player.status.quality
    parts = (
        f"{frame.source_width}×{frame.source_height}",
        QUALITY_WORDS[quality] if quality else "",
        *tile.lens.words[:1],
    )
    is_recorded = player.is_past or not player.status.is_live_source
    detail = " · ".join(part for part in parts if part)
    return Shot(image.copy(), device.name, frame.at or tile.clock.now(), is_recorded, detail)


def write(shot: Shot, folder: Path) -> Kept:
    """Writes it beside what is there. Raises OSError."""
    name = Path(shot.file_name)
    place, number = folder / name, 2
    data = shot.png()
    while True:
        try:
            with place.open("xb") as file:
                file.write(data)
        except FileExistsError:
            place, number = folder / f"{name.stem} ({number}){name.suffix}", number + 1
        except OSError:
            place.unlink(missing_ok=True)
            raise
        else:
            return Kept(shot.camera, shot.at, place, hashlib.sha256(data).hexdigest())


def _why_not(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: the picture was not kept in {folder}. Make room there and press again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"The picture was not kept: {folder} cannot be written to. Choose another folder in the settings."
    return f"The picture was not kept in {folder}: {error.strerror or error}."
