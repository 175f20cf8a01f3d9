"""One page: heading, map or table, the column beside it, and the foot with revision, page number and mark."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from smartclient.ui.drill import paint_drill_frame, paint_drill_word
from smartclient.ui.printing.door_table import paint_doors
from smartclient.ui.printing.edition import Edition, Sheet, SheetKind
from smartclient.ui.printing.ink import Ink, dots, rect
from smartclient.ui.printing.map_drawing import marks_of, paint_map
from smartclient.ui.printing.response_line import paint_responses
from smartclient.ui.printing.side_column import paint_side
from smartclient.ui.theme import Theme, Tone

SENSITIVE = "SECURITY-SENSITIVE · NOT A PUBLIC RECORD"


def paint_page(painter: QPainter, theme: Theme, edition: Edition, sheet: Sheet, number: int, total: int) -> None:
    """Paints a whole page in dots from its upper left corner; `theme` is the light one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = Ink(painter, theme)
    paper = edition.paper
    painter.fillRect(QRectF(0, 0, dots(paper.width), dots(paper.height)), Qt.GlobalColor.white)
    marks = marks_of(edition, sheet) if sheet.kind is not SheetKind.DOORS else []
    if sheet.kind is SheetKind.DOORS:
        paint_doors(ink, edition, sheet)
    else:
        paint_map(ink, edition, sheet, marks)
    paint_side(ink, edition, sheet, marks)
    _paint_head(ink, edition, sheet)
    _paint_foot(ink, edition, number, total)
    frame = rect(paper.frame)
    paint_responses(ink, edition, sheet, QRectF(frame.right() - dots(122), frame.top() + dots(7.2), dots(100), dots(5)))
    if sheet.venue_id in edition.drilling:
        _paint_drill(ink, rect(paper.frame))


def _paint_drill(ink: Ink, frame: QRectF) -> None:
    """The frame close round the page, the word below the mark at the upper right."""
    paint_drill_frame(ink.painter, frame.adjusted(-dots(1.5), -dots(1.5), dots(1.5), dots(1.5)), ink.theme, dots(2.5))
    plate = QRectF(frame.right() - dots(20), frame.top() + dots(7.2), dots(20), dots(5))
    paint_drill_word(ink.painter, plate, ink.theme, dots(3.5))


def _paint_head(ink: Ink, edition: Edition, sheet: Sheet) -> None:
    frame = rect(edition.paper.frame)
    title = QRectF(frame.left(), frame.top(), frame.width() * 0.68, dots(7.5))
    ink.text(title, sheet.title, 3, bold=True)
    ink.text(QRectF(frame.left(), frame.top() + dots(7.2), frame.width() * 0.68, dots(5)), sheet.subtitle, 2)
    mark = QRectF(frame.right() - dots(78), frame.top(), dots(78), dots(6.5))
    ink.painter.setPen(Qt.PenStyle.NoPen)
    ink.painter.setBrush(ink.theme.color(Tone.ALARM_HIGH))
    ink.painter.drawRect(mark)
    ink.text(mark, SENSITIVE, 1, bold=True, tone=Tone.PANEL, align=Qt.AlignmentFlag.AlignHCenter)


def _paint_foot(ink: Ink, edition: Edition, number: int, total: int) -> None:
    frame = rect(edition.paper.frame)
    line = QRectF(frame.left(), frame.bottom() - dots(4.5), frame.width(), dots(4.5))
    site = edition.places.site.name
    ink.text(line, f"{site} · revision {edition.revision} · printed {edition.today}", tone=Tone.TEXT_DIM)
    ink.text(line, SENSITIVE, bold=True, align=Qt.AlignmentFlag.AlignHCenter)
    ink.text(line, f"page {number} of {total}", tone=Tone.TEXT_DIM, align=Qt.AlignmentFlag.AlignRight)
