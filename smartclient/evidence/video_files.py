"""The video files of one camera: where one ends and the next begins."""

from pathlib import Path

from smartclient.domain.footage import Gop
from smartclient.evidence.footage import Stretch
from smartclient.evidence.ledger import VIDEO, Began, Entry, Ledger, Sealed
from smartclient.evidence.manifest import Camera, Container, Kind, Video
from smartclient.evidence.mkv_file import MkvFile
from smartclient.evidence.mp4_file import Mp4File
from smartclient.evidence.order import Order, file_name
from smartclient.evidence.video_file import VideoFile

_FILES: dict[Container, type[Mp4File | MkvFile]] = {Container.MP4: Mp4File, Container.MKV: MkvFile}


class VideoFiles:
    """The files of one camera and kind: a new one after a gap, with another coding, and before the disk's limit."""

    def __init__(
        self,
        folder: Path,
        order: Order,
        camera: Camera,
        kind: Kind,
        ledger: Ledger,
        made_from: str | None = None,
        made_how: str = "",
    ) -> None:
        self._folder, self._order, self._camera, self._kind, self._ledger = folder, order, camera, kind, ledger
        self._made_from, self._made_how = made_from, made_how
        self._open: tuple[VideoFile, Began] | None = None
        self._videos: list[Video] = []

    def add(self, stretch: Stretch) -> None:
        """Writes a group. Raises CannotDecode, NoRoom, OSError."""
        gop = stretch.gop
        if self._open and (stretch.is_after_gap or not self._open[0].fits(gop, self._order.limit_bytes)):
            self._end()
        file = self._open[0] if self._open else self._begin(gop)
        file.add(gop)

    def close(self) -> list[Video]:
        """Ends the last file; all files that were written."""
        if self._open:
            self._end()
        return self._videos

    def abandon(self) -> None:
        """Lets go of a file in the middle; the ledger knows what of it counts."""
        if self._open:
            self._open[0].abandon()

    def _begin(self, gop: Gop) -> VideoFile:
        name = self._name(gop)
        title = f"{self._camera.name}, from {gop.begin:%Y-%m-%d %H:%M:%S} UTC"
        file: VideoFile = _FILES[self._order.container](self._folder / name, gop, title, self._ledger.kept)
        began = Began(
            file=name,
            camera=self._camera.id,
            kind=self._kind,
            codec=file.codec.value,
            width_px=file.width_px,
            height_px=file.height_px,
            made_from=self._made_from,
            made_how=self._made_how,
        )
        self._open = (file, began)
        self._ledger.note(began)
        return file

    def _end(self) -> None:
        assert self._open is not None  # noqa: S101  callers have looked
        file, began = self._open
        written = file.close()
        self._open = None
        sealed = Sealed(sha256=written.sha256, size_bytes=written.size_bytes, head=written.head, index=written.index)
        self._ledger.note(sealed)
        self._videos.append(Entry(began, list(written.blocks), sealed).video())

    def _name(self, gop: Gop) -> str:
        ending = {Kind.ORIGINAL: "", Kind.CLOCK: "_clock", Kind.REDACTED: "_redacted"}[self._kind]
        stem = f"{VIDEO}/{file_name(self._camera.name)}_{gop.begin:%Y-%m-%d_%H-%M-%S}-{gop.begin.microsecond // 1000:03}Z{ending}"
        number = 1
        while True:
            name = f"{stem}{'' if number == 1 else f'_{number}'}.{self._order.container.value}"
            if not (self._folder / name).exists():
                return name
            number += 1
