"""Pages into a file: PDF with vectors in it, or one PNG or SVG a page."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter

from smartclient.domain.errors import PlanUnwritable
from smartclient.plans.printing.paper import Paper
from smartclient.plans.writing.disk import replaced_file
from smartclient.ui.printing.edition import Edition, Sheet
from smartclient.ui.printing.ink import DOTS_PER_INCH, dots
from smartclient.ui.printing.page import SENSITIVE, paint_page
from smartclient.ui.theme import Theme

_PNG_PER_DOT = 2.0
"""228 dots an inch: room numbers stay sharp when a page is put on a wall."""


class Format(StrEnum):
    """What a map is printed into."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"


def write_pages(
    path: Path,
    form: Format,
    theme: Theme,
    edition: Edition,
    sheets: Sequence[Sheet],
    told: Callable[[int], None] = lambda _pages: None,
) -> tuple[Path, ...]:
    """Writes the pages and answers the files: one PDF, or a numbered PNG or SVG for each page where there are several.

    `told` hears how many pages are done. Raises PlanUnwritable.
    """
    if form is Format.PDF:
        write_file(path, _pdf(theme, edition, sheets, told))
        return (path,)
    draw = _png if form is Format.PNG else _svg
    written = []
    for number, sheet in enumerate(sheets, 1):
        place = path if len(sheets) == 1 else path.with_name(f"{path.stem}-{number:02d}{path.suffix}")
        write_file(place, draw(theme, edition, sheet, number, len(sheets)))
        written.append(place)
        told(number)
    return tuple(written)


def page_image(
    theme: Theme, edition: Edition, sheet: Sheet, number: int, total: int, per_dot: float = _PNG_PER_DOT
) -> QImage:
    """A page as a picture of `per_dot` pixels a dot."""
    paper = edition.paper
    image = QImage(round(dots(paper.width) * per_dot), round(dots(paper.height) * per_dot), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(per_dot, per_dot)
    paint_page(painter, theme, edition, sheet, number, total)
    painter.end()
    image.setDotsPerMeterX(round(DOTS_PER_INCH * per_dot / 0.0254))
    image.setDotsPerMeterY(image.dotsPerMeterX())
    return image


def _pdf(theme: Theme, edition: Edition, sheets: Sequence[Sheet], told: Callable[[int], None]) -> bytes:
    def paint(painter: QPainter, number: int) -> None:
        paint_page(painter, theme, edition, sheets[number - 1], number, len(sheets))
        told(number)

    return pdf_of(edition.paper, f"{edition.places.site.name} · revision {edition.revision}", len(sheets), paint)


def pdf_of(paper: Paper, title: str, pages: int, paint: Callable[[QPainter, int], None]) -> bytes:
    """A PDF of so many pages, each painted in dots by its number from 1; it is marked as sensitive."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    size = QPageSize(QSizeF(paper.width, paper.height), QPageSize.Unit.Millimeter, paper.title)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setTitle(f"{title} · {SENSITIVE.lower()}")
    writer.setCreator("smartclient")
    painter = QPainter(writer)
    for number in range(1, pages + 1):
        if number > 1:
            writer.newPage()
        paint(painter, number)
    painter.end()
    return _bytes(buffer)


def _png(theme: Theme, edition: Edition, sheet: Sheet, number: int, total: int) -> bytes:
    buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(page_image(theme, edition, sheet, number, total))
    return _bytes(buffer)


def _svg(theme: Theme, edition: Edition, sheet: Sheet, number: int, total: int) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    buffer, paper = _buffer(), edition.paper
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(DOTS_PER_INCH)
    area = QRectF(0, 0, dots(paper.width), dots(paper.height))
    generator.setSize(area.size().toSize())
    generator.setViewBox(area)
    generator.setTitle(f"{sheet.name} · revision {edition.revision}")
    generator.setDescription(SENSITIVE)
    painter = QPainter(generator)
    paint_page(painter, theme, edition, sheet, number, total)
    painter.end()
    return _bytes(buffer)


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _bytes(buffer: QBuffer) -> bytes:
    buffer.close()
    content: QByteArray = buffer.data()
    return bytes(content.data())


def write_file(path: Path, content: bytes) -> None:
    if not content:
        raise PlanUnwritable(f"{path} cannot be written: there was nothing to write.")
    with replaced_file(path) as stream:
        stream.write(content)
