"""The few buttons on the map: layers, closer, farther, the whole district."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from smartclient.store.workspace import MapLayer
from smartclient.ui.theme import Theme, Tone

_SIDE_PX = 36
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
        self.setStyleSheet("background: transparent")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.menu = QMenu(self)
        self.menu.setAccessibleName("Layers")
        self._actions = {layer: self._action(layer, toggle) for layer in MapLayer}
        layers = self._button("layers", "Layers")
        layers.setMenu(self.menu)
        layers.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
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

    def _button(self, picture: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(_icon(picture, self._theme, self.devicePixelRatioF()))
        button.setIconSize(QSize(18, 18))
        button.setFixedSize(_SIDE_PX, _SIDE_PX)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        colors = self._theme.colors
        button.setStyleSheet(
            f"QToolButton {{ background: {colors[Tone.PANEL]}; border: 1px solid {colors[Tone.LINE]}; border-radius: 4px; padding: 0; }}"
            f"QToolButton:hover {{ border-color: {colors[Tone.TEXT_DIM]}; }}"
            "QToolButton::menu-indicator { image: none; }"
        )
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
        return button


def _icon(picture: str, theme: Theme, ratio: float) -> QIcon:
    pixmap = QPixmap(round(18 * ratio), round(18 * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color(Tone.TEXT), 1.6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    for stroke in _STROKES[picture]:
        painter.drawPolyline([QPointF(x, y) for x, y in stroke])
    painter.end()
    return QIcon(pixmap)
