"""An import that goes into the plan that is open: on the map at once, taken back in one step, saved beside what was there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient import plans
from smartclient.adapters.files.client import FilesServer
from smartclient.app.importing import ImportDesk
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.runtime.clock import SystemClock
from smartclient.ui.importing.import_window import ImportWindow, Step
from tests.builders import drawings
from tests.builders.by_hand import by_hand, press
from tests.builders.running import until
from tests.builders.tiny_site import write_tiny_archive


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.geojson")}


async def to_names(desk: ImportDesk, drawing: Path) -> ImportWindow:
    """Reads the drawing, which says itself where it lies, and goes to the step of names."""
    window = desk.window
    desk.read(drawing)
    await until(lambda: window.project.parts)
    window.go(Step.NAMES)
    return window


async def choose(window: ImportWindow, words: str) -> None:
    """Chooses where it goes, with the keyboard."""
    into = window.names.into
    at = next(i for i in range(into.count()) if words in into.itemText(i))

    def act() -> None:
        for _ in range(at - into.currentIndex()):
            QTest.keyClick(into, Qt.Key.Key_Down)
        into.activated.emit(into.currentIndex())

    await by_hand(act)


@pytest.mark.usefixtures("qapp")
def test_a_campus_is_put_into_the_open_plan_and_saved(tmp_path: Path) -> None:
    folder = tmp_path / "district"
    write_tiny_archive(folder)
    before = files_of(folder)
    opened = plan(folder)

    async def body() -> int:
        watch = Watch(given(opened, FilesServer(opened.site), "Ada", "dark", SystemClock(), home("files")))
        watch.start()
        await until(watch.furnished.is_set)
        watch.actions.run("import-plan")
        desk = watch.plan_exchange.desk
        assert desk is not None
        window = await to_names(desk, drawings.write_indoor_geojson(tmp_path / "wing.geojson"))
        assert window.names.into.currentText() == "A site of its own, in a new folder"
        await choose(window, "a new campus")
        await by_hand(lambda: QTest.keyClicks(window.names.school, " School"))
        window.go(Step.SAVE)
        await until(lambda: "School: 1 building, 2 floors" in window.save.summary.text())
        assert window.save.folder.isHidden()
        await press(window.save.save)
        await until(lambda: len(watch.store.site.venues) == 2)
        assert watch.editing.desk.editing.steps[0].what == "Import East wing School"
        watch.actions.run("edit-undo")
        assert watch.store.site == opened.site
        watch.actions.run("edit-redo")
        watch.editing.desk.saving.save(with_server=False)
        await until(lambda: not watch.editing.desk.saving.is_running)
        assert desk.window is not window
        await watch.shutdown()
        return 0

    assert run(body) == 0
    site, problems = plans.read(folder)
    assert problems == ()
    assert {venue.name for venue in site.venues} == {opened.site.venues[0].name, "East wing School"}
    assert files_of(folder) == before


@pytest.mark.usefixtures("qapp")
def test_what_does_not_fit_is_said_before_it_is_saved(tmp_path: Path) -> None:
    write_tiny_archive(tmp_path / "district")
    opened = plan(tmp_path / "district")

    async def body() -> int:
        watch = Watch(given(opened, FilesServer(opened.site), "Ada", "dark", SystemClock(), home("files")))
        watch.start()
        await until(watch.furnished.is_set)
        watch.actions.run("import-plan")
        desk = watch.plan_exchange.desk
        assert desk is not None
        window = await to_names(desk, drawings.write_indoor_geojson(tmp_path / "wing.geojson"))
        await choose(window, "more floors")
        assert not window.names.school.isEnabled()
        window.go(Step.GRID)
        await until(lambda: "keeps its grid" in window.grid.words.text())
        window.go(Step.SAVE)
        await until(lambda: "km from" in window.save.words.text() or "has floor" in window.save.words.text())
        await press(window.save.save)
        assert watch.store.site == opened.site
        await watch.shutdown()
        return 0

    assert run(body) == 0
