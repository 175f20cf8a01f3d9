"""The picture of a tile as Qt paints it: the newest frame without a copy, an earlier still until there is one."""

from datetime import datetime
from typing import Protocol

from PySide6.QtGui import QImage

from smartclient.ui.video.face import Shown
from smartclient.video.frames import Frame
from smartclient.video.status import Phase


class Still(Protocol):
    """A picture kept from earlier."""

    @property
    def jpeg(self) -> bytes:
        """The picture; it comes from a server and may be anything."""
        ...

    @property
    def at(self) -> datetime:
        """When it was taken; aware, UTC."""
        ...


class Picture:
    """What there is to see of one camera."""

    def __init__(self) -> None:
        self._frame: Frame | None = None
        self._image = QImage()
        self._grey = QImage()
        self._still = QImage()
        self.still_at: datetime | None = None

    def take(self, frame: Frame) -> None:
        """Shows `frame` from now on; its pixels are used where they are, so it is kept as long as its image."""
        self._frame = frame
        self._image = QImage(frame.pixels.data, frame.width, frame.height, 4 * frame.width, QImage.Format.Format_RGB32)
        self._grey = QImage()

    def take_still(self, still: Still) -> None:
        """Keeps a still to show until the first frame; one that is no picture is passed over."""
        image = QImage.fromData(still.jpeg)
        if not image.isNull():
            self._still, self.still_at = image, still.at

    @property
    def source_size(self) -> tuple[int, int] | None:
        """Width and height as the camera sends it, in pixels."""
        return None if self._frame is None else (self._frame.source_width, self._frame.source_height)

    def shown(self, phase: Phase) -> Shown:
        """What is to be seen while a player stands at `phase`."""
        if self._frame is not None:
            return Shown.PICTURE if phase is Phase.LIVE else Shown.OLD
        return Shown.NOTHING if self._still.isNull() else Shown.STILL

    def image(self, shown: Shown) -> QImage:
        """The image for that; grey when it is not the present."""
        if shown is Shown.PICTURE:
            return self._image
        if self._grey.isNull():
            source = self._image if shown is Shown.OLD else self._still
            self._grey = source.convertToFormat(QImage.Format.Format_Grayscale8)
        return self._grey
