"""The rival of the map's bench: the same rooms and pins as items of a QGraphicsView, as a first version would do it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem, QGraphicsPolygonItem, QGraphicsScene, QGraphicsView

from smartclient.bench.big_campus import SIDE, device_points, room_boxes
from smartclient.ui import theme
from smartclient.ui.map.pins import PinLook, PinPictures, Plate
from smartclient.ui.map.symbols import Symbol
from smartclient.ui.theme import Tone


def plain_view(width_px: int, height_px: int) -> QGraphicsView:
    """A view without frame or scroll bars over 5,000 polygons and 10,000 pins that keep their size."""
    colors = theme.dark()
    scene = QGraphicsScene()
    pen = QPen(colors.color(Tone.WALL), 1)
    pen.setCosmetic(True)
    pictures = PinPictures(colors, 1.0)
    pixmap, half = (
        pictures.get(PinLook(Symbol.CAMERA, Plate.DISC, 16, Tone.PIN, Tone.PIN_GLYPH, 35)),
        pictures.half_px(16),
    )
    for number in range(SIDE * SIDE):
        boxes = room_boxes(number % SIDE, number // SIDE)
        for west, south, east, north in boxes.tolist():
            item = QGraphicsPolygonItem(QPolygonF(QRectF(west, -north, east - west, north - south)))
            item.setPen(pen)
            item.setBrush(colors.color(Tone.ROOM))
            scene.addItem(item)
        for x, y in device_points(boxes).tolist():
            pin = QGraphicsPixmapItem(pixmap)
            pin.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
            pin.setOffset(QPointF(-half, -half))
            pin.setPos(x, -y)
            scene.addItem(pin)
    scene.setSceneRect(-2000, -2000, 4000, 4000)
    view = QGraphicsView(scene)
    scene.setParent(view)
    view.setFrameShape(QGraphicsView.Shape.NoFrame)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setBackgroundBrush(colors.color(Tone.GROUND))
    view.resize(width_px, height_px)
    return view
