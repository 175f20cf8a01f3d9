"""What must not be hidden by pins: posts of an incident, and signs at the doors by which cleared rooms can be entered again."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.domain.incident_entries import PostPlaced
from smartclient.session.incident_marking import LONGEST_NAME
from smartclient.store.frontier import Exposure, Guard
from smartclient.ui.incident_map.mark_looks import POSTS
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.scales import Scale
from smartclient.ui.theme import Tone
from smartclient.ui.words import one_line

_SIGN_PX, _POST_PX = 8.0, 24.0
_MARGIN_PX = 40.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What is shown; exposures at their joins."""

    posts: Sequence[PostPlaced] = ()
    exposures: Sequence[Exposure] = ()


class SignsLayer:
    """The signs as they were when this was made."""

    def __init__(self, signs: Signs) -> None:
        self._signs = signs

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Exposures from where floors are drawn; posts at every scale, hollow where they stand on another floor."""
        if scene.view.scale >= Scale.FLOOR:
            for exposure in self._signs.exposures:
                if exposure.join.level in scene.view.levels:
                    at = QPointF(*scene.viewport.to_screen(*exposure.join.at))
                    if _is_near(scene, at):
                        _paint_exposure(painter, scene, exposure, at)
        for post in self._signs.posts:
            at = QPointF(*scene.position_px(post.position))
            if _is_near(scene, at):
                _paint_post(painter, scene, post, at)


def _is_near(scene: Scene, at: QPointF) -> bool:
    far_x, far_y = scene.viewport.width_px + _MARGIN_PX, scene.viewport.height_px + _MARGIN_PX
    return -_MARGIN_PX < at.x() < far_x and -_MARGIN_PX < at.y() < far_y


def _paint_exposure(painter: QPainter, scene: Scene, exposure: Exposure, at: QPointF) -> None:
    """A bar across the opening and a triangle: with an exclamation mark where the way is open, a question mark where nobody knows."""
    is_unknown = exposure.guard is Guard.UNKNOWN
    color, ground = scene.theme.color(Tone.SEARCHING), scene.theme.color(Tone.GROUND)
    if exposure.join.opening is not None:
        first, last = (
            QPointF(*scene.position_px(end)) for end in (exposure.join.opening.line[0], exposure.join.opening.line[-1])
        )
        for width, each in ((7.0, ground), (4.0, color)):
            painter.setPen(QPen(each, width, c=Qt.PenCapStyle.RoundCap))
            painter.drawLine(QLineF(first, last))
    size = _SIGN_PX if scene.view.scale is Scale.ROOM else 0.7 * _SIGN_PX
    corners = (QPointF(0, -1.15), QPointF(1.05, 0.75), QPointF(-1.05, 0.75))
    triangle = QPolygonF([at + corner * size for corner in corners])
    painter.setPen(QPen(ground, 4, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(ground if is_unknown else color)
    painter.drawPolygon(triangle)
    painter.setPen(QPen(color, 1.8, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(triangle)
    if scene.view.scale is Scale.ROOM:
        painter.setPen(color if is_unknown else ground)
        painter.setFont(scene.theme.font(0, bold=True))
        box = QRectF(at.x() - size, at.y() - size + 1, 2 * size, 2 * size)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?" if is_unknown else "!")


def _paint_post(painter: QPainter, scene: Scene, post: PostPlaced, at: QPointF) -> None:
    """A plate with two letters on a point; its name beside it, close by."""
    look, theme = POSTS[post.post], scene.theme
    is_here = post.level is None or post.level in scene.view.levels
    plate = QRectF(at.x() - _POST_PX / 2, at.y() - _POST_PX - 6, _POST_PX, _POST_PX)
    painter.setPen(QPen(theme.color(Tone.GROUND), 4, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawLine(QLineF(at, at - QPointF(0, 8)))
    painter.drawRect(plate)
    painter.setPen(QPen(theme.color(look.tone), 2, Qt.PenStyle.SolidLine if is_here else Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(at, at - QPointF(0, 8)))
    painter.setBrush(theme.color(look.tone if is_here else Tone.GROUND))
    painter.drawRect(plate)
    painter.setPen(theme.color(Tone.ON_ACCENT if is_here else Tone.TEXT))
    painter.setFont(theme.font(0, bold=True))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, look.letter)
    words = one_line(post.name)[:LONGEST_NAME] or look.word
    if scene.view.scale > Scale.DISTRICT:
        width = theme.metrics(0, True).horizontalAdvance(words) + 10
        beside = QRectF(plate.right() + 2, plate.top() + 3, width, _POST_PX - 6)
        painter.fillRect(beside, theme.color(Tone.GROUND, 0.85))
        painter.setPen(theme.color(Tone.TEXT))
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, words)
