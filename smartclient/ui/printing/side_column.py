"""The column beside the map: north, scale, what the symbols mean, who walked through, who is served, which revision."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from smartclient.domain.campus_record import CampusRecord
from smartclient.ui.map.pins import paint_pin
from smartclient.ui.printing.edition import Edition, Sheet, SheetKind
from smartclient.ui.printing.ink import Ink, dots, rect
from smartclient.ui.printing.map_drawing import Mark, scale_of_sheet
from smartclient.ui.theme import Tone

_WRAP = int(Qt.TextFlag.TextWordWrap)
_ROW = 17.0
_GAP = 10.0
_BAR_MM = 40.0
_MOST_AGENCIES = 6
_LENGTHS_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def paint_side(ink: Ink, edition: Edition, sheet: Sheet, marks: Sequence[Mark]) -> None:
    """Paints from the top what belongs to the map, from the bottom what belongs to its making."""
    area = rect(edition.paper.side)
    top = area.top()
    if sheet.kind is not SheetKind.DOORS:
        top = _paint_scale(ink, edition, sheet, area)
    bottom = _paint_making(ink, edition, sheet, area)
    if sheet.kind is not SheetKind.DOORS:
        top = _paint_legend(ink, marks, QRectF(area.left(), top, area.width(), bottom - top))
        if bottom - top > 2 * _ROW:
            _paint_door_sign(ink, QRectF(area.left(), top, area.width(), _ROW))


def facts(edition: Edition, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Which plan this is and how far it can be trusted, line by line."""
    record = edition.record(sheet.venue_id)
    venue = edition.places.venues[sheet.venue_id]
    yield "Address", venue.address or "not on the plan"
    yield "Revision", edition.revision
    yield "Printed", edition.today.isoformat()
    yield "Walked through", _walked(record, edition.revision)
    review = max((each.on for each in record.reviews if each.kind == "review"), default=None)
    yield "Reviewed", review.isoformat() if review else "not on record"
    aerial = edition.aerial(sheet.venue_id)
    yield "Aerial picture", f"{aerial.captured} {aerial.source}".strip() if aerial else "not on record"
    served = [agency.name for agency in record.agencies[:_MOST_AGENCIES]]
    yield "Agencies served", "; ".join(served) if served else "not on record"


def _walked(record: CampusRecord, revision: str) -> str:
    walk = record.last_walk_through
    if walk is None or walk.ended is None:
        return "not on record"
    who = ", ".join(signature.name for signature in walk.signatures)
    changed = "" if walk.revision == revision else f", at revision {walk.revision or 'unknown'}"
    return f"{walk.ended.date()} by {who}{changed}"


def _paint_scale(ink: Ink, edition: Edition, sheet: Sheet, area: QRectF) -> float:
    scale = scale_of_sheet(edition, sheet)
    ink.arrow(area.right() - 16, area.top() + 22, 15)
    length_m = max(length for length in _LENGTHS_M if length * 1000 / scale <= _BAR_MM or length == 1)
    words = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m} m"
    ink.bar(area.left(), area.top() + 16, dots(length_m * 1000 / scale), words)
    at_size = f"1:{scale:,.0f} on {edition.paper.title} · true north up"
    ink.text(QRectF(area.left(), area.top() + 40, area.width(), 14), at_size, tone=Tone.TEXT_DIM)
    return area.top() + 58


def _paint_door_sign(ink: Ink, row: QRectF) -> None:
    """The plate that exterior doors are numbered with."""
    plate = QRectF(row.left() + 2, row.top() + 2, 14, row.height() - 4)
    ink.painter.setPen(QPen(ink.theme.color(Tone.LINE), 0.6))
    ink.painter.setBrush(ink.theme.color(Tone.RAISED))
    ink.painter.drawRoundedRect(plate, 3, 3)
    ink.text(plate, "7", bold=True, align=Qt.AlignmentFlag.AlignHCenter)
    ink.text(QRectF(row.left() + 24, row.top(), row.width() - 26, row.height()), "Exterior door")


def _paint_legend(ink: Ink, marks: Sequence[Mark], area: QRectF) -> float:
    """One line for each kind of symbol on the page, as many as there is room for; answers where the next line would be."""
    kinds: dict[str, Mark] = {}
    for mark in marks:
        kinds.setdefault(mark.words, mark)
    entries = sorted(kinds.values(), key=lambda mark: mark.words)
    ink.text(QRectF(area.left(), area.top(), area.width(), 14), "LEGEND", bold=True, tone=Tone.TEXT_DIM)
    rows = max(int((area.height() - _ROW) / _ROW), 1)
    is_wide = len(entries) > rows
    width = area.width() / (2 if is_wide else 1)
    for place, mark in enumerate(entries[: rows * (2 if is_wide else 1)]):
        left = area.left() + (place // rows) * width
        top = area.top() + _ROW * (place % rows + 1)
        ink.painter.save()
        ink.painter.translate(QPointF(left + 9, top + _ROW / 2))
        paint_pin(ink.painter, mark.look, mark.size, ink.theme)
        ink.painter.restore()
        ink.text(QRectF(left + 24, top, width - 26, _ROW), mark.words)
    return area.top() + _ROW * (min(len(entries), rows) + 1)


def _paint_making(ink: Ink, edition: Edition, sheet: Sheet, area: QRectF) -> float:
    """Measures first, then paints upon the lower edge; answers where it begins."""
    lines = list(facts(edition, sheet))
    caption = dots(21.5)
    width = area.width() - caption
    metrics = ink.theme.metrics(0)
    heights = [
        max(metrics.boundingRect(QRectF(0, 0, width, 1000), _WRAP, words).height(), metrics.height()) + 2
        for _, words in lines
    ]
    top = area.bottom() - sum(heights)
    begin = top - _GAP
    ink.rule(area.left(), area.right(), begin + _GAP / 2)
    for (name, words), height in zip(lines, heights, strict=True):
        ink.text(QRectF(area.left(), top, caption, metrics.height()), name, tone=Tone.TEXT_DIM)
        ink.text(QRectF(area.left() + caption, top, width, height), words, bold=name == "Revision", wrap=True)
        top += height
    return begin
