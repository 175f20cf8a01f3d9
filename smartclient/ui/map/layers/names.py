"""Names of campuses from afar and of buildings nearer, with the cameras they hold and the alarms that are open there."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.domain.ids import BuildingId, VenueId
from smartclient.geometry.labels import Box, Label, Place, place
from smartclient.store.places import Tally
from smartclient.ui.map.chart import Spot
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.scales import Scale
from smartclient.ui.signs import around, paint_sign
from smartclient.ui.theme import Theme, Tone

_PAD_PX = 8.0
_SIGN_PX, _SIGN_ROOM_PX = 9.0, 14.0
_BESIDE: tuple[Place, ...] = (
    (-0.5, -1, 0, -1),
    (-0.5, 0, 0, 1),
    (0, -0.5, 1, 0),
    (-1, -0.5, -1, 0),
    (-0.5, -0.5, 0, 0),
)
_BELOW: tuple[Place, ...] = ((-0.5, 0, 0, 1), (0, 0, 0, 1), (-1, 0, 0, 1), (-0.5, -1, 0, -1))


@dataclass(frozen=True, slots=True)
class _Plate:
    place: BuildingId | VenueId
    spot: Spot
    note: str
    tally: Tally


class NameLayer:
    """Plates with names; those with alarms are placed first."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints plates where they find room."""
        plates = list(_plates(scene))
        boxes = place([_label(plate, scene) for plate in plates], _signs(scene))
        for index, box in boxes.items():
            _paint(painter, scene, plates[index], box)


def _plates(scene: Scene) -> Iterator[_Plate]:
    if scene.view.scale is Scale.DISTRICT:
        for venue, spot in scene.chart.venues.items():
            tally = scene.roll_up.venues.get(venue, Tally())
            yield _Plate(venue, spot, scene.notes.get(venue) or _note(tally), tally)
    elif scene.view.scale is Scale.CAMPUS:
        west, south, east, north = scene.viewport.bounds
        for building, spot in scene.chart.buildings.items():
            if west < spot.x < east and south < spot.y < north:
                yield _Plate(
                    building, spot, scene.notes.get(building, ""), scene.roll_up.buildings.get(building, Tally())
                )


def _signs(scene: Scene) -> list[Box]:
    """Where alarm signs stand, which plates must not hide."""
    if scene.view.scale is not Scale.CAMPUS:
        return []
    spots = [scene.pixel(scene.board.index[device]) for device in scene.alarmed if device in scene.board.index]
    return [(x - _SIGN_ROOM_PX, y - _SIGN_ROOM_PX, x + _SIGN_ROOM_PX, y + _SIGN_ROOM_PX) for x, y in spots]


def _note(tally: Tally) -> str:
    return f"{tally.cameras} cameras" if tally.cameras else ""


def _label(plate: _Plate, scene: Scene) -> Label:
    """A campus has its plate below it, so that its shape is seen; a building above or beside."""
    west, south, east, north = plate.spot.bounds
    is_campus = scene.view.scale is Scale.DISTRICT
    x, y = scene.viewport.to_screen((west + east) / 2, south if is_campus else (south + north) / 2)
    beside = (north - south) / 2 / scene.viewport.metres_per_px + 6
    width, height = _size(plate, scene.theme)
    area = (plate.spot.bounds[2] - plate.spot.bounds[0]) * (plate.spot.bounds[3] - plate.spot.bounds[1])
    rank = (plate.tally.worst or 9) + 1 / (1 + area)
    return Label(x, y, width, height, rank, _BELOW if is_campus else _BESIDE, 8.0 if is_campus else beside)


def _size(plate: _Plate, theme: Theme) -> tuple[float, float]:
    name = theme.metrics(1, bold=True)
    width = name.horizontalAdvance(plate.spot.name)
    height = name.height()
    if plate.note:
        width = max(width, theme.metrics(0).horizontalAdvance(plate.note))
        height += theme.metrics(0).height() - 2
    signs = sum(_sign_width(count) for count in plate.tally.alarms.values())
    return width + 2 * _PAD_PX + signs, height + 8


def _sign_width(count: int) -> float:
    return 2 * _SIGN_PX + (30 if count > 1 else 7)


def _paint(painter: QPainter, scene: Scene, plate: _Plate, box: Box) -> None:
    theme = scene.theme
    left, top, right, bottom = (round(side) for side in box)
    area = QRectF(left + 0.5, top + 0.5, right - left, bottom - top)
    worst, is_old = plate.tally.worst, scene.is_old(plate.place)
    edge = theme.color(Tone.STALE if is_old else Tone.LINE) if worst is None else theme.alarm(worst)
    painter.setPen(QPen(theme.color(Tone.STALE) if is_old else edge, 1 if worst is None else 1.6))
    painter.setBrush(theme.color(Tone.PANEL, 0.92))
    painter.drawRoundedRect(area, 4, 4)
    x = left + _PAD_PX
    for priority, count in sorted(plate.tally.alarms.items()):
        sign = around(QPointF(x + _SIGN_PX, (top + bottom) / 2), _SIGN_PX + 1)
        paint_sign(painter, theme, priority, sign, is_stale=is_old)
        painter.setPen(theme.color(Tone.TEXT))
        painter.setFont(theme.font(1, bold=True))
        painter.drawText(QPointF(x + 2 * _SIGN_PX + 4, (top + bottom) / 2 + 5), f"×{count}" if count > 1 else "")
        x += _sign_width(count)
    text = QRectF(x, top + 4, right - x - _PAD_PX, bottom - top - 8)
    painter.setPen(theme.color(Tone.TEXT))
    painter.setFont(theme.font(1, bold=True))
    where = Qt.AlignmentFlag.AlignTop if plate.note else Qt.AlignmentFlag.AlignVCenter
    painter.drawText(text, where | Qt.AlignmentFlag.AlignHCenter, plate.spot.name)
    if plate.note:
        painter.setPen(theme.color(Tone.TEXT_DIM))
        painter.setFont(theme.font(0))
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, plate.note)
