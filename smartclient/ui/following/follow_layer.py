"""The path that is drawn or followed, where its cameras take over, and where the subject is, over everything on the map."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.domain.ids import LevelId
from smartclient.session.following.legs import Leg
from smartclient.session.following.timed_walk import TimedWalk
from smartclient.store.routes import Standpoint
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.theme import Tone

_DOT_PX, _SIGN_PX, _HALO_PX = 7.0, 9.0, 13.0
_CROSS_PX = 9.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is on the map: the walk as far as it is known with its legs, points that were set, and where the subject is."""

    walk: TimedWalk | None = None
    legs: tuple[Leg, ...] = ()
    points: tuple[Standpoint, ...] = ()
    subject: Standpoint | None = None
    pointed: tuple[float, float] | None = None
    is_drawing: bool = False


class FollowLayer:
    """Asks `drawn` on every frame."""

    def __init__(self, drawn: Callable[[], Drawn]) -> None:
        self._drawn = drawn

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints the path, its signs, then the subject."""
        drawn = self._drawn()
        if drawn.walk is not None and drawn.walk.points:
            _paint_walk(painter, scene, drawn.walk)
            _paint_legs(painter, scene, drawn.walk, drawn.legs)
        if drawn.is_drawing:
            _paint_drawing(painter, scene, drawn)
        if drawn.subject is not None:
            _paint_subject(painter, scene, drawn.subject)


def _pixels(scene: Scene, points: Iterable[tuple[float, float]]) -> list[QPointF]:
    return [QPointF(*scene.viewport.to_screen(x, y)) for x, y in points]


def _is_shown(scene: Scene, level: LevelId | None) -> bool:
    return level is None or level in scene.view.levels


def _paint_walk(painter: QPainter, scene: Scene, walk: TimedWalk) -> None:
    """A strong line on the floors on show, a faint broken one on those that are not."""
    for points, level in _stretches(walk):
        is_shown = _is_shown(scene, level)
        line = QPolygonF(_pixels(scene, points))
        if is_shown:
            painter.setPen(_pen(scene, Tone.GROUND, 7.0, 0.8))
            painter.drawPolyline(line)
        pen = _pen(scene, Tone.ACCENT, 3.5 if is_shown else 2.0, 1.0 if is_shown else 0.45)
        pen.setStyle(Qt.PenStyle.SolidLine if is_shown else Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawPolyline(line)


def _stretches(walk: TimedWalk) -> Iterable[tuple[list[tuple[float, float]], LevelId | None]]:
    points = [walk.points[0]]
    for place in range(1, len(walk.points)):
        points.append(walk.points[place])
        if walk.levels[place] != walk.levels[place - 1]:
            yield points, walk.levels[place - 1]
            points = [walk.points[place]]
    if len(points) > 1:
        yield points, walk.levels[-1]


def _paint_legs(painter: QPainter, scene: Scene, walk: TimedWalk, legs: Sequence[Leg]) -> None:
    """A numbered sign where each camera takes over."""
    painter.setFont(scene.theme.font(0, bold=True))
    for number, leg in enumerate(legs, start=1):
        place = walk.at(leg.begin_s)
        if not _is_shown(scene, place.level):
            continue
        at = QPointF(*scene.viewport.to_screen(place.x, place.y))
        painter.setPen(QPen(scene.theme.color(Tone.GROUND), 1.5))
        painter.setBrush(scene.theme.color(Tone.ACCENT))
        painter.drawEllipse(at, _SIGN_PX, _SIGN_PX)
        painter.setPen(scene.theme.color(Tone.ON_ACCENT))
        box = QRectF(at.x() - _SIGN_PX, at.y() - _SIGN_PX, 2 * _SIGN_PX, 2 * _SIGN_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))


def _paint_drawing(painter: QPainter, scene: Scene, drawn: Drawn) -> None:
    """The points that were set, a line to the pointer, and the middle of the map for the keyboard."""
    shown = [point for point in drawn.points if _is_shown(scene, point.level)]
    if drawn.points and drawn.pointed is not None and _is_shown(scene, drawn.points[-1].level):
        painter.setPen(_pen(scene, Tone.ACCENT, 1.5, 0.7, Qt.PenStyle.DashLine))
        last = drawn.points[-1]
        painter.drawPolyline(QPolygonF(_pixels(scene, [(last.x, last.y), drawn.pointed])))
    painter.setPen(QPen(scene.theme.color(Tone.GROUND), 1.5))
    painter.setBrush(scene.theme.color(Tone.ACCENT))
    for at in _pixels(scene, [(point.x, point.y) for point in shown]):
        painter.drawRect(QRectF(at.x() - 4, at.y() - 4, 8, 8))
    x, y = scene.viewport.width_px / 2, scene.viewport.height_px / 2
    painter.setPen(_pen(scene, Tone.TEXT, 1.2, 0.8))
    painter.drawLines([QLineF(x - _CROSS_PX, y, x + _CROSS_PX, y), QLineF(x, y - _CROSS_PX, x, y + _CROSS_PX)])


def _paint_subject(painter: QPainter, scene: Scene, subject: Standpoint) -> None:
    """A ringed dot; on a floor that is not on show, the ring alone and broken."""
    at = QPointF(*scene.viewport.to_screen(subject.x, subject.y))
    is_shown = _is_shown(scene, subject.level)
    ring = QPen(scene.theme.color(Tone.TEXT), 2.0, Qt.PenStyle.SolidLine if is_shown else Qt.PenStyle.DotLine)
    painter.setPen(ring)
    painter.setBrush(scene.theme.color(Tone.GROUND, 0.35))
    painter.drawEllipse(at, _HALO_PX, _HALO_PX)
    if is_shown:
        painter.setPen(QPen(scene.theme.color(Tone.GROUND), 1.5))
        painter.setBrush(scene.theme.color(Tone.TEXT))
        painter.drawEllipse(at, _DOT_PX, _DOT_PX)


def _pen(
    scene: Scene, tone: Tone, width: float, alpha: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QPen:
    return QPen(scene.theme.color(tone, alpha), width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
