"""The bench's campus is what it says it is, and both rivals show the same of it."""

import numpy as np
import pytest

from smartclient.bench.big_campus import LEVELS, PINS, ROOMS, big_campus
from smartclient.bench.map import HEIGHT_PX, WIDTH_PX
from smartclient.bench.map_everything import gridded_campus
from smartclient.bench.plain_items import PlainMap
from smartclient.geometry.viewport import Viewport


def test_campus_has_the_rooms_and_pins_in_view() -> None:
    site = big_campus()
    ground = {level.id for level in site.levels if level.ordinal == 0}
    assert sum(unit.level_id in ground for unit in site.units) == ROOMS
    assert sum(device.placement is not None and device.placement.level_id in ground for device in site.devices) == PINS


def test_with_everything_on_the_campus_has_its_grid_and_the_same_rooms() -> None:
    site = gridded_campus()
    (grid,) = site.grids
    assert grid.cell_m == 10.0
    assert 940 <= grid.columns * 10 < 960
    assert 580 <= grid.rows * 10 < 600
    assert site.units == big_campus().units


@pytest.mark.usefixtures("qapp")
def test_rival_shows_all_rooms_and_the_pins_it_was_given() -> None:
    view = PlainMap(WIDTH_PX, HEIGHT_PX)
    view.add("detail", np.zeros((7, 2)))
    view.show_at(Viewport(0, 0, 1, WIDTH_PX, HEIGHT_PX), "detail")
    assert len(view.scene().items()) == ROOMS + LEVELS + 7
    view.deleteLater()


@pytest.mark.usefixtures("qapp")
def test_rival_shows_one_floor_at_a_time() -> None:
    view = PlainMap(WIDTH_PX, HEIGHT_PX)
    view.add_floors("floors", np.zeros((7, 2)), np.zeros((3, 2)))
    assert [floor.isVisible() for floor in view.floors] == [True, False]
    view.choose_floor(1)
    assert [floor.isVisible() for floor in view.floors] == [False, True]
    assert [len(floor.childItems()) for floor in view.floors] == [200 + 3, 200 + 3]
    view.deleteLater()
