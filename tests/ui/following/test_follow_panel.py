"""The panel of follow-me, the tool that draws a path, and the layer that shows it."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smartclient.domain.dori import Dori
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.clock import ManualClock
from smartclient.session.following.hits import choices
from smartclient.session.following.legs import Leg
from smartclient.session.following.sketch import PathSketch
from smartclient.session.following.timed_walk import TimedWalk
from smartclient.store.places import Places
from smartclient.store.routes import Standpoint
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Spot, Workspace
from smartclient.ui import theme as themes
from smartclient.ui.following.follow_layer import Drawn, FollowLayer
from smartclient.ui.following.follow_panel import FollowPanel
from smartclient.ui.following.path_tool import EscapeKey, PathTool
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.stage import Pointer
from smartclient.ui.map.tools.tool import Hit, MapPoint
from tests.builders.running import run
from tests.ui.map.district import GROUND, START, UPPER, site, store

pytestmark = pytest.mark.usefixtures("qapp")
NO_KEYS = Qt.KeyboardModifier.NoModifier
LEGS = (
    Leg(DeviceId("a"), 0.0, 14.4, Dori.RECOGNISE),
    Leg(DeviceId("b"), 20.0, 75.0, Dori.OBSERVE),
)


@pytest.fixture
def panel(qtbot: QtBot) -> FollowPanel:
    made = FollowPanel()
    qtbot.addWidget(made)
    made.resize(330, 500)
    made.show()
    return made


def test_the_cameras_of_a_path_are_listed_with_their_times_and_enter_goes_to_one(
    panel: FollowPanel, qtbot: QtBot
) -> None:
    panel.show_legs(LEGS, ["Hall B · north", "Hall A"])
    assert panel.legs.count() == 2
    assert "0:20–1:15 · observe" in panel.legs.item(1).text()
    panel.show_leg(1)
    assert panel.legs.currentRow() == 1
    with qtbot.waitSignal(panel.leg_chosen) as told:
        QTest.keyClick(panel.legs, Qt.Key.Key_Return)
    assert told.args == [1]
    panel.show_leg(7)
    assert panel.legs.currentRow() == 1


def test_enter_in_the_time_follows_from_it_and_esc_leaves(panel: FollowPanel, qtbot: QtBot) -> None:
    assert panel.pace_m_s == 1.4
    panel.start.setText("5 min ago")
    with qtbot.waitSignal(panel.began) as told:
        QTest.keyClick(panel.start, Qt.Key.Key_Return)
    assert told.args == ["5 min ago"]
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.legs, Qt.Key.Key_Escape)


def test_hits_offer_what_can_be_followed_and_hide_what_belongs_to_paths(panel: FollowPanel) -> None:
    assert panel.filter is None
    panel.show_hits(choices([], frozenset()), 3)
    assert panel.filter is not None
    assert panel.filter.words == "Motion"
    assert not panel.pace.isVisible()
    assert not panel.start.isVisible()
    assert panel.hits.isVisible()
    panel.show_path()
    assert panel.pace.isVisible()
    assert not panel.hits.isVisible()
    for widget in (panel, panel.pace, panel.hits, panel.start, panel.follow, panel.draw, panel.end, panel.legs):
        assert widget.accessibleName()


class Surface:
    """A map that remembers what was asked of it."""

    def __init__(self) -> None:
        self.viewport = Viewport(0, 0, 0.1, 800, 600)
        self.pointed: MapPoint | None = None

    def show(self, viewport: Viewport) -> None:
        self.viewport = viewport

    def fly(self, viewport: Viewport) -> None:
        self.viewport = viewport

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        raise AssertionError((factor, about))

    def pick(self, at: MapPoint) -> Hit | None:
        raise AssertionError(at)

    def spot(self, at: MapPoint, *, is_point: bool = False) -> Spot | None:
        raise AssertionError((at, is_point))

    def point_at(self, hit: Hit | None, at: MapPoint | None) -> None:
        assert hit is None
        self.pointed = at


def test_clicks_and_keys_draw_a_path_and_a_drag_moves_the_map() -> None:
    async def body() -> None:
        surface, told = Surface(), list[str]()
        sketch = PathSketch(Walkable(Places(site())))
        tool = PathTool(
            surface,
            sketch,
            lambda x, _y: UPPER if x > 0 else GROUND,
            lambda: told.append("done"),
            lambda: told.append("left"),
        )
        tool.click((-5.0, 0.0))
        tool.click((5.0, 0.0))
        assert [point.level for point in sketch.points] == [GROUND, UPPER]
        assert tool.press((1.0, 1.0)) is None
        tool.drag((0.0, 1.0))
        tool.release()
        assert surface.viewport.center_x == pytest.approx(1.0)
        for key, count in ((Qt.Key.Key_Space, 3), (Qt.Key.Key_Backspace, 2)):
            assert tool.take(key, NO_KEYS)
            assert len(sketch.points) == count
        tool.double_click((5.0, 0.0), beside=False)
        assert tool.take(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        assert tool.take(Qt.Key.Key_Escape, NO_KEYS)
        assert told == ["done", "done", "left"]
        assert not tool.take(Qt.Key.Key_PageUp, NO_KEYS)
        assert not tool.wants(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
        tool.hover((3.0, 4.0))
        assert surface.pointed == tool.pointed == (3.0, 4.0)
        await sketch.stop()

    run(body())


def test_esc_leaves_what_is_followed_and_other_keys_go_on() -> None:
    told: list[str] = []
    key = EscapeKey(lambda: told.append("left"))
    assert not key.take(Qt.Key.Key_Return, NO_KEYS)
    assert not key.take(Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert key.take(Qt.Key.Key_Escape, NO_KEYS)
    assert told == ["left"]


def painted(drawn: Drawn) -> QImage:
    """The layer on the hand-made district's ground floor, over black."""
    clock = ManualClock(START)
    view = MapView(store(clock), Workspace(), themes.dark(), clock)
    viewport = Viewport(0, 0, 0.1, 600, 300)
    scene = view.stage.scene(viewport, 1.0, Pointer(), lambda: None)
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    FollowLayer(lambda: drawn).paint(painter, scene)
    painter.end()
    view.stop()
    view.deleteLater()
    return image


def ink(image: QImage) -> int:
    """How many pixels are not black."""
    black = Qt.GlobalColor.black
    return sum(image.pixelColor(x, y) != black for x in range(0, 600, 2) for y in range(0, 300, 2))


def walk_on(level: LevelId) -> TimedWalk:
    return TimedWalk(((-20.0, 0.0), (20.0, 0.0)), (level, level), (0.0, 30.0))


def test_a_path_is_strong_on_its_floor_and_faint_on_another() -> None:
    here, elsewhere = painted(Drawn(walk_on(GROUND))), painted(Drawn(walk_on(UPPER)))
    assert ink(here) > 2 * ink(elsewhere) > 0
    assert ink(painted(Drawn())) == 0


def test_signs_stand_where_cameras_take_over_and_the_subject_has_a_ring() -> None:
    plain, signed = painted(Drawn(walk_on(GROUND))), painted(Drawn(walk_on(GROUND), LEGS))
    assert ink(signed) > ink(plain)
    with_subject = painted(Drawn(subject=Standpoint(10.0, 5.0, GROUND)))
    x, y = 300 + 100, 150 - 50
    assert with_subject.pixelColor(x, y) != Qt.GlobalColor.black
    on_other_floor = painted(Drawn(subject=Standpoint(10.0, 5.0, UPPER)))
    assert 0 < ink(on_other_floor) < ink(with_subject)


def test_while_drawing_the_line_leads_to_the_pointer() -> None:
    points = (Standpoint(-10.0, 5.0, GROUND),)
    without = painted(Drawn(points=points, is_drawing=True))
    leading = painted(Drawn(points=points, is_drawing=True, pointed=(20.0, -10.0)))
    assert ink(leading) > ink(without) > 0
