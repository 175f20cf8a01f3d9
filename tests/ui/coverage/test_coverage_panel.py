"""The table of coverage: floors are worked out when unfolded, rows lead to places, keys work; layer, legend and pictures draw."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from unittest.mock import Mock

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from smartclient.domain.dori import Dori
from smartclient.domain.ids import LevelId
from smartclient.geometry.coverage import ClassAreas
from smartclient.geometry.viewport import Viewport
from smartclient.session.coverage import Coverage
from smartclient.session.floor_coverage import FloorCoverage
from smartclient.session.sight import Sight
from smartclient.store.places import Places
from smartclient.store.workspace import MapLayer
from smartclient.ui import theme as themes
from smartclient.ui.coverage.coverage_layer import CoverageLayer, LossLayer, hatch, path_of
from smartclient.ui.coverage.coverage_panel import CoveragePanel
from smartclient.ui.coverage.coverage_picture import Sheet, png, svg
from smartclient.ui.coverage.coverage_tree import CoverageTree, Row, Target
from smartclient.ui.coverage.legend import legend_width_px, paint_legend
from smartclient.ui.coverage.share_bar import SHARES, paint_shares
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.layer import View, in_metres
from smartclient.ui.theme import Tone
from tests.builders.running import run
from tests.builders.seen_building import FLOOR, at, building, camera, store_of

pytestmark = pytest.mark.usefixtures("qapp")
SITE = building(camera("west", 0.2, 1.9, 90), camera("in b", 19.0, 9.0, 225))


class Settled(Coverage):
    """Works out at once what is wanted, without a loop that goes on."""

    def want(self, levels: Iterable[LevelId]) -> None:
        """Waits for them."""

        async def work() -> None:
            super(Settled, self).want(levels)
            await self.settled()

        run(work())


def small_coverage() -> tuple[Coverage, Places]:
    store, places = store_of(SITE), Places(SITE)
    sight = Sight(store, places)
    return Settled(store, places, lambda: sight), places


@pytest.fixture(scope="module")
def floor() -> FloorCoverage:
    coverage, _places = small_coverage()
    coverage.want([FLOOR])
    known = coverage.of(FLOOR)
    assert known is not None
    return known


@pytest.fixture
def panel(qtbot: QtBot) -> CoveragePanel:
    coverage, places = small_coverage()
    way = Row("Door d · from 2 rooms", (0.5, 0.4, 0.3, 0.1), rows=(Row("room A · 4 m", (0.5, 0.4, 0.3, 0.1)),))
    tree = CoverageTree(coverage, places, themes.dark(), lambda _level: [way], lambda spot: f"at {spot.x:.0f}")
    made = CoveragePanel(tree, themes.dark())
    coverage.changed.connect(tree.refresh)
    made.resize(340, 500)
    qtbot.addWidget(made)
    made.show()
    return made


def rows(item: QTreeWidgetItem) -> dict[str, QTreeWidgetItem]:
    children = (item.child(place) for place in range(item.childCount()))
    return {child.text(0): child for child in children if child is not None}


def test_a_floor_is_worked_out_when_its_campus_is_unfolded_and_its_places_are_listed_weakest_first(
    panel: CoveragePanel,
) -> None:
    tree = panel.tree
    campus = tree.topLevelItem(0)
    assert campus is not None
    assert campus.text(0) == "School"
    levels = rows(campus)
    assert list(levels) == ["Main, second floor", "Main, first floor", "Grounds"]
    first = levels["Main, first floor"]
    assert first.data(1, SHARES) is None
    campus.setExpanded(True)
    assert 0.2 < first.data(1, SHARES)[0] < 1
    first.setExpanded(True)
    groups = rows(first)
    assert [name.partition("  ")[0] for name in groups] == [
        "Corridors and stairs",
        "Ways out",
        "Blind spots",
        "Cameras, by what dies with them",
        "Rooms",
    ]
    assert list(rows(groups["Corridors and stairs"])) == ["hall"]
    assert list(rows(groups["Rooms"])) == ["room A", "room B"]
    assert "detect" in first.data(0, Qt.ItemDataRole.AccessibleTextRole)


def test_enter_or_a_click_on_a_row_leads_to_its_place(panel: CoveragePanel, qtbot: QtBot) -> None:
    tree = panel.tree
    tree.show_level(FLOOR)
    current = tree.currentItem()
    assert current is not None
    assert current.text(0) == "Main, first floor"
    rooms = rows(current)["Rooms"]
    rooms.setExpanded(True)
    tree.setCurrentItem(rows(rooms)["room B"])
    with qtbot.waitSignal(tree.chosen) as told:
        QTest.keyClick(tree, Qt.Key.Key_Return)
    target = (told.args or [None])[0]
    assert isinstance(target, Target)
    assert target.level == FLOOR
    west, _south, east, _north = target.bounds
    assert east - west == pytest.approx(9.9, abs=0.05)


def test_what_was_unfolded_stays_so_when_a_floor_is_known_anew(panel: CoveragePanel) -> None:
    tree = panel.tree
    tree.show_level(FLOOR)
    current = tree.currentItem()
    assert current is not None
    rows(current)["Rooms"].setExpanded(True)
    tree.setCurrentItem(rows(rows(current)["Rooms"])["room A"])
    tree.refresh(FLOOR)
    assert rows(current)["Rooms"].isExpanded()
    assert not rows(current)["Corridors and stairs"].isExpanded()
    again = tree.currentItem()
    assert again is not None
    assert again.text(0) == "room A"


def test_a_floor_that_is_unfolded_before_it_is_known_is_filled_when_it_is(panel: CoveragePanel) -> None:
    tree = panel.tree
    campus = tree.topLevelItem(0)
    assert campus is not None
    first = rows(campus)["Main, first floor"]
    first.setExpanded(True)
    assert first.childCount() == 5


def test_esc_leaves_and_every_part_has_a_name(panel: CoveragePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(panel.tree, Qt.Key.Key_Escape)
    for widget in (panel, panel.tree, panel.table, panel.picture, panel.state, panel.without):
        assert widget.accessibleName()
    panel.say_without("Without it: nothing.")
    assert panel.without.isVisible()
    panel.say_without("")
    assert not panel.without.isVisible()


def drawn(floor: FloorCoverage, theme_name: str) -> QImage:
    theme = themes.dark() if theme_name == "dark" else themes.light()
    bounds = floor.floor.whole.bounds
    viewport = Viewport(0, 0, 1, 400, 240).fitted(bounds, 10)
    chart = Chart(Places(SITE))
    view = View(viewport, chart, theme, frozenset({FLOOR}), frozenset({MapLayer.LABELS}), 1.0)
    image = QImage(400, 240, QImage.Format.Format_RGB32)
    image.fill(theme.color(Tone.CORRIDOR))
    painter = QPainter(image)
    CoverageLayer({FLOOR: floor}).paint(painter, view, lambda: None)
    painter.end()
    return image


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_tints_grow_with_the_class_and_what_nobody_sees_is_hatched(floor: FloorCoverage, theme: str) -> None:
    image = drawn(floor, theme)
    viewport = Viewport(0, 0, 1, 400, 240).fitted(floor.floor.whole.bounds, 10)
    frame = Places(SITE).frame

    def colors(x: float, y: float) -> set[str]:
        px, py = viewport.to_screen(*frame.point_to_local(*at(x, y)))
        return {image.pixelColor(round(px) + dx, round(py) + dy).name() for dx in range(-6, 7) for dy in range(-3, 4)}

    near, far = colors(2.0, 1.9), colors(16.0, 1.9)
    assert len(near) == len(far) == 1
    assert near != far
    assert len(colors(2.0, 8.0)) > 1


def test_a_floor_of_many_pieces_is_drawn_in_many_strokes_that_look_like_one(floor: FloorCoverage) -> None:
    tiles = [shapely.box(x, y, x + 0.3, y + 0.3) for x in np.arange(-8, 8, 0.5) for y in np.arange(-4, 4, 0.5)]
    unseen = shapely.MultiPolygon(tiles)
    viewport = Viewport(0, 0, 1, 400, 240).fitted(floor.floor.whole.bounds, 10)
    view = View(viewport, Chart(Places(SITE)), themes.dark(), frozenset({FLOOR}), frozenset(), 1.0)
    layer = CoverageLayer({FLOOR: replace(floor, unseen=unseen, seen=ClassAreas())})

    def painted(paint: Callable[[QPainter], None]) -> QImage:
        image = QImage(400, 240, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        paint(painter)
        painter.end()
        return image

    def at_once(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hatch(view.theme))
        with in_metres(painter, viewport):
            painter.drawPath(path_of(unseen))

    whole = painted(at_once)
    for _again in range(2):
        breathe = Mock()
        assert painted(partial(layer.paint, view=view, breathe=breathe)) == whole
        assert breathe.call_count > len(tiles) / 50


def test_the_bar_is_as_long_as_the_share() -> None:
    theme = themes.dark()
    image = QImage(100, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_shares(painter, theme, QRectF(0, 0, 100, 8), (0.8, 0.5, 0.2, 0.1))
    painter.end()
    steps = [image.pixelColor(x, 4).name() for x in (5, 15, 35, 65, 90)]
    assert len(set(steps)) == 5


def test_the_legend_names_every_class() -> None:
    theme = themes.dark()
    width = legend_width_px(theme)
    assert width > sum(theme.metrics(0).horizontalAdvance(dori.word) for dori in Dori)
    image = QImage(round(width) + 4, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    paint_legend(painter, theme, 1, 1)
    painter.end()
    assert image.pixelColor(image.width() // 2, 2) != Qt.GlobalColor.black


def test_a_floor_is_kept_as_png_and_as_svg_with_its_title(floor: FloorCoverage) -> None:
    sheet = Sheet(floor, Chart(Places(SITE)), themes.light(), "Coverage: Main, first floor", "School · 2026-11-23")
    image = QImage.fromData(png(sheet))
    assert image.width() == 2000
    assert image.text("Title") == "Coverage: Main, first floor"
    assert len({image.pixelColor(x, image.height() // 2).name() for x in range(0, 2000, 7)}) > 5
    drawing = svg(sheet)
    assert b"<title>Coverage: Main, first floor</title>" in drawing
    assert drawing.count(b"<path") > 10
    assert QSvgRenderer(drawing).isValid()


def test_the_legend_explains_what_is_lost_only_where_something_is() -> None:
    theme = themes.dark()
    assert legend_width_px(theme, with_loss=True) > legend_width_px(theme)
    assert LossLayer([(FLOOR, shapely.Polygon())]).is_empty
    assert not LossLayer([(FLOOR, shapely.box(0, 0, 5, 5))]).is_empty
