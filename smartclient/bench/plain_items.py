"""The rival of the map's bench: the same rooms, pins and clusters as items of a QGraphicsView, as a first version would do it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPixmapItem,
    QGraphicsPolygonItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsView,
)

from smartclient.bench.big_campus import LEVELS, MIDDLE, SIDE, room_boxes
from smartclient.geometry.viewport import Points, Viewport
from smartclient.ui import theme
from smartclient.ui.map.pins import PinLook, Plate, half_px, paint_pin
from smartclient.ui.map.symbols import Symbol
from smartclient.ui.theme import Tone

_PIN_PX = 16
_LOOK = PinLook(Symbol.CAMERA, Plate.DISC, Tone.PIN, Tone.PIN_GLYPH, 35)


class PlainMap(QGraphicsView):
    """A view without frame or scroll bars; one scene for each set of pins, so that changing the detail costs it little."""

    def __init__(self, width_px: int, height_px: int) -> None:
        super().__init__()
        self._scenes: dict[object, QGraphicsScene] = {}
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBackgroundBrush(theme.dark().color(Tone.GROUND))
        self.resize(width_px, height_px)

    @property
    def details(self) -> tuple[object, ...]:
        """All that can be shown."""
        return tuple(self._scenes)

    def add(self, detail: object, pins: Points) -> None:
        """From now on `detail` shows all rooms and these pins, shape (n, 2), metres."""
        scene = QGraphicsScene(self)
        _add_rooms(scene)
        _add_pins(scene, pins, None)
        scene.setSceneRect(-2000, -2000, 4000, 4000)
        self._scenes[detail] = scene

    def add_floors(self, detail: object, pins: Points, inside: Points) -> None:
        """The same with both floors of the building in the middle, each with the pins `inside`; the lower one is shown."""
        scene = QGraphicsScene(self)
        self.floors = _add_rooms(scene, MIDDLE)
        _add_pins(scene, pins, None)
        for floor in self.floors:
            _add_pins(scene, inside, floor)
        scene.setSceneRect(-2000, -2000, 4000, 4000)
        self._scenes[detail] = scene
        self.choose_floor(0)

    def show_at(self, viewport: Viewport, detail: object) -> None:
        """Shows a piece of the map from the next paint on."""
        if self.scene() is not self._scenes[detail]:
            self.setScene(self._scenes[detail])
        self.resetTransform()
        self.scale(1 / viewport.metres_per_px, 1 / viewport.metres_per_px)
        self.centerOn(viewport.center_x, -viewport.center_y)

    def choose_floor(self, number: int) -> None:
        """Shows one floor of the building in the middle and hides the other."""
        for ordinal, floor in enumerate(self.floors):
            floor.setVisible(ordinal == number)


def _add_rooms(scene: QGraphicsScene, parted: int | None = None) -> Sequence[QGraphicsItem]:
    """All rooms; those of the building `parted` under one invisible item a floor, which are returned."""
    floors = [QGraphicsRectItem() for _ in range(LEVELS)]
    for floor in floors:
        scene.addItem(floor)
    for number in range(SIDE * SIDE):
        boxes = room_boxes(number % SIDE, number // SIDE).tolist()
        for item in _rooms(boxes) if number != parted else ():
            scene.addItem(item)
        for floor in floors if number == parted else ():
            for item in _rooms(boxes):
                item.setParentItem(floor)
    return floors


def _rooms(boxes: Iterable[Sequence[float]]) -> Iterable[QGraphicsPolygonItem]:
    colors = theme.dark()
    pen = QPen(colors.color(Tone.WALL), 1)
    pen.setCosmetic(True)
    for west, south, east, north in boxes:
        item = QGraphicsPolygonItem(QPolygonF(QRectF(west, -north, east - west, north - south)))
        item.setPen(pen)
        item.setBrush(colors.color(Tone.ROOM))
        yield item


def _add_pins(scene: QGraphicsScene, points: Points, parent: QGraphicsItem | None) -> None:
    half, pixmap = half_px(_PIN_PX), _pin()
    for x, y in points.tolist():
        pin = QGraphicsPixmapItem(pixmap)
        pin.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        pin.setOffset(QPointF(-half, -half))
        pin.setPos(x, -y)
        if parent is None:
            scene.addItem(pin)
        else:
            pin.setParentItem(parent)


def _pin() -> QPixmap:
    half = half_px(_PIN_PX)
    pixmap = QPixmap(2 * half, 2 * half)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(half, half)
    paint_pin(painter, _LOOK, _PIN_PX, theme.dark())
    painter.end()
    return pixmap
