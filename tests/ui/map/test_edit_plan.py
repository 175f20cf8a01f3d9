"""The tool of edit mode under a real pointer: choosing, handles, snapping, binding, putting down, and letting go."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smartclient.domain.devices import CameraForm, Device, View
from smartclient.domain.edits import Edit
from smartclient.domain.ids import DeviceId, OpeningId
from smartclient.domain.site import Amenity, GridSpec, Opening, Unit, UnitKind
from smartclient.plans.editing import safety
from smartclient.runtime.clock import ManualClock
from smartclient.session.editing import Editing
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.map.layers.edit_marks import EditMarks
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.tools import edit_drafting
from smartclient.ui.map.tools.edit_draft import Draft
from smartclient.ui.map.tools.edit_handles import Grip, handles_of
from smartclient.ui.map.tools.edit_plan import EditPlan
from smartclient.ui.theme import Tone
from tests.ui.map.district import BACK_DOOR, CAMERA, GROUND, SENSOR, SIDE_DOOR, SPOTS, VENUE

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@dataclass
class Hand:
    view: MapView
    editing: Editing
    tool: EditPlan
    draft: Draft
    said: list[str]

    def pixel(self, x: float, y: float) -> QPoint:
        return QPointF(*self.view.viewport.to_screen(x, y)).toPoint()

    def click(self, x: float, y: float) -> None:
        QTest.mouseClick(self.view.canvas, LEFT, Qt.KeyboardModifier.NoModifier, self.pixel(x, y))

    def move(self, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
        where = QPointF(at)
        event = QMouseEvent(QEvent.Type.MouseMove, where, QPointF(self.view.canvas.mapToGlobal(at)), LEFT, button, NONE)
        QApplication.sendEvent(self.view.canvas, event)

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, is_let_go: bool = True) -> None:
        QTest.mousePress(self.view.canvas, LEFT, NONE, self.pixel(*start))
        first, last = self.pixel(*start), self.pixel(*end)
        for step in (1, 2, 3, 4):
            self.move(first + (last - first) * step / 4)
        if is_let_go:
            QTest.mouseRelease(self.view.canvas, LEFT, NONE, last)

    def handle(self, grip: Grip) -> tuple[float, float]:
        scale = self.view.viewport.metres_per_px
        found = handles_of(self.editing.chosen_thing(), self.view.stage.places.frame, scale)
        handle = next(one for one in found if one.grip is grip)
        return (handle.x, handle.y)

    def device(self, device: DeviceId) -> Device:
        thing = self.editing.thing((Device, device))
        assert isinstance(thing, Device)
        return thing

    def spot(self, device: DeviceId) -> tuple[float, float]:
        placement = self.device(device).placement
        assert placement is not None
        return self.view.stage.places.frame.point_to_local(*placement.position)


@pytest.fixture
def hand(
    view: MapView, present: SiteStore, workspace: Workspace, clock: ManualClock, settle: Callable[[], None]
) -> Hand:
    places = view.stage.places
    editing, draft, said = Editing(present, places, clock), Draft(), list[str]()
    tool = EditPlan(
        view.ground,
        places,
        view.stage.level_at,
        view.stage.levels_within,
        editing,
        workspace,
        draft,
        said.append,
        view.canvas.update,
    )
    editing.begin()
    view.use_tool(tool, tool)
    view.lay_over("editing", EditMarks(editing, draft, lambda: "2 steps are not saved"))
    view.ground.show(view.viewport.fitted((-34, -20, 34, 20), 10))
    settle()
    return Hand(view, editing, tool, draft, said)


def test_a_click_chooses_a_device_a_doorway_or_a_room(hand: Hand, workspace: Workspace) -> None:
    hand.click(*SPOTS[CAMERA])
    assert hand.editing.chosen == (Device, CAMERA)
    assert workspace.device == CAMERA
    hand.click(5, -5)
    room = hand.editing.chosen_thing()
    assert isinstance(room, Unit)
    assert room.id == f"{GROUND} 3"
    hand.view.ground.show(hand.view.viewport.fitted((-3, -17, 3, -13), 0))
    hand.click(0.8, -15)
    opening = hand.editing.chosen_thing()
    assert isinstance(opening, Opening)
    assert opening.name == "Door 1"
    assert workspace.device is None


def test_handles_turn_widen_and_stretch_a_camera(hand: Hand) -> None:
    hand.click(*SPOTS[CAMERA])
    x, y = SPOTS[CAMERA]
    hand.drag(hand.handle(Grip.TURN), (x + 0.3, y + 8))
    turned = hand.device(CAMERA).view
    assert turned is not None
    assert turned.bearing_deg == 0
    hand.drag(hand.handle(Grip.REACH), (x, y + 6.4))
    hand.drag(hand.handle(Grip.WIDEN), (x + 4, y + 4))
    view = hand.device(CAMERA).view
    assert view is not None
    assert view.range_m == pytest.approx(6.5, abs=0.26)
    assert view.field_of_view_deg == pytest.approx(90, abs=3)
    assert view.bearing_deg == 0
    for _ in range(3):
        hand.editing.undo()
    assert hand.device(CAMERA).view == View(90, 80, 15, CameraForm.DOME)


def test_moving_snaps_to_a_wall_unless_alt_is_held(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    hand.click(*SPOTS[SENSOR])
    hand.drag(SPOTS[SENSOR], (19.6, 2))
    assert hand.spot(SENSOR) == pytest.approx((20, 2), abs=0.06)
    placement = hand.device(SENSOR).placement
    assert placement is not None
    assert placement.level_id == GROUND
    monkeypatch.setattr(edit_drafting, "is_snapping", lambda: False)
    hand.drag(hand.spot(SENSOR), (19.6, 4))
    assert hand.spot(SENSOR) == pytest.approx((19.6, 4), abs=0.1)


def test_a_door_dragged_onto_a_doorway_is_bound_to_it(hand: Hand) -> None:
    hand.click(*SPOTS[SIDE_DOOR])
    hand.drag(SPOTS[SIDE_DOOR], (0.2, -14.9))
    placement = hand.device(SIDE_DOOR).placement
    assert placement is not None
    assert placement.opening_id == OpeningId("front")
    assert hand.spot(SIDE_DOOR) == pytest.approx((0, -15), abs=0.02)
    assert hand.editing.next_undo == "Bind door Side door to Door 1"


def test_a_drag_elsewhere_moves_the_map_and_changes_nothing(hand: Hand) -> None:
    before = hand.view.viewport
    hand.drag((-25, -5), (-15, -5))
    assert hand.view.viewport.center_x == pytest.approx(before.center_x - 10, abs=0.2)
    assert not hand.editing.is_changed


def test_esc_lets_go_of_a_handle_before_anything_is_changed(hand: Hand) -> None:
    hand.click(*SPOTS[CAMERA])
    hand.drag(SPOTS[CAMERA], (-10, -5), is_let_go=False)
    assert hand.draft.thing is not None
    hand.view.setFocus()
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(hand.view.canvas, LEFT, NONE, hand.pixel(-10, -5))
    assert hand.draft.thing is None
    assert not hand.editing.is_changed
    QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    assert hand.editing.chosen is None


def test_a_symbol_is_put_down_with_a_click_chosen_and_removed_with_a_key(hand: Hand) -> None:
    hand.tool.put_next(lambda where: safety.add_amenity("defibrillator", "AED", where.position, where.level_id))
    hand.move(hand.pixel(5, 2), Qt.MouseButton.NoButton)
    assert hand.draft.words == "Click to put it here"
    hand.click(5, 2)
    chosen = hand.editing.chosen_thing()
    assert isinstance(chosen, Amenity)
    assert chosen.level_id == GROUND
    assert not hand.tool.is_putting
    hand.click(-25, -5)
    hand.click(5, 2)
    assert hand.editing.chosen_thing() == chosen
    QTest.keyClick(hand.view, Qt.Key.Key_Delete)
    assert hand.editing.site.amenities == ()


def test_ctrl_with_an_arrow_moves_by_ten_centimetres(hand: Hand) -> None:
    hand.click(*SPOTS[BACK_DOOR])
    QTest.keyClick(hand.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    x, y = SPOTS[BACK_DOOR]
    assert hand.spot(BACK_DOOR) == pytest.approx((x + 0.1, y), abs=0.02)


def test_the_grid_is_stretched_by_its_handles(hand: Hand) -> None:
    hand.editing.choose((GridSpec, VENUE))
    hand.view.ground.show(hand.view.viewport.fitted((-110, -70, 110, 70), 10))
    x, y = hand.handle(Grip.EXTENT)
    hand.drag((x, y), (x - 40, y + 20))
    grid = hand.editing.chosen_thing()
    assert isinstance(grid, GridSpec)
    assert (grid.columns, grid.rows, grid.cell_m) == (16, 10, 10)
    hand.drag(hand.handle(Grip.ORIGIN), (-82, 47))
    moved = hand.editing.chosen_thing()
    assert isinstance(moved, GridSpec)
    assert hand.view.stage.places.frame.point_to_local(*moved.origin) == pytest.approx((-82, 47), abs=0.6)


def test_a_refused_edit_is_said_and_the_device_stays(hand: Hand) -> None:
    room = next(unit for unit in hand.editing.site.units if unit.id == f"{GROUND} 0")
    restroom = replace(room, category="restroom.unisex", kind=UnitKind.RESTROOM, name="Restroom")
    assert hand.editing.do(Edit("x", (restroom,))) == ""
    hand.click(*SPOTS[CAMERA])
    hand.drag(SPOTS[CAMERA], (-25, 0))
    (words,) = hand.said
    assert words.startswith("A camera may not hang in the restroom 101.")
    assert hand.spot(CAMERA) == pytest.approx(SPOTS[CAMERA], abs=0.02)


def test_edit_mode_cannot_be_mistaken(hand: Hand, settle: Callable[[], None]) -> None:
    settle()
    image = hand.view.canvas.grab().toImage()
    accent = hand.view.stage.theme.color(Tone.ACCENT).name()
    edges = ((1, 200), (image.width() - 2, 200), (200, 1), (200, image.height() - 2))
    assert [image.pixelColor(*edge).name() for edge in edges] == [accent] * 4


def test_a_corner_of_a_room_is_dragged_and_the_room_removed(hand: Hand) -> None:
    hand.click(5, -5)
    corner = hand.handle(Grip.CORNER)
    hand.drag(corner, (corner[0] + 2, corner[1] + 3))
    room = hand.editing.chosen_thing()
    assert isinstance(room, Unit)
    frame = hand.view.stage.places.frame
    assert frame.point_to_local(*room.area[0][0]) == pytest.approx((corner[0] + 2, corner[1] + 3), abs=0.15)
    assert room.area[0][0] == room.area[0][-1]
    hand.view.setFocus()
    QTest.keyClick(hand.view, Qt.Key.Key_Delete)
    assert all(unit.id != room.id for unit in hand.editing.site.units)
    hand.editing.undo()
    assert hand.editing.thing((Unit, room.id)) == room


def test_a_corner_is_drawn_to_a_right_angle(hand: Hand) -> None:
    hand.click(5, -5)
    x, y = hand.handle(Grip.CORNER)
    assert (x, y) == pytest.approx((0, -12), abs=0.05)
    hand.view.ground.show(hand.view.viewport.fitted((-12, -20, 12, 4), 10))
    hand.drag((x, y), (0.25, -13.6), is_let_go=False)
    assert hand.draft.snap is not None
    assert hand.draft.snap.to == "right angle"
    assert hand.draft.snap.x == pytest.approx(0, abs=0.05)
