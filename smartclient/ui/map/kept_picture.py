"""The first picture of a plan, kept on disk between two watches, so that a start shows the map without drawing it."""

import hashlib
import logging
import os
import tempfile
from pathlib import Path

from PySide6.QtGui import QImage

from smartclient.ui.map.layers.layer import View

log = logging.getLogger(__name__)

_DIGEST_BYTES = 32
_MOST_KEPT = 8


class KeptPicture:
    """One file for each plan. Whatever decides a pixel is in its name or its first bytes; a file that does not fit is passed over."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """`fingerprint` stands for the plan and the program that draws it."""
        self._folder, self._fingerprint = folder, fingerprint
        self._place = folder / f"{fingerprint[:32]}.picture"

    def load(self, view: View, image: QImage) -> bool:
        """Fills an image made for `view` with the picture kept of it; false, and nothing is done, where there is none."""
        try:
            with self._place.open("rb") as stream:
                if (
                    view.laid
                    or view.under is not None
                    or stream.read(_DIGEST_BYTES) != self._key(view)
                    or os.fstat(stream.fileno()).st_size != _size(image)
                ):
                    return False
                return stream.readinto(image.bits()) == image.sizeInBytes()
        except OSError:
            return False

    def keep(self, view: View, image: QImage) -> None:
        """Writes the picture of a bare plan down; a folder that cannot be written costs time and nothing else."""
        if view.laid or view.under is not None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix="new-")
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(self._key(view))
                    stream.write(image.constBits())
                Path(name).replace(self._place)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._forget_oldest()
        except OSError as trouble:
            log.warning("the map's picture cannot be kept in %s: %s", self._folder, trouble.strerror)

    def _key(self, view: View) -> bytes:
        decides = (
            self._fingerprint,
            view.viewport,
            view.ratio,
            view.theme.name,
            view.theme.font().family(),
            sorted(view.levels),
            sorted(view.layers),
        )
        return hashlib.blake2b(repr(decides).encode() + view.pins.tobytes(), digest_size=_DIGEST_BYTES).digest()

    def _forget_oldest(self) -> None:
        kept = sorted(self._folder.glob("*.picture"), key=lambda file: file.stat().st_mtime)
        for file in kept[:-_MOST_KEPT]:
            file.unlink(missing_ok=True)


def _size(image: QImage) -> int:
    return _DIGEST_BYTES + image.sizeInBytes()
