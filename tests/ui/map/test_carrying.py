"""A selected camera can be carried off the map; anything else moves the map, and the tree's rows carry their cameras."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smartclient.runtime.clock import SystemClock
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui import theme
from smartclient.ui.device_drag import DEVICE_MIME
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.places_tree import PlacesTree
from tests.ui.map.district import CAMERA, SPOTS, UPPER_CAMERA

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Bowl(QWidget):
    """Takes what is dropped. It stands below the map, on the same screen."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.taken += bytes(event.mimeData().data(DEVICE_MIME).data()).decode().split("\n")


@pytest.fixture
def bowl(qtbot: QtBot) -> Bowl:
    bowl = Bowl()
    qtbot.addWidget(bowl)
    bowl.setGeometry(10, 640, 140, 140)
    with qtbot.waitExposed(bowl):
        bowl.show()
    return bowl


def pin_of(view: MapView) -> QPoint:
    """Where the camera's pin is, after the map came so near that it stands alone."""
    view.ground.show(view.viewport.centered(0, 0).scaled(0.09))
    return QPointF(*view.viewport.to_screen(*SPOTS[CAMERA])).toPoint()


def take(qtbot: QtBot, view: MapView, start: QPoint, bowl: Bowl) -> None:
    end = view.canvas.mapFromGlobal(bowl.mapToGlobal(QPoint(50, 50)))
    qtbot.mousePress(view.canvas, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.1, 0.5, 1.0):
        qtbot.mouseMove(view.canvas, start + (end - start) * share)
    qtbot.mouseRelease(view.canvas, Qt.MouseButton.LeftButton, pos=end)


def test_only_the_selected_camera_is_carried(
    qtbot: QtBot, view: MapView, workspace: Workspace, bowl: Bowl, settle: Callable[[], None]
) -> None:
    pin = pin_of(view)
    settle()
    workspace.select(CAMERA)
    before = view.viewport
    take(qtbot, view, pin, bowl)
    assert bowl.taken == [CAMERA]
    assert view.viewport == before
    workspace.select(UPPER_CAMERA)
    take(qtbot, view, pin, bowl)
    assert bowl.taken == [CAMERA]
    assert view.viewport != before


def test_a_floor_of_the_tree_carries_its_cameras(
    qtbot: QtBot, present: SiteStore, workspace: Workspace, bowl: Bowl
) -> None:
    tree = PlacesTree(present, workspace, Places(present.site), theme.dark(), SystemClock())
    qtbot.addWidget(tree)
    tree.resize(300, 400)
    with qtbot.waitExposed(tree):
        tree.show()
    tree._view.expandAll()
    index = next(
        index
        for index in (tree._view.indexAt(QPoint(150, y)) for y in range(0, 300, 7))
        if index.data() == "Second floor"
    )
    start = tree._view.visualRect(index).center()
    viewport = tree._view.viewport()
    end = viewport.mapFromGlobal(bowl.mapToGlobal(QPoint(20, 20)))
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.2, 1.0):
        qtbot.mouseMove(viewport, start + (end - start) * share)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    assert bowl.taken == [UPPER_CAMERA]
