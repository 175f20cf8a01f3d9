"""The whole way in the running window: from a scanned plan to a lawful, gridded, camera-placed, printed map, no file touched by hand."""

from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QTreeWidgetItem

from smartclient import plans
from smartclient.adapters.files.client import FilesServer
from smartclient.app.law_desk import LawDesk
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.devices import DeviceKind
from smartclient.domain.site import Site
from smartclient.plans import Severity
from smartclient.plans.law.answers import Verdict
from smartclient.plans.law.checking import check_law
from smartclient.plans.law.rules import law
from smartclient.plans.records.reading import read_records
from smartclient.plans.revision import revision_of
from smartclient.runtime.clock import SystemClock
from smartclient.ui.importing.import_window import ImportWindow, Step
from smartclient.ui.importing.trace_page import TracePage
from tests.builders import scanned_school as scan
from tests.builders.by_hand import by_hand, press
from tests.builders.running import until
from tests.builders.tiny_site import write_tiny_archive

pytestmark = pytest.mark.usefixtures("qapp")

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PLACED = (
    ("camera", 51.0, 63.5),
    ("AED", 64.0, 61.5),
    ("first aid", 84.0, 66.0),
    ("trauma kit", 66.0, 63.5),
    ("fire alarm panel", 85.0, 61.5),
    ("hazard", 64.0, 70.0),
    ("gas shut-off", 71.5, 60.0),
    ("water shut-off", 75.0, 60.0),
    ("power shut-off", 78.5, 60.0),
    ("ventilation shut-off", 82.0, 60.0),
    ("key box", 49.4, 60.5),
    ("assembly point", 66.0, 90.0),
)
"""What is put on the map from the palette, and where on the sheet."""
_AGENCIES = (
    ("Prairie Police", "police"),
    ("Prairie Fire", "fire"),
    ("County Ambulance", "ems"),
    ("County Dispatch", "dispatch"),
)
_BEYOND_ANY_PLAN = {"SEC-2": Verdict.UNKNOWN}
"""Whether copies elsewhere are encrypted no plan can tell; a person has to look."""


def test_a_scanned_plan_becomes_a_lawful_printed_map(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "district")
    sheet = scan.write_scan(tmp_path / "scan.png")
    folder, printed, opened = tmp_path / "school", tmp_path / "map.pdf", plan(tmp_path / "district")
    shown: list[str] = []

    async def body() -> int:
        first = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("files")))
        first.start()
        await until(first.furnished.is_set)
        await import_scan(first, sheet, folder)
        await until(lambda: first.plan_exchange.watches)
        watch = first.plan_exchange.watches[0]
        watch.window.resize(1400, 900)
        await until(watch.furnished.is_set)
        await edit(watch)
        await obey(watch)
        shown.append(await print_map(watch, printed))
        watch.window.close()
        await until(watch.ended.is_set)
        await first.shutdown()
        return 0

    assert run(body) == 0
    assert_is_drawn_and_lawful(folder, shown[0])
    assert_is_printed(printed, shown[0])
    assert_opens_again(folder)


async def import_scan(watch: Watch, sheet: Path, folder: Path) -> None:
    """Ctrl+I: choose the scan, place it, trace it, name it, lay the grid, save."""
    await by_hand(lambda: QTest.keyClick(watch.window, Qt.Key.Key_I, _CONTROL))
    desk = watch.plan_exchange.desk
    assert desk is not None
    window = desk.window
    window.resize(1500, 1000)
    desk.read(sheet)
    await until(lambda: window.project.parts)
    await press(window.next)
    await by_hand(lambda: place(window))
    assert "off on average" in window.place.words.text()
    await press(window.next)
    assert window.step is Step.ROOMS
    for drawn in (*scan.ROOMS, *scan.OUTDOORS):
        await by_hand(partial(trace, window.trace, drawn))
    await by_hand(lambda: hang_doors(window.trace))
    await press(window.next)
    await by_hand(lambda: QTest.keyClicks(window.names.school, "Prairie School"))
    await by_hand(lambda: QTest.keyClicks(window.names.address, "415 Prairie Road, Madison, US-WI, 53703"))
    await press(window.next)
    await until(lambda: "columns, A to" in window.grid.words.text())
    await press(window.next)
    await until(lambda: window.save.summary.text().startswith("Prairie School"))
    window.save.folder.setText(str(folder))
    await press(window.save.save)


def place(window: ImportWindow) -> None:
    """The corners of the building, whose place a surveyor has told."""
    canvas = window.place.plan
    for row, (x, y) in enumerate(scan.SURVEYED):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.to_screen(scan.drawing(x, y)).toPoint())
        item = window.place.table.item(row, 1)
        assert item is not None
        lon, lat = scan.world(x, y)
        item.setText(f"{lat:.8f}, {lon:.8f}")


def trace(page: TracePage, drawn: scan.Drawn) -> None:
    """Clicks its corners, chooses what it is, types what stands on its door."""
    for corner in drawn.corners:
        click_sheet(page, *corner)
    QTest.keyClick(page.canvas, Qt.Key.Key_Return)
    choose(page.category, drawn.category)
    QTest.keyClicks(page.number, drawn.number)
    QTest.keyClick(page.number, Qt.Key.Key_Return)
    QTest.keyClicks(page.name, drawn.name)
    QTest.keyClick(page.name, Qt.Key.Key_Return)


def hang_doors(page: TracePage) -> None:
    """A door for each room, double ones to the outside."""
    QTest.keyClick(page.canvas, Qt.Key.Key_D)
    for at in scan.DOORS:
        click_sheet(page, *at)
    for at in scan.ENTRANCES:
        click_sheet(page, *at, modifiers=_SHIFT)


def click_sheet(
    page: TracePage, x: float, y: float, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Clicks where those metres of the sheet are."""
    at = page.canvas.to_screen(scan.drawing(x, y)).toPoint()
    QTest.mouseMove(page.canvas, at)
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, modifiers, at)


async def edit(watch: Watch) -> None:
    """F2: everything the law wants to find from the palette, the camera turned, a finer look at the grid, Ctrl+S."""
    await by_hand(lambda: QTest.keyClick(watch.window, Qt.Key.Key_F2))
    desk = watch.editing.desk
    assert desk.editing.is_on
    await come_closer(watch)
    await by_hand(lambda: put(watch, "camera", 74.0, 68.0))
    assert any("restroom" in notice.text for notice in watch.notices.standing)
    for words, x, y in _PLACED:
        await by_hand(partial(put, watch, words, x, y))
        if words == "camera":
            form = desk.panel.properties.forms.device
            form.bearing.setValue(90)
            form.range.setValue(30)
    await press(desk.panel.grid)
    grid = desk.panel.properties.forms.grid
    assert grid.cell.value() == 10
    grid.cell.setValue(20)
    await by_hand(lambda: QTest.keyClick(watch.window, Qt.Key.Key_S, _CONTROL))
    await until(desk.panel.sheet.isVisible)
    await press(desk.panel.sheet.save)
    await until(lambda: not desk.editing.is_changed)
    await by_hand(lambda: QTest.keyClick(watch.window, Qt.Key.Key_F2))
    assert not desk.editing.is_on


async def come_closer(watch: Watch) -> None:
    """Until the whole building and the field fill the map."""
    before = watch.map.viewport.metres_per_px
    await by_hand(lambda: QTest.keyClick(watch.map, Qt.Key.Key_Plus))
    await until(lambda: not watch.map.ground.motion.is_moving)
    assert 0.1 < watch.map.viewport.metres_per_px < before


def put(watch: Watch, words: str, x: float, y: float) -> None:
    """Takes it from the palette and puts it down on the map."""
    QTest.mouseClick(watch.editing.desk.panel.palette_.buttons[words], Qt.MouseButton.LeftButton)
    pixel = watch.map.viewport.to_screen(*watch.places.frame.point_to_local(*scan.world(x, y)))
    QTest.mouseClick(watch.map.canvas, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, pixel)))


async def obey(watch: Watch) -> None:
    """Ctrl+Shift+L: the model's rules; what is wanting is recorded, walked through and signed."""
    await by_hand(lambda: QTest.keyClick(watch.window, Qt.Key.Key_L, _CONTROL | _SHIFT))
    desk = watch.duties.law(watch.window)
    panel = desk.panel
    await by_hand(lambda: choose(panel.laws, "model"))
    await until(lambda: panel.tree.topLevelItemCount() == len(law("model").rules))
    assert wanting(desk) == {"MOD-2", "MOD-4", "MOD-5", "SEC-2", "MIN-5", "MIN-11", "MIN-28", "MIN-29", "MIN-31"}
    for name, kind in _AGENCIES:
        rule = "MIN-29" if kind != "dispatch" else "MOD-5"
        await record(desk, rule, {"Agency": name, "Kind": kind, "Reads maps with": "PDF, TAK"})
    await record(desk, "MIN-5", {"Taken on": f"{SystemClock().now():%Y-%m-%d}", "Source": "county orthophoto"})
    await record(desk, "MIN-11", {"Says": "Ada Park"}, is_absence=True)
    await record(desk, "MIN-31", {"By": "Ada Park"})
    await walk_through(watch)
    await record(desk, "MOD-2", {"As": "PDF"})
    await until(lambda: wanting(desk) == set(_BEYOND_ANY_PLAN))


def choose(box: QComboBox, data: str) -> None:
    """As the mouse does."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def wanting(desk: LawDesk) -> set[str]:
    """The rules that the panel shows as not met."""
    return {each.rule.id for each in desk.panel._findings if each.answer.verdict is not Verdict.PASS}


def row(desk: LawDesk, rule: str) -> QTreeWidgetItem:
    """The row of a rule in the tree."""
    tree = desk.panel.tree
    items = (tree.topLevelItem(index) for index in range(tree.topLevelItemCount()))
    return next(item for item in items if item is not None and item.text(0).startswith(f"{rule} "))


async def record(desk: LawDesk, rule: str, typed: dict[str, str], *, is_absence: bool = False) -> None:
    """Opens the form of a rule, types into it, and waits until the law was checked with it."""
    panel, before = desk.panel, desk.panel._findings
    panel.tree.setCurrentItem(row(desk, rule))
    await press(panel.none_here if is_absence else panel.enter)
    await until(panel.form.isVisible)
    lines = {field.accessibleName(): field for field in panel.form.findChildren(QLineEdit)}
    choices = {field.accessibleName(): field for field in panel.form.findChildren(QComboBox)}
    for words, text in typed.items():
        if words in choices:
            choices[words].setCurrentText(text)
        else:
            lines[words].setText(text)
    await press(panel.form.keep)
    await until(lambda: panel._findings is not before)


async def walk_through(watch: Watch) -> None:
    """Ctrl+Shift+T: every stop ticked, signed by the map's producer."""
    await by_hand(lambda: QTest.keyClick(watch.window, Qt.Key.Key_T, _CONTROL | _SHIFT))
    desk = watch.duties.walk(watch.window)
    await until(lambda: desk.walking is not None)
    walking, window = desk.walking, desk.window
    assert walking is not None
    for _ in walking.stops:
        await by_hand(lambda: QTest.keyClick(window, Qt.Key.Key_Space))
    assert walking.done == len(walking.stops)
    await press(window.sign)
    form = window.sign_form
    form.name.clear()
    await by_hand(lambda: QTest.keyClicks(form.name, "Ada Park"))
    form.by.setCurrentText("The producer of the map")
    await press(form.sign)
    assert walking.walk.is_signed
    window.close()


async def print_map(watch: Watch, path: Path) -> str:
    """Ctrl+P: all pages into a PDF; answers the revision that stands in the window."""
    watch.window.activateWindow()
    await until(watch.window.isActiveWindow)
    await by_hand(lambda: QTest.keyClick(watch.window, Qt.Key.Key_P, _CONTROL))
    window = watch.duties.printing(watch.window).window
    await until(lambda: window.print.isEnabled() and window.chosen)
    await press(window.print)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    await by_hand(lambda: QTest.keyClick(name, Qt.Key.Key_Return))
    await until(lambda: "Printed" in window.words.text())
    return watch.window._revision.text().removeprefix("plan ")


def assert_is_drawn_and_lawful(folder: Path, revision: str) -> None:
    site, problems = plans.read(folder)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    assert revision_of(site) == revision
    assert_is_the_school(site)
    records, found = read_records(folder)
    assert found == ()
    findings = check_law(site, records, law("model"), revision, SystemClock().now().date())
    assert {f.rule.id: f.answer.verdict for f in findings if f.answer.verdict is not Verdict.PASS} == _BEYOND_ANY_PLAN


def assert_is_the_school(site: Site) -> None:
    numbers = {unit.number for unit in site.units if unit.number}
    assert numbers == {"101", "102", "103", "104", "105", "106"}
    assert {"Hall A", "Stair A", "Staff lot", "Soccer field", "Prairie Road"} <= {unit.name for unit in site.units}
    outside = [opening.name for opening in site.openings if opening.is_exterior]
    assert sorted(outside) == ["Door 1", "Door 2", "Door 3", "Door 4"]
    assert len({one.name for one in site.surroundings if one.category == "neighbour"}) == 4
    assert (site.grids[0].cell_m, site.grids[0].bearing_deg) == (20, 0)
    assert len(site.devices) + len(site.amenities) == len(_PLACED)
    (camera,) = (device for device in site.devices if device.kind is DeviceKind.CAMERA)
    assert camera.placement is not None
    assert camera.placement.position == pytest.approx(scan.world(51.0, 63.5), abs=2e-5)
    assert camera.view is not None
    assert (camera.view.bearing_deg, camera.view.range_m) == (90, 30)


def assert_is_printed(path: Path, revision: str) -> None:
    """Campus, doors and floor; letters and numbers of the grid, room numbers, the window's revision on every page."""
    document = pypdfium2.PdfDocument(path)
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    document.close()
    assert all(revision in page for page in pages)
    campus, doors, floor = (set(page.split()) for page in pages)
    assert {"A", "G", "1", "6", "Road", "Quarry"} <= campus
    assert "Prairie, grid B3, first floor, door 4, stair A" in pages[1]
    assert {"USNG", "16T"} <= doors
    assert {"101", "102", "103", "104", "105", "106", "Hall", "Stair", "B", "C", "2", "3"} <= floor


def assert_opens_again(folder: Path) -> None:
    """As `smartclient open` does."""

    async def body() -> int:
        opened = plan(folder)
        watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("again")))
        opened.say(watch.notices)
        watch.start()
        await until(watch.furnished.is_set)
        assert not watch.notices.standing
        assert {unit.number for unit in watch.store.site.units if unit.number} >= {"101", "106"}
        await watch.shutdown()
        return 0

    assert run(body) == 0
