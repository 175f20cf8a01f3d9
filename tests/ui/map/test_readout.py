"""The line at the map's foot."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smartclient.store.position import Position
from smartclient.ui.map.readout import Readout
from smartclient.ui.theme import dark

HERE = Position("18T WN 4711 2033", "18T WN 47112 20330", "42.63398, -74.42542", "H4", "Main 1F · Hall B")


@pytest.fixture
def foot(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    parent.resize(900, 400)
    qtbot.addWidget(parent)
    parent.show()
    return parent


@pytest.fixture
def readout(foot: QWidget) -> Readout:
    made = Readout(dark(), foot)
    made.place(150, 390, 700)
    return made


def test_it_says_the_place_and_its_degrees(readout: Readout) -> None:
    readout.show_position(HERE)
    assert readout.isVisible()
    assert readout.text == "18T WN 4711 2033 · H4 · Main 1F · Hall B   42.63398, -74.42542"
    assert readout.geometry().bottom() == 389
    readout.show_position(None)
    assert not readout.isVisible()


def test_where_there_is_little_room_the_degrees_go_first(readout: Readout) -> None:
    readout.place(150, 390, 340)
    readout.show_position(HERE)
    assert readout.text == "18T WN 4711 2033 · H4 · Main 1F · Hall B"
    assert readout.width() <= 340
