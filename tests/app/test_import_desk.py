"""A new school from a scanned plan, in the running window, without touching a file by hand: placed, traced, named, saved, open."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from smartclient import plans
from smartclient.adapters.files.client import FilesServer
from smartclient.app.importing import ImportDesk
from smartclient.app.loop import run, themed
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.site import Site, UnitKind
from smartclient.runtime.clock import SystemClock
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.importing.import_window import ImportWindow, Step
from smartclient.ui.importing.trace_tool import Hand
from tests.builders import drawings
from tests.builders.by_hand import by_hand, press
from tests.builders.running import until
from tests.builders.tiny_site import write_tiny_archive

PER_M = 40
_NONE = Qt.KeyboardModifier.NoModifier


def click(canvas: Canvas, x_m: float, y_m: float, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Clicks where those metres of the wing are on the scan, which is ten metres high."""
    at = canvas.to_screen((x_m * PER_M, (y_m - 10) * PER_M)).toPoint()
    QTest.mouseMove(canvas, at)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, modifiers, at)


def place(window: ImportWindow) -> None:
    """Clicks the control points on the plan and types where they are."""
    for row, (x, y, lon, lat) in enumerate(drawings.CORNERS):
        click(window.place.plan, x, y)
        item = window.place.table.item(row, 1)
        assert item is not None
        item.setText(f"{lat}, {lon}")


def trace(window: ImportWindow) -> None:
    """Draws the rooms with a number each, the corridor, and a door for each room and one to the outside."""
    page = window.trace
    for x, y, number, _ in drawings.ROOMS:
        corners = (
            (x, y),
            (x + drawings.WIDE, y),
            (x + drawings.WIDE, y + drawings.DEEP),
            (x, y + drawings.DEEP),
            (x, y),
        )
        for corner in corners:
            click(page.canvas, *corner)
        QTest.keyClicks(page.number, number)
        QTest.keyClick(page.number, Qt.Key.Key_Return)
        QTest.keyClicks(page.name, f"Room {number}")
        QTest.keyClick(page.name, Qt.Key.Key_Return)
    for corner in ((0.0, 2.0), (24.0, 2.0), (24.0, 5.0), (0.0, 5.0)):
        click(page.canvas, *corner)
    QTest.keyClick(page.canvas, Qt.Key.Key_Return)
    page.category.setCurrentIndex(page.category.findData("walkway"))
    page.category.activated.emit(page.category.currentIndex())
    QTest.keyClick(page.canvas, Qt.Key.Key_D)
    assert page.tool.hand is Hand.DOOR
    for x, y, _, _ in drawings.ROOMS:
        click(page.canvas, x + 2, y)
    click(page.canvas, 0, 3.5, Qt.KeyboardModifier.ShiftModifier)


async def draw_school(window: ImportWindow) -> None:
    """All steps after the file was read, up to saving."""
    await press(window.next)
    assert window.step is Step.PLACE
    await by_hand(lambda: place(window))
    assert "off on average" in window.place.words.text()
    await press(window.next)
    await by_hand(lambda: trace(window))
    await press(window.next)
    await by_hand(lambda: QTest.keyClicks(window.names.school, "East School"))
    await by_hand(lambda: QTest.keyClicks(window.names.address, "415 Prairie Road, Madison, US-WI, 53703"))
    await press(window.next)
    await until(lambda: window.grid.canvas.backdrop is not None)
    assert "columns, A to" in window.grid.words.text()
    await press(window.next)
    await until(lambda: window.save.summary.text().startswith("East School"))


def assert_is_the_wing(site: Site) -> None:
    """What was drawn is what is there."""
    assert {unit.number for unit in site.units if unit.number} == {"101", "102", "103", "104"}
    assert sum(unit.kind is UnitKind.CORRIDOR for unit in site.units) == 1
    assert any(unit.kind is UnitKind.WALL for unit in site.units)
    assert len(site.openings) == 5
    assert [opening.name for opening in site.openings if opening.is_exterior] == ["Door 1"]
    assert site.venues[0].name == "East School"
    assert site.venues[0].address == "415 Prairie Road, Madison, US-WI, 53703"
    assert site.grids[0].columns > 5
    lon, lat = site.buildings[0].display_point
    assert (lon, lat) == pytest.approx((-89.49985, 43.10004), abs=1e-4)


@pytest.mark.usefixtures("qapp")
def test_a_school_is_drawn_from_a_scan_and_opens_in_the_window(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "district")
    scan = drawings.write_png(tmp_path / "scan.png")
    opened = plan(tmp_path / "district")

    def school_windows() -> list[QWidget]:
        shown = (widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "main")
        return [widget for widget in shown if widget.isVisible() and "East School" in widget.windowTitle()]

    async def body() -> int:
        watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("files")))
        watch.start()
        await until(watch.furnished.is_set)
        watch.actions.run("import-plan")
        desk = watch.plan_exchange.desk
        assert desk is not None
        window = desk.window
        assert window.isVisible()
        desk.read(scan)
        await until(lambda: window.project.parts)
        await draw_school(window)
        folder = tmp_path / "saved"
        window.save.folder.setText(str(folder))
        await press(window.save.save)
        await until(school_windows)
        site, problems = plans.read(folder)
        assert problems == ()
        assert_is_the_wing(site)
        school_windows()[0].close()
        await until(lambda: not school_windows())
        await watch.shutdown()
        return 0

    assert run(body) == 0


@pytest.mark.usefixtures("qapp")
def test_reading_can_be_cancelled_and_refusals_are_said(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing more")
    large = tmp_path / "large.dxf"
    drawings.write_dxf(large)

    async def body() -> int:
        desk = ImportDesk(lambda: Site(""), themed("dark"), lambda _folder: None)
        desk.show()
        desk.read(tmp_path / "broken.png")
        await until(lambda: "is damaged" in desk.window.files.words.text())
        assert desk.window.files.progress.isHidden()
        desk.read(large)
        await until(lambda: not desk.window.files.progress.isHidden())
        await press(desk.window.files.cancel)
        await until(lambda: "was cancelled" in desk.window.files.words.text())
        assert desk.window.project.parts == []
        await desk.stop()
        return 0

    assert run(body) == 0


@pytest.mark.usefixtures("qapp")
def test_an_svg_is_drawn_by_qt_in_the_other_process(tmp_path: Path) -> None:
    svg = tmp_path / "wing.svg"
    svg.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="100"><rect width="120" height="100"/></svg>'
    )

    async def body() -> int:
        desk = ImportDesk(lambda: Site(""), themed("dark"), lambda _folder: None)
        desk.read(svg)
        await until(lambda: desk.window.project.parts)
        picture = desk.window.project.parts[0].drawing.picture
        assert picture is not None
        assert (picture.width, picture.height) == (240, 100)
        assert picture.pixels[5, 5].tolist() == [0, 0, 0]
        assert picture.pixels[5, -5].tolist() == [255, 255, 255]
        await desk.stop()
        return 0

    assert run(body) == 0
