"""The pages of a report: pieces laid one below the other, a head and a foot on every page, and the PDF."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from smartclient.plans.printing.paper import Paper
from smartclient.plans.writing.disk import replaced_file
from smartclient.ui.drill import paint_drill
from smartclient.ui.incidents.report.blocks import Block
from smartclient.ui.printing.ink import DOTS_PER_INCH, Ink, dots
from smartclient.ui.printing.page import SENSITIVE
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

_EDGE_MM, _HEAD_MM, _FOOT_MM = 14.0, 8.0, 9.0


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page: what the report is called, whose it is, who printed it, and whether all of it was an exercise."""

    title: str
    owner: str
    printed_by: str
    printed_at: datetime
    is_drill: bool = False


def write_pages(path: Path, theme: Theme, imprint: Imprint, blocks: Iterable[Block], paper: Paper) -> int:
    """Writes them as a PDF of upright pages and answers how many; for a thread. `theme` is that of paper. Raises PlanUnwritable."""
    upright = replace(paper, width=paper.height, height=paper.width)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    size = QPageSize(QSizeF(upright.width, upright.height), QPageSize.Unit.Millimeter, paper.title)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setTitle(f"{one_line(imprint.title)} · {SENSITIVE.lower()}")
    writer.setCreator("smartclient")
    painter = QPainter(writer)
    pages = _paginated(theme, upright, tuple(blocks))
    for number, page in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        _paint_page(Ink(painter, theme), upright, imprint, page, number, len(pages))
    painter.end()
    buffer.close()
    content: QByteArray = buffer.data()
    with replaced_file(path) as stream:
        stream.write(bytes(content.data()))
    return len(pages)


def _area(paper: Paper) -> QRectF:
    """Where pieces lie on a page."""
    top, side = _EDGE_MM + _HEAD_MM, 2 * _EDGE_MM
    return QRectF(dots(_EDGE_MM), dots(top), dots(paper.width - side), dots(paper.height - top - _EDGE_MM - _FOOT_MM))


def _paginated(theme: Theme, paper: Paper, blocks: Iterable[Block]) -> list[list[tuple[Block, QRectF]]]:
    """Pieces with their boxes, page by page; what leads goes with what follows it."""
    area = _area(paper)
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ink = Ink(painter, theme)
    pages: list[list[tuple[Block, QRectF]]] = [[]]
    top, waiting = area.top(), list[tuple[Block, float]]()
    for block in blocks:
        waiting.append((block, min(block.height(ink, area.width()), area.height() * 0.9)))
        if block.leads:
            continue
        needed = sum(height for _, height in waiting)
        if top + needed > area.bottom() and pages[-1]:
            pages.append([])
            top = area.top()
        for each, height in waiting:
            pages[-1].append((each, QRectF(area.left(), top, area.width(), height)))
            top += height
        waiting.clear()
    painter.end()
    return pages


def _paint_page(
    ink: Ink, paper: Paper, imprint: Imprint, page: list[tuple[Block, QRectF]], number: int, total: int
) -> None:
    painter = ink.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(0, 0, dots(paper.width), dots(paper.height))
    painter.fillRect(whole, Qt.GlobalColor.white)
    for block, box in page:
        block.paint(ink, box)
    edge = dots(_EDGE_MM)
    head = QRectF(edge, edge, whole.width() - 2 * edge, dots(5.5))
    if number > 1:
        ink.text(head.adjusted(0, 0, -dots(80), 0), one_line(imprint.title), tone=Tone.TEXT_DIM)
    mark = QRectF(head.right() - dots(78), head.top(), dots(78), head.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.theme.color(Tone.ALARM_HIGH))
    painter.drawRect(mark)
    ink.text(mark, SENSITIVE, bold=True, tone=Tone.PANEL, align=Qt.AlignmentFlag.AlignHCenter)
    foot = QRectF(edge, whole.height() - edge - dots(4.5), head.width(), dots(4.5))
    printed = f"{imprint.printed_at.astimezone():%Y-%m-%d %H:%M}"
    ink.text(foot, f"{imprint.owner} · printed {printed} by {one_line(imprint.printed_by)}", tone=Tone.TEXT_DIM)
    ink.text(foot, f"page {number} of {total}", tone=Tone.TEXT_DIM, align=Qt.AlignmentFlag.AlignRight)
    if imprint.is_drill:
        inset = dots(5)
        paint_drill(painter, whole.adjusted(inset, inset, -inset, -inset), ink.theme, size_px=16)
