"""The exterior doors of a campus as a table: number, building, grid cell, and how each is said over the radio."""

import numpy as np
from PySide6.QtCore import QRectF

from smartclient.domain.site import Opening
from smartclient.geometry.usng import usng
from smartclient.ui.printing.edition import Edition, Sheet
from smartclient.ui.printing.ink import Ink, dots, rect
from smartclient.ui.theme import Tone

_ROW_MM = 5.6
_HEADS = ("Door", "Building", "Grid", "USNG", "Over the radio")
_SHARES = (0.06, 0.2, 0.06, 0.15, 0.53)


def paint_doors(ink: Ink, edition: Edition, sheet: Sheet) -> None:
    """Paints the rows of this page."""
    area = rect(edition.paper.map)
    row = dots(_ROW_MM)
    _paint_row(ink, area, area.top(), _HEADS, is_head=True)
    for number, door in enumerate(sheet.doors, 1):
        top = area.top() + number * row
        ink.rule(area.left(), area.right(), top)
        _paint_row(ink, area, top, _cells(edition, door), is_head=False)


def _cells(edition: Edition, door: Opening) -> tuple[str, ...]:
    lon, lat = np.mean([door.line[0], door.line[-1]], axis=0).tolist()
    place = edition.places.at((lon, lat), door.level_id)
    building = edition.places.building_of(door.level_id)
    return (
        door.name.removeprefix("Door ") or "–",
        building.name if building else "",
        place.cell,
        usng(lon, lat),
        edition.radio_string(door),
    )


def _paint_row(ink: Ink, area: QRectF, top: float, cells: tuple[str, ...], *, is_head: bool) -> None:
    left, tone = area.left(), Tone.TEXT_DIM if is_head else Tone.TEXT
    for share, words in zip(_SHARES, cells, strict=True):
        width = area.width() * share
        ink.text(QRectF(left, top, width - 6, dots(_ROW_MM)), words, bold=is_head, tone=tone)
        left += width
