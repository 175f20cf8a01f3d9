"""Control points set on the base map: it lies under the world of the import, also where no plan is open."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from smartclient.app.importing import ImportDesk
from smartclient.app.loop import run, themed
from smartclient.domain.site import Site
from smartclient.plans.base_maps.tiles import tile_at, tiles_within
from smartclient.runtime import paths
from smartclient.runtime.settings import KeptBaseMap, SettingsFile
from smartclient.ui.importing.import_window import Step
from tests.builders import drawings
from tests.builders.by_hand import by_hand
from tests.builders.running import until
from tests.builders.tile_files import mbtiles

ORANGE = QColor("#ff8000")


@pytest.mark.usefixtures("qapp")
def test_the_base_map_appears_around_the_first_point_and_is_pointed_at(tmp_path: Path) -> None:
    lon, lat = -89.5, 43.1
    around = tiles_within((lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01), 16)
    tiles = dict.fromkeys([*around, *(tile_at((lon, lat), zoom) for zoom in range(16))], ORANGE.name())
    file = mbtiles(tmp_path / "ground.mbtiles", tiles, attribution="© City")
    SettingsFile(paths.settings_folder()).change(base_map=KeptBaseMap(place=str(file), captured="2026-05-01"))

    async def body() -> int:
        desk = ImportDesk(lambda: Site(""), themed("dark"), lambda _folder: None)
        desk.show()
        desk.read(drawings.write_png(tmp_path / "scan.png"))
        await until(lambda: desk.window.project.parts)
        window, page = desk.window, desk.window.place
        window.go(Step.PLACE)
        assert "43.0731" in page.world.hint
        await by_hand(lambda: page._clicked_plan(10.0, -10.0))
        item = page.table.item(0, 1)
        assert item is not None
        await by_hand(lambda: item.setText(f"{lat}, {lon}"))
        await until(lambda: page.has_ground)
        await until(lambda: page.world.grab().toImage().pixelColor(page.world.width() // 2 + 30, 140) == ORANGE)
        assert page.credit.text() == "© City · captured 2026-05-01"
        await by_hand(lambda: page._clicked_plan(200.0, -10.0))
        at = QPointF(page.world.width() / 2 + 50, page.world.height() / 2).toPoint()
        await by_hand(
            lambda: QTest.mouseClick(page.world, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        )
        second = window.project.parts[0].marks[1].world
        assert second is not None
        assert second[0] > lon
        assert abs(second[1] - lat) < 1e-4
        await desk.stop()
        return 0

    assert run(body) == 0
