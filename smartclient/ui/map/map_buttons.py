"""The few buttons on the map: layers, closer, farther, the whole district."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPen
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from smartclient.store.workspace import MapLayer
from smartclient.ui.map.plate_button import PlateButton, paint_plate
from smartclient.ui.theme import Theme, Tone

_SIZE = QSize(36, 36)
_KEYS = {MapLayer.CAMERAS: "P", MapLayer.VIEWS: "V", MapLayer.DOORS: "D", MapLayer.GRID: "G"}
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "layers": (((2, 7), (9, 3), (16, 7), (9, 11), (2, 7)), ((2, 11), (9, 15), (16, 11))),
    "closer": (((9, 3), (9, 15)), ((3, 9), (15, 9))),
    "farther": (((3, 9), (15, 9)),),
    "home": (((2, 9), (9, 3), (16, 9)), ((4, 8), (4, 15), (14, 15), (14, 8))),
}


class MapButtons(QWidget):
    """A column of buttons, large enough for a finger."""

    def __init__(
        self,
        theme: Theme,
        toggle: Callable[[MapLayer], None],
        zoom: Callable[[float], None],
        go_home: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.menu = QMenu(self)
        self.menu.setAccessibleName("Layers")
        self._actions = {layer: self._action(layer, toggle) for layer in MapLayer}
        layers = self._button("layers", "Layers")
        layers.clicked.connect(lambda _checked=False: self._open_menu(layers))
        for button, run in (
            (self._button("closer", "Closer (+)"), lambda: zoom(1.6)),
            (self._button("farther", "Farther (−)"), lambda: zoom(1 / 1.6)),
            (self._button("home", "Whole district (Home)"), go_home),
        ):
            button.clicked.connect(lambda _checked=False, act=run: act())
        self.adjustSize()

    def show_layers(self, layers: frozenset[MapLayer]) -> None:
        """Ticks what is on."""
        for layer, action in self._actions.items():
            action.setChecked(layer in layers)

    def _action(self, layer: MapLayer, toggle: Callable[[MapLayer], None]) -> QAction:
        key = f"   {_KEYS[layer]}" if layer in _KEYS else ""
        action = self.menu.addAction(layer.value.capitalize() + key)
        action.setCheckable(True)
        action.triggered.connect(lambda _checked=False: toggle(layer))
        return action

    def _button(self, picture: str, name: str) -> PlateButton:
        button = PlateButton(name, _SIZE, _PictureFace(picture, self._theme), self)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
        return button

    def _open_menu(self, button: QWidget) -> None:
        size = self.menu.sizeHint()
        self.menu.popup(button.mapToGlobal(QPoint(-size.width() - 4, button.height() - size.height())))


@dataclass(frozen=True, slots=True)
class _PictureFace:
    """A few strokes on a plate."""

    picture: str
    theme: Theme

    def __call__(self, painter: QPainter, is_checked: bool, is_pointed_at: bool) -> None:  # noqa: ARG002 (never checked)
        edge = self.theme.color(Tone.TEXT_DIM if is_pointed_at else Tone.LINE)
        paint_plate(painter, self.theme, _SIZE, QPen(edge, 1))
        painter.setPen(QPen(self.theme.color(Tone.TEXT), 1.6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.translate(9, 9)
        for stroke in _STROKES[self.picture]:
            painter.drawPolyline([QPointF(x, y) for x, y in stroke])
