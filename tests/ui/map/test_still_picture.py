"""A frame copied from the still picture is the frame that is painted piece by piece."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from smartclient.domain.events import AlarmChanged, EventKind
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.clock import ManualClock
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.map import canvas, still_picture
from smartclient.ui.map.layers.scene import LiveLayer, Scene
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.picture import Picture
from smartclient.ui.map.still_picture import StillPicture
from tests.ui.map.district import CAMERA, DOOR, alarm, happened

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


def paintings_of_all(view: MapView, monkeypatch: pytest.MonkeyPatch) -> list[Scene]:
    """The frames that are painted whole from now on."""
    anew: list[Scene] = []
    paint = view.canvas._paint_anew

    def noted(painter: QPainter, picture: Picture | None, scene: Scene) -> None:
        anew.append(scene)
        paint(painter, picture, scene)

    monkeypatch.setattr(view.canvas, "_paint_anew", noted)
    return anew


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


def test_under_alarms_only_their_surroundings_are_painted_anew(
    view: MapView, present: SiteStore, settle: Settle, monkeypatch: pytest.MonkeyPatch, clock: ManualClock
) -> None:
    view.ground.show(view.viewport.centered(0, 0).scaled(0.09))
    present.apply([AlarmChanged(alarm(DOOR))])
    settle()
    frame(view)
    answers, anew = paints_of(monkeypatch), paintings_of_all(view, monkeypatch)
    seen: list[QImage] = []
    for phase in range(4):
        clock.advance(0.27)
        frame(view)
        pulsing = frame(view)
        assert answers[-1], phase
        assert pulsing not in seen, phase
        seen.append(pulsing)
        still = view.canvas._still
        painted = len(anew)
        assert piece_by_piece(view) == pulsing, phase
        assert len(anew) == painted + 1, phase
        view.canvas._still = still
    assert len(anew) == 4


def test_under_many_alarms_all_is_painted_anew(
    view: MapView, present: SiteStore, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.ground.show(view.viewport.centered(0, 0).scaled(0.09))
    present.apply([AlarmChanged(alarm(DOOR))])
    settle()
    frame(view)
    anew = paintings_of_all(view, monkeypatch)
    monkeypatch.setattr(canvas, "_MOST_PIECES", 0)
    frame(view)
    assert len(anew) == 1


def test_a_new_picture_is_painted_on_the_screen_first_and_beyond_its_edges_while_nothing_moves(
    view: MapView, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[QRect] = []
    paint = still_picture.paint_piece

    def noted(painter: QPainter, layers: Sequence[LiveLayer], piece: QRect, whole: Viewport, scene: Scene) -> None:
        painted.append(piece)
        paint(painter, layers, piece, whole, scene)

    monkeypatch.setattr(still_picture, "paint_piece", noted)
    view.canvas._prepare_later.setInterval(3_600_000)
    view.ground.show(view.viewport.centered(0, 0).scaled(0.09))
    settle()
    painted.clear()
    frame(view)
    frame(view)
    screen = view.viewport.width_px * view.viewport.height_px
    assert sum(piece.width() * piece.height() for piece in painted) <= screen
    view.canvas._prepare()
    before = len(painted)
    assert sum(piece.width() * piece.height() for piece in painted) > screen
    view.canvas.show_viewport(view.viewport.panned(37, -23))
    copied = frame(view)
    assert len(painted) == before
    assert piece_by_piece(view) == copied
