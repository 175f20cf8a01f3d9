"""The map on the hand-made district, drawn and at rest."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from smartclient.runtime.clock import ManualClock
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui import theme
from smartclient.ui.map.map_view import MapView
from tests.ui.map.district import START, store


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def present(clock: ManualClock) -> SiteStore:
    return store(clock)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def view(qtbot: QtBot, present: SiteStore, workspace: Workspace, clock: ManualClock) -> Iterator[MapView]:
    made = MapView(present, workspace, theme.dark(), clock)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def settle(qtbot: QtBot, view: MapView) -> Callable[[], None]:
    """Waits until the picture of the plan is the one wanted."""

    def wait() -> None:
        qtbot.waitUntil(lambda: view.canvas.is_crisp, timeout=20_000)

    return wait
