"""A frame copied from the still picture is the frame that is painted piece by piece."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage, QPainter

from smartclient.domain.events import EventKind
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.picture import Picture
from smartclient.ui.map.still_picture import StillPicture
from tests.ui.map.district import CAMERA, DOOR, happened

Settle = Callable[[], None]


def frame(view: MapView) -> QImage:
    return view.canvas.grab().toImage()


def piece_by_piece(view: MapView) -> QImage:
    view.canvas._still = StillPicture(())
    return frame(view)


def paints_of(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the still picture answers from now on: whether the frame was copied."""
    answers: list[bool] = []
    paint = StillPicture.paint

    def noted(still: StillPicture, painter: QPainter, picture: Picture, scene: Scene, key: object) -> bool:
        answers.append(paint(still, painter, picture, scene, key))
        return answers[-1]

    monkeypatch.setattr(StillPicture, "paint", noted)
    return answers


@pytest.mark.parametrize("metres_per_px", [0.09, 0.25, 0.6, 3.0])
def test_a_pan_copies_what_would_be_painted(
    view: MapView, settle: Settle, monkeypatch: pytest.MonkeyPatch, metres_per_px: float
) -> None:
    view.ground.show(view.viewport.centered(0, 0).scaled(metres_per_px))
    settle()
    frame(view)
    answers = paints_of(monkeypatch)
    for step in range(1, 9):
        view.canvas.show_viewport(view.viewport.panned(37, -23))
        copied = frame(view)
        assert answers[-1], step
        still = view.canvas._still
        assert piece_by_piece(view) == copied, step
        view.canvas._still = still


def test_a_new_state_is_seen_at_once(view: MapView, present: SiteStore, settle: Settle) -> None:
    view.ground.show(view.viewport.centered(0, 0).scaled(0.09))
    settle()
    before = [frame(view) for _ in range(3)][-1]
    present.apply([happened(DOOR, EventKind.DOOR_UNLOCKED)])
    after = frame(view)
    assert after != before
    assert frame(view) == after == piece_by_piece(view)


def test_a_field_of_view_lies_under_the_pins(
    view: MapView, workspace: Workspace, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.ground.show(view.viewport.centered(0, 0).scaled(0.09))
    settle()
    frame(view)
    answers = paints_of(monkeypatch)
    bare = frame(view)
    workspace.select(CAMERA)
    seen = [frame(view) for _ in range(3)][-1]
    assert answers[-1]
    assert seen != bare
    still = view.canvas._still
    assert piece_by_piece(view) == seen
    view.canvas._still = still
    workspace.select(None)
    assert [frame(view) for _ in range(3)][-1] == bare
