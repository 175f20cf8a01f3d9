"""Decodes stills off the loop: one takes milliseconds, and a wall of sixty-four tiles wants sixty-four at once."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPolygonF

from smartclient.domain.devices import Device
from smartclient.domain.footage import Mask
from smartclient.domain.ids import DeviceId
from smartclient.video.frames import fitted


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


@dataclass(frozen=True, slots=True)
class StillImage:
    """A still ready to be painted, what the camera's privacy masks cover black; `grey` is for when it is not the present."""

    image: QImage
    grey: QImage
    at: datetime


class StillDecoder(QObject):
    """Decodes one still after the other, in a thread that is started with the first."""

    decoded = Signal(object, object)
    """The camera, and its StillImage."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._news = threading.Condition()
        self._wanted: OrderedDict[DeviceId, tuple[Still, Device, QSize]] = OrderedDict()
        self._is_over = False
        self._thread: threading.Thread | None = None

    def decode(self, still: Still, camera: Device, size: QSize) -> None:
        """Tells `decoded` soon, for a tile of that size in device pixels; never where it is no picture."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="stills", daemon=True)
            self._thread.start()
        with self._news:
            self._wanted[camera.id] = (still, camera, size)
            self._news.notify()

    def close(self) -> None:
        """Decodes no more, for good; waits for the one being decoded."""
        with self._news:
            self._is_over = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._wanted or self._is_over)
                if self._is_over:
                    return
                _, (still, camera, size) = self._wanted.popitem(last=False)
            image = decoded(still, size, camera.masks)
            if image is not None:
                self.decoded.emit(camera.id, image)


def decoded(still: Still, size: QSize, masks: tuple[Mask, ...] = ()) -> StillImage | None:
    """The still for a tile of that size in device pixels; None where it is no picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(still.jpeg))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    source = reader.size()
    if not source.isEmpty():
        reader.setScaledSize(QSize(*fitted(source.width(), source.height(), size.width(), size.height())))
    image = reader.read()
    if image.isNull():
        return None
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    cover(image, masks)
    return StillImage(image, image.convertToFormat(QImage.Format.Format_Grayscale8), still.at)


def cover(image: QImage, masks: Iterable[Mask]) -> None:
    """Blackens the masks' areas in the image's own memory."""
    if not masks or image.isNull():
        return
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    for mask in masks:
        painter.drawPolygon(QPolygonF([QPointF(x * image.width(), y * image.height()) for x, y in mask]))
    painter.end()
