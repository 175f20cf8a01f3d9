"""What a building is under while its page is printed: sign, word, building and since when, below the mark of the page."""

from PySide6.QtCore import QRectF, Qt

from smartclient.domain.response import ResponseStatus
from smartclient.ui.printing.edition import Edition, Sheet, SheetKind
from smartclient.ui.printing.ink import Ink, dots
from smartclient.ui.response_signs import TONES, most_urgent, paint_response, response_word
from smartclient.ui.words import one_line

_HEIGHT_MM, _SIGN_MM = 5.0, 4.6


def in_force_on(edition: Edition, sheet: Sheet) -> tuple[ResponseStatus, ...]:
    """The actions a page has to tell of: its building's, or those of all buildings of its campus; the most urgent first."""
    buildings = edition.places.site.buildings
    is_floor = sheet.kind is SheetKind.FLOOR
    meant = [
        each.id for each in buildings if (each.id == sheet.building_id if is_floor else each.venue_id == sheet.venue_id)
    ]
    found = [edition.responses[building] for building in meant if building in edition.responses]
    first = most_urgent(found)
    if first is None:
        return ()
    return (first, *(status for status in found if status is not first and status.action is not None))


def paint_responses(ink: Ink, edition: Edition, sheet: Sheet, row: QRectF) -> None:
    """Paints into `row`, dots, from its left edge; how many more there are is said in words."""
    found = in_force_on(edition, sheet)
    if not found or found[0].action is None:
        return
    first, action = found[0], found[0].action
    sign = QRectF(row.left(), row.top() + dots((_HEIGHT_MM - _SIGN_MM) / 2), dots(_SIGN_MM), dots(_SIGN_MM))
    paint_response(ink.painter, ink.theme, action, sign)
    building = edition.places.buildings.get(first.building)
    since = f" since {first.since.astimezone():%d %b %H:%M}" if first.since is not None else ""
    more = f" · and {len(found) - 1} more" if len(found) > 1 else ""
    what = "DRILL: " if first.is_drill else "REAL: " if sheet.venue_id in edition.drilling else ""
    words = f"{what}{response_word(first)}{since} · {one_line(building.name) if building else ''}{more}"
    text = row.adjusted(dots(_SIGN_MM + 1.5), 0, 0, 0)
    ink.text(text, words, 1, bold=True, tone=TONES[action], align=Qt.AlignmentFlag.AlignLeft)
