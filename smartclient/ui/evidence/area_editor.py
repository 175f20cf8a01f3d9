"""The window in which areas to hide are drawn: one camera at a time, at any moment of the span."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.ui.dialogs import text_label
from smartclient.ui.evidence.area_canvas import AreaCanvas
from smartclient.ui.evidence.areas import Areas
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line
from smartclient.video.thumbnails import Thumbnail

_STEPS = 600
_SETTLED_MS = 80


class AreaEditor(QWidget):
    """`looked` asks for the picture of a camera at a moment, `done` tells that the person is through."""

    looked = Signal(str, object)
    done = Signal()

    def __init__(self, areas: Areas, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Areas to hide · smartclient")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._areas = areas
        self._span: Span | None = None
        self._cameras: list[Device] = []
        self._choice = QComboBox()
        self._choice.setAccessibleName("Camera")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setMaximum(_STEPS)
        self._slider.setAccessibleName("Moment")
        self._slider.setPageStep(_STEPS // 20)
        self._time = QLabel()
        self.canvas = AreaCanvas(areas, theme)
        self._words = text_label("What is drawn", dim=True)
        self._remove = QPushButton("Remove area")
        self._remove.clicked.connect(self.canvas.remove_chosen)
        self._close = QPushButton("Done")
        self._close.clicked.connect(self.close)
        self._settling = QTimer(self, interval=_SETTLED_MS, singleShot=True)
        self._settling.timeout.connect(self._ask)
        self._lay_out()
        self._choice.currentIndexChanged.connect(self._look)
        self._slider.valueChanged.connect(self._look)
        self.canvas.changed.connect(self._say)

    def _lay_out(self) -> None:
        moment = QHBoxLayout()
        moment.setSpacing(12)
        moment.addWidget(self._slider, 1)
        moment.addWidget(self._time)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self._remove)
        foot.addWidget(self._close)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 16)
        page.setSpacing(12)
        page.addWidget(self._choice)
        page.addWidget(self.canvas, 1)
        page.addLayout(moment)
        page.addLayout(foot)

    def edit(self, cameras: Sequence[Device], span: Span) -> None:
        """Opens for these cameras and that span."""
        self._span = span
        self._choice.blockSignals(True)
        self._choice.clear()
        self._cameras = list(cameras)
        for camera in cameras:
            self._choice.addItem(one_line(camera.name))
        self._choice.blockSignals(False)
        self._look()
        self.show()
        self.activateWindow()
        self.canvas.setFocus()

    def show_thumbnail(self, thumbnail: Thumbnail) -> None:
        """A picture arrived; one of another moment is passed over."""
        if self._moment == (thumbnail.camera, thumbnail.asked):
            self.canvas.show_frame(thumbnail.frame)

    @property
    def _moment(self) -> tuple[DeviceId, datetime] | None:
        if self._span is None or not 0 <= self._choice.currentIndex() < len(self._cameras):
            return None
        at = self._span.begin + self._span.length * (self._slider.value() / (_STEPS + 1))
        return self._cameras[self._choice.currentIndex()].id, at

    def _look(self) -> None:
        if self._moment is not None:
            camera, at = self._moment
            self.canvas.show_moment(camera, at, self._cameras[self._choice.currentIndex()].masks)
            self._time.setText(f"{at.astimezone():%H:%M:%S}")
            self._settling.start()
            self._say()

    def _ask(self) -> None:
        if self._moment is not None:
            camera, at = self._moment
            self.looked.emit(str(camera), at)

    def _say(self) -> None:
        if self._moment is None:
            return
        count = len(self._areas.drawn.get(self._moment[0], ()))
        words = "Drag over the picture to hide an area; move it at another time and it travels between."
        whole = "A camera without an area is pixelated as a whole."
        drawn = f"{count} {'area' if count == 1 else 'areas'} in this camera." if count else whole
        self._words.setText(f"{drawn} {words}")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """What is drawn stays drawn."""
        self.done.emit()
        super().closeEvent(event)
