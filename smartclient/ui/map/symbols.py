"""The map's symbols as outlines in a 16-unit box around the origin, y down: one fill colour, holes by the odd-even rule."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainterPath, QPainterPathStroker, QPolygonF, QTransform


class Symbol(StrEnum):
    """What a symbol stands for."""

    CAMERA = "camera"
    DOME = "dome camera"
    PTZ = "pan-tilt-zoom camera"
    FISHEYE = "fisheye camera"
    DOOR = "closed door"
    DOOR_OPEN = "open door"
    PADLOCK_OPEN = "open lock"
    INTERCOM = "intercom"
    VAPE = "vape sensor"
    WEAPON = "weapons detection"
    PANIC = "panic button"
    TRAUMA_KIT = "trauma kit"
    FIRST_AID = "first aid"
    DEFIBRILLATOR = "defibrillator"
    FIRE_PANEL = "fire panel"
    PULL_STATION = "pull station"
    EXTINGUISHER = "fire extinguisher"
    KEY_BOX = "key box"
    GAS = "gas shut-off"
    WATER = "water shut-off"
    POWER = "power shut-off"
    AIR = "ventilation shut-off"
    HAZARD = "hazard"
    ASSEMBLY = "assembly point"
    STAIRS = "stairs"
    LIFT = "lift"
    UNKNOWN = "unknown"
    OTHER = "device"


@cache
def outline(symbol: Symbol) -> QPainterPath:
    """The outline of a symbol; shared, so copy before changing it."""
    return _DRAWN[symbol]()


def _lines(width: float, *strokes: Sequence[tuple[float, float]]) -> QPainterPath:
    """Open polylines as filled outlines with round ends."""
    path = QPainterPath()
    for points in strokes:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    return _stroked(path, width)


def _stroked(path: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    outlined = stroker.createStroke(path).simplified()
    outlined.setFillRule(Qt.FillRule.OddEvenFill)
    return outlined


def _area(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _box(left: float, top: float, width: float, height: float, radius: float = 0.0) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(left, top, width, height), radius, radius)
    return path


def _disc(x: float, y: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


def _ring(x: float, y: float, radius: float, width: float) -> QPainterPath:
    return _disc(x, y, radius + width / 2).subtracted(_disc(x, y, radius - width / 2))


def _letter(text: str) -> QPainterPath:
    path = QPainterPath()
    font = QFont()
    font.setPixelSize(13)
    font.setWeight(QFont.Weight.Bold)
    path.addText(0, 0, font, text)
    bounds = path.boundingRect()
    return QTransform.fromTranslate(-bounds.center().x(), -bounds.center().y()).map(path)


def _turned(path: QPainterPath, quarter: int) -> QPainterPath:
    return QTransform().rotate(90 * quarter).map(path)


def _camera() -> QPainterPath:
    body = _box(-6.6, -3.8, 8.6, 7.6, 1.6)
    return body.united(_area((2.6, -0.9), (6.4, -3.4), (6.4, 3.4), (2.6, 0.9)))


def _dome() -> QPainterPath:
    half = QPainterPath()
    half.moveTo(-4.8, -1.6)
    half.arcTo(QRectF(-4.8, -6.4, 9.6, 9.6), 180, 180)
    half.closeSubpath()
    return _box(-6.4, -5.2, 12.8, 2.4, 1).united(half.subtracted(_disc(0, 0.4, 1.5)))


def _ptz() -> QPainterPath:
    path = _ring(0, 0, 2.6, 1.4).united(_disc(0, 0, 0.9))
    for quarter in range(4):
        path = path.united(_turned(_area((-2.1, -4.8), (0, -7.3), (2.1, -4.8)), quarter))
    return path


def _fisheye() -> QPainterPath:
    return _ring(0, 0, 5.6, 1.5).united(_ring(0, 0, 2.6, 1.3)).united(_disc(0, 0, 0.8))


def _door() -> QPainterPath:
    return _box(-4.2, -6.6, 8.4, 13.2, 1).subtracted(_disc(2.1, 0.4, 1.0))


def _door_open() -> QPainterPath:
    frame = _lines(1.3, [(-4.6, 6.2), (-4.6, -6.2), (4.8, -6.2), (4.8, 6.2)])
    leaf = _area((-4.6, -6.2), (1.6, -3.6), (1.6, 7.6), (-4.6, 6.2)).subtracted(_disc(0, 1.4, 0.9))
    return frame.united(leaf)


def _padlock_open() -> QPainterPath:
    shackle = QPainterPath(QPointF(-2.8, -0.6))
    shackle.lineTo(-2.8, -3.2)
    shackle.arcTo(QRectF(-2.8, -6.4, 6.4, 6.4), 180, -180)
    path = _stroked(shackle, 1.7).united(_box(-5.2, -0.8, 10.4, 7.4, 1.4))
    return path.subtracted(_disc(0, 2.4, 1.3))


def _intercom() -> QPainterPath:
    grille = _lines(1.1, [(-2, -3.8), (2, -3.8)], [(-2, -1.6), (2, -1.6)])
    return _box(-4.2, -6.8, 8.4, 13.6, 1.6).subtracted(grille).subtracted(_disc(0, 3.0, 1.7))


def _vape() -> QPainterPath:
    def wave(x: float) -> QPainterPath:
        path = QPainterPath(QPointF(x, 5.6))
        path.cubicTo(x - 3.4, 1.8, x + 3.4, -1.8, x, -5.6)
        return _stroked(path, 1.7)

    return wave(-4).united(wave(0)).united(wave(4))


def _weapon() -> QPainterPath:
    arch = _lines(1.9, [(-5.6, 6.2), (-5.6, -5.6), (5.6, -5.6), (5.6, 6.2)])
    person = _disc(0, -1.6, 1.7).united(_box(-1.9, 0.8, 3.8, 5.6, 1.6))
    return arch.united(person)


def _panic() -> QPainterPath:
    return _ring(0, 0, 5.7, 1.5).united(_disc(0, 0, 3.2))


def _cross(reach: float, width: float) -> QPainterPath:
    bar = _box(-reach, -width / 2, 2 * reach, width, 0.6)
    return bar.united(_turned(bar, 1))


def _trauma_kit() -> QPainterPath:
    case = _box(-6.6, -3.8, 13.2, 9.6, 1.6).subtracted(QTransform.fromTranslate(0, 1).map(_cross(3, 2)))
    return case.united(_lines(1.4, [(-2.4, -4.2), (-2.4, -6), (2.4, -6), (2.4, -4.2)]))


def _defibrillator() -> QPainterPath:
    heart = QPainterPath(QPointF(0, 6.4))
    heart.cubicTo(-10, -0.6, -6.4, -7.6, 0, -3.2)
    heart.cubicTo(6.4, -7.6, 10, -0.6, 0, 6.4)
    return heart.subtracted(_area((1.2, -3.6), (-2.4, 1), (-0.2, 1), (-1.2, 4.4), (2.4, -0.4), (0.2, -0.4)))


def _flame() -> QPainterPath:
    path = QPainterPath(QPointF(0.6, -7))
    path.cubicTo(1.2, -3, 5.2, -1.6, 5.2, 2.2)
    path.cubicTo(5.2, 5, 2.8, 7, 0, 7)
    path.cubicTo(-2.8, 7, -5.2, 5, -5.2, 2.2)
    path.cubicTo(-5.2, -0.2, -3.4, -1.4, -2.8, -3)
    path.cubicTo(-1.8, -1.8, -1.6, -1, -1.4, -0.2)
    path.cubicTo(0.2, -2, 0.8, -4.2, 0.6, -7)
    return path


def _pull_station() -> QPainterPath:
    plate = _box(-5.4, -6.4, 10.8, 12.8, 1.4)
    return plate.subtracted(_lines(1.7, [(-2.9, -2.8), (2.9, -2.8)], [(0, -2.8), (0, 3.4)]))


def _extinguisher() -> QPainterPath:
    bottle = _box(-2.6, -2.6, 6.2, 9.6, 1.8)
    return bottle.united(_lines(1.4, [(0.5, -2.6), (0.5, -5.2), (-3.2, -5.2), (-4.8, -2)], [(0.5, -5.2), (3.6, -6.4)]))


def _key() -> QPainterPath:
    return _ring(-3.4, 0, 2.5, 1.9).united(_lines(1.9, [(-0.6, 0), (6.2, 0), (6.2, 2.6)], [(3, 0), (3, 2.2)]))


def _hazard() -> QPainterPath:
    sign = _stroked(_area((0, -6.0), (6.4, 5.4), (-6.4, 5.4)), 1.6)
    return sign.united(_box(-0.9, -2.6, 1.8, 4.2, 0.8)).united(_disc(0, 3.3, 1.05))


def _assembly() -> QPainterPath:
    path = _disc(0, 0, 1.5)
    for quarter in range(4):
        arrow = _area((-2.3, -5.0), (2.3, -5.0), (0, -2.2)).united(_box(-0.8, -7.4, 1.6, 3))
        path = path.united(_turned(arrow, quarter))
    return path


def _stairs() -> QPainterPath:
    return _lines(1.6, [(-6, 5.6), (-6, 2.6), (-2, 2.6), (-2, -0.4), (2, -0.4), (2, -3.4), (6, -3.4)])


def _lift() -> QPainterPath:
    return _area((-2.8, -6), (0.2, -1.4), (-5.8, -1.4)).united(_area((2.8, 6), (-0.2, 1.4), (5.8, 1.4)))


def _other() -> QPainterPath:
    return _disc(0, 0, 3)


_DRAWN: dict[Symbol, Callable[[], QPainterPath]] = {
    Symbol.CAMERA: _camera,
    Symbol.DOME: _dome,
    Symbol.PTZ: _ptz,
    Symbol.FISHEYE: _fisheye,
    Symbol.DOOR: _door,
    Symbol.DOOR_OPEN: _door_open,
    Symbol.PADLOCK_OPEN: _padlock_open,
    Symbol.INTERCOM: _intercom,
    Symbol.VAPE: _vape,
    Symbol.WEAPON: _weapon,
    Symbol.PANIC: _panic,
    Symbol.TRAUMA_KIT: _trauma_kit,
    Symbol.FIRST_AID: lambda: _cross(6.2, 4.2),
    Symbol.DEFIBRILLATOR: _defibrillator,
    Symbol.FIRE_PANEL: _flame,
    Symbol.PULL_STATION: _pull_station,
    Symbol.EXTINGUISHER: _extinguisher,
    Symbol.KEY_BOX: _key,
    Symbol.GAS: lambda: _letter("G"),
    Symbol.WATER: lambda: _letter("W"),
    Symbol.POWER: lambda: _letter("E"),
    Symbol.AIR: lambda: _letter("V"),
    Symbol.HAZARD: _hazard,
    Symbol.ASSEMBLY: _assembly,
    Symbol.STAIRS: _stairs,
    Symbol.LIFT: _lift,
    Symbol.UNKNOWN: lambda: _letter("?"),
    Symbol.OTHER: _other,
}
