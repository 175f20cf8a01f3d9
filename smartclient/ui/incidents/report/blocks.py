"""What a report is laid out of: pieces that know how high they are and paint themselves, in dots."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from smartclient.ui.printing.ink import Ink, dots
from smartclient.ui.theme import Tone

_GAP_MM, _ROW_GAP_MM = 2.0, 1.4
_CELL_GAP = 8.0
_MISSING_MM = 12.0
_LARGEST_PX = 2_000
_FAR = 100_000


class Block(Protocol):
    """A piece that is not divided between pages; what is higher than a page is cut."""

    @property
    def leads(self) -> bool:
        """Whether it must not stand alone at the foot of a page."""
        ...

    def height(self, ink: Ink, width: float) -> float:
        """How high it is at that width."""
        ...

    def paint(self, ink: Ink, box: QRectF) -> None:
        """Paints it into a box of its height."""
        ...


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    words: str
    step: int = 2
    leads: bool = True

    def height(self, ink: Ink, width: float) -> float:  # noqa: ARG002  one line, whatever the width
        """One line and the room above it."""
        return ink.theme.metrics(self.step, True).height() + dots(3 * _GAP_MM)

    def paint(self, ink: Ink, box: QRectF) -> None:
        """Paints the words and a rule below."""
        line = box.adjusted(0, dots(2 * _GAP_MM), 0, -dots(_GAP_MM))
        ink.text(line, self.words, self.step, bold=True)
        ink.rule(box.left(), box.right(), line.bottom() + 2)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    words: str
    step: int = 0
    tone: Tone = Tone.TEXT
    is_bold: bool = False
    leads: bool = False

    def height(self, ink: Ink, width: float) -> float:
        """All its lines."""
        return _height(ink, self.words, width, self.step, is_bold=self.is_bold) + dots(_GAP_MM)

    def paint(self, ink: Ink, box: QRectF) -> None:
        """Paints it wrapped."""
        ink.text(box, self.words, self.step, bold=self.is_bold, tone=self.tone, wrap=True)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; `shares` are their widths, together 1."""

    cells: Sequence[str]
    shares: Sequence[float]
    is_head: bool = False

    @property
    def leads(self) -> bool:
        """A table's head."""
        return self.is_head

    def height(self, ink: Ink, width: float) -> float:
        """The highest cell."""
        heights = (
            _height(ink, words, width * share - _CELL_GAP, 0, is_bold=self.is_head)
            for words, share in zip(self.cells, self.shares, strict=True)
        )
        return max(heights) + dots(_ROW_GAP_MM)

    def paint(self, ink: Ink, box: QRectF) -> None:
        """Paints all cells, and a hairline below."""
        left, tone = box.left(), Tone.TEXT_DIM if self.is_head else Tone.TEXT
        for words, share in zip(self.cells, self.shares, strict=True):
            cell = QRectF(left, box.top() + dots(_ROW_GAP_MM) / 2, box.width() * share - _CELL_GAP, box.height())
            ink.text(cell, words, bold=self.is_head, tone=tone, wrap=True)
            left += box.width() * share
        ink.rule(box.left(), box.right(), box.bottom())


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the disk with its caption; where it is not there any more, that is said."""

    path: Path
    caption: str
    height_mm: float = 95.0
    leads: bool = False

    def height(self, ink: Ink, width: float) -> float:
        """The picture's room and its caption."""
        room_mm = self.height_mm if self.path.is_file() else _MISSING_MM
        return dots(room_mm) + _height(ink, self.caption, width, 0) + dots(2 * _GAP_MM)

    def paint(self, ink: Ink, box: QRectF) -> None:
        """Paints it as large as it fits, the caption below."""
        caption = _height(ink, self.caption, box.width(), 0)
        room = box.adjusted(0, 0, 0, -caption - dots(2 * _GAP_MM))
        image = _read(self.path)
        if image.isNull():
            ink.frame(room)
            ink.text(room.adjusted(12, 0, -12, 0), f"{self.path.name} is not on this workstation any more.")
        else:
            size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            ink.painter.drawImage(QRectF(room.left(), room.top(), size.width(), size.height()), image)
        ink.text(
            QRectF(box.left(), room.bottom() + 4, box.width(), caption), self.caption, tone=Tone.TEXT_DIM, wrap=True
        )


def _height(ink: Ink, words: str, width: float, step: int, *, is_bold: bool = False) -> float:
    flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
    return ink.theme.metrics(step, is_bold).boundingRect(QRectF(0, 0, width, _FAR), flags, words).height() + 2


def _read(path: Path) -> QImage:
    """At most as large as paper shows it."""
    reader = QImageReader(str(path))
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LARGEST_PX:
        reader.setScaledSize(size.scaled(QSize(_LARGEST_PX, _LARGEST_PX), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
