"""The bench's campus is what it says it is, and both rivals show the same of it."""

import pytest

from smartclient.bench.big_campus import PINS, ROOMS, big_campus
from smartclient.bench.map import HEIGHT_PX, WIDTH_PX
from smartclient.bench.plain_items import plain_view


def test_campus_has_the_rooms_and_pins_in_view() -> None:
    site = big_campus()
    ground = {level.id for level in site.levels if level.ordinal == 0}
    assert sum(unit.level_id in ground for unit in site.units) == ROOMS
    assert sum(device.placement is not None and device.placement.level_id in ground for device in site.devices) == PINS


@pytest.mark.usefixtures("qapp")
def test_rival_has_as_many_items() -> None:
    view = plain_view(WIDTH_PX, HEIGHT_PX)
    assert len(view.scene().items()) == ROOMS + PINS
    view.deleteLater()
