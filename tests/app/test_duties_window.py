"""Law, walk-through and print in the running window, on a school folder of one's own: what is entered is on disk."""

import json
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from smartclient import plans
from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.domain.campus_record import CampusRecord, Outcome
from smartclient.plans.law.rules import law
from smartclient.plans.records.reading import read_records
from smartclient.plans.revision import revision_of
from smartclient.runtime.clock import SystemClock
from smartclient.ui.law.rules_tree import RulesTree
from tests.builders.maple_grove import MAPLE_GROVE
from tests.builders.running import until

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    folder = tmp_path / "middle-school"
    shutil.copytree(MAPLE_GROVE / "middle-school", folder)
    return folder


def gut(school: Path) -> str:
    """Takes a room its label and the school its reviews; answers the room's id."""
    units = json.loads((school / "unit.geojson").read_text("utf-8"))
    victim = next(u for u in units["features"] if u["properties"]["category"] == "classroom")
    victim["properties"] |= {"name": None, "alt_name": None}
    (school / "unit.geojson").write_text(json.dumps(units), "utf-8")
    record = json.loads((school / "record.json").read_text("utf-8"))
    record["reviews"] = []
    (school / "record.json").write_text(json.dumps(record), "utf-8")
    return str(victim["id"])


def on_files(path: Path, body: Callable[[Watch], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> int:
        opened = plan(path)
        watch = Watch(given(opened, FilesServer(opened.site), "Ada", "dark", SystemClock(), home("duties")))
        watch.window.resize(1400, 900)
        watch.start()
        try:
            await until(watch.furnished.is_set)
            await body(watch)
        finally:
            await watch.shutdown()
        return 0

    assert run(whole) == 0


def the_record(path: Path) -> CampusRecord:
    records, problems = read_records(path)
    assert problems == ()
    return next(iter(records.values()))


def shown_rules(tree: RulesTree) -> list[str]:
    """The ids of the rules in the tree."""
    items = [tree.topLevelItem(i) for i in range(tree.topLevelItemCount())]
    return [item.text(0).split()[0] for item in items if item is not None]


def row(tree: RulesTree, rule: str) -> int:
    """The place of a rule among the rows."""
    return shown_rules(tree).index(rule)


def test_a_wanting_room_is_flown_to_and_a_wanting_review_entered(school: Path) -> None:
    room = gut(school)

    async def body(watch: Watch) -> None:
        watch.actions.run("law")
        panel = watch.duties.law(watch.window).panel
        await until(lambda: panel.tree.topLevelItemCount() == len(law("MI").rules))
        assert "missing" in panel.words.text()
        item = panel.tree.topLevelItem(row(panel.tree, "MI-2"))
        assert item is not None
        panel.tree.setCurrentItem(item)
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
        assert watch.workspace.spot is not None
        assert watch.workspace.spot.unit == room
        assert watch.workspace.goal is not None
        await until(lambda: not watch.map.ground.motion.is_moving)
        panel.only_wanting.setChecked(True)
        review = panel.tree.topLevelItem(row(panel.tree, "MI-22"))
        assert review is not None
        panel.tree.setCurrentItem(review)
        panel.enter.click()
        await until(panel.form.isVisible)
        by = next(field for field in panel.form.findChildren(QLineEdit) if field.accessibleName() == "By")
        QTest.keyClicks(by, "Ada")
        QTest.keyClick(by, Qt.Key.Key_Return)
        await until(lambda: the_record(school).reviews)
        await until(lambda: "MI-22" not in shown_rules(panel.tree))

    on_files(school, body)
    (review,) = the_record(school).reviews
    assert (review.by, review.kind) == ("Ada", "review")
    assert "Maple Grove Police Department" in review.agencies


def test_a_form_says_what_is_wrong_and_esc_puts_it_away(school: Path) -> None:
    gut(school)

    async def body(watch: Watch) -> None:
        watch.actions.run("law")
        panel = watch.duties.law(watch.window).panel
        await until(lambda: panel.tree.topLevelItemCount() > 0)
        item = panel.tree.topLevelItem(row(panel.tree, "MI-22"))
        assert item is not None
        panel.tree.setCurrentItem(item)
        panel.enter.click()
        await until(panel.form.isVisible)
        on = next(field for field in panel.form.findChildren(QLineEdit) if field.accessibleName() == "On")
        on.setText("last Tuesday")
        QTest.keyClick(on, Qt.Key.Key_Return)
        assert "last Tuesday is no day" in panel.form.trouble.text()
        QTest.keyClick(panel.form, Qt.Key.Key_Escape)
        assert not panel.form.isVisible()
        assert panel.tree.isVisible()

    on_files(school, body)
    assert the_record(school).reviews == ()


def test_a_walk_through_is_ticked_corrected_resumed_and_signed(school: Path) -> None:
    before = the_record(school).walk_throughs

    async def first(watch: Watch) -> None:
        watch.actions.run("walk-through")
        desk = watch.duties.walk(watch.window)
        await until(lambda: desk.walking is not None)
        walking, window = desk.walking, desk.window
        assert walking is not None
        window.resize(1180, 780)
        small = [
            b.text() for b in window.findChildren(QAbstractButton) if b.isVisible() and min(b.width(), b.height()) < 48
        ]
        assert small == []
        for _ in range(3):
            QTest.keyClick(window, Qt.Key.Key_Space)
        assert walking.done == 3
        QTest.keyClick(window, Qt.Key.Key_N)
        QTest.keyClicks(window.card.fields["note"], "handle loose")
        QTest.keyClick(window.card.fields["note"], Qt.Key.Key_Return)
        assert walking.outcomes[Outcome.NOTED] == 1
        QTest.keyClick(window, Qt.Key.Key_Right)
        stop = walking.stop
        assert stop is not None
        room = next(i for i, each in enumerate(walking.stops) if each.number == "170")
        walking.go(room)
        QTest.keyClick(window, Qt.Key.Key_C)
        window.card.fields["name"].setText("Media center")
        QTest.keyClick(window.card.fields["name"], Qt.Key.Key_Return)
        await until(lambda: any(unit.name == "Media center" for unit in watch.store.site.units))
        await until(lambda: walking.revision == revision_of(watch.store.site))
        assert walking.stop is not None
        assert walking.stop.name == "Media center"

    on_files(school, first)
    resumed = the_record(school).open_walk_through
    assert resumed is not None
    assert [check.outcome for check in resumed.checks] == [
        Outcome.RIGHT,
        Outcome.RIGHT,
        Outcome.RIGHT,
        Outcome.NOTED,
        Outcome.CORRECTED,
    ]
    assert resumed.checks[-1].correction == {"name": "Media center"}
    assert resumed.checks[-2].note == "handle loose"

    async def second(watch: Watch) -> None:
        watch.actions.run("walk-through")
        desk = watch.duties.walk(watch.window)
        await until(lambda: desk.walking is not None)
        walking, window = desk.walking, desk.window
        assert walking is not None
        assert (walking.is_resumed, walking.done) == (True, 5)
        QTest.keyClick(window, Qt.Key.Key_S)
        window.sign_form.name.clear()
        window.sign_form.sign.click()
        assert "Type the name" in window.sign_form.trouble.text()
        while walking.done < len(walking.stops):
            walking.tick()
        QTest.keyClicks(window.sign_form.name, "Ada Park")
        window.sign_form.sign.click()
        assert walking.walk.is_signed

    on_files(school, second)
    signed = the_record(school).last_walk_through
    assert signed is not None
    assert signed.id == resumed.id
    assert signed.covers == ("building", "grounds")
    assert [signature.name for signature in signed.signatures] == ["Ada Park"]
    assert len(signed.checks) == signed.stops > 150
    assert the_record(school).walk_throughs[: len(before)] == before


def test_the_map_is_printed_with_the_revision_of_the_screen(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    shown: list[str] = []

    async def body(watch: Watch) -> None:
        watch.actions.run("print")
        desk = watch.duties.printing(watch.window)
        await until(lambda: len(desk.window.chosen) == 4)
        await until(lambda: desk.window.preview._image is not None)
        desk.window.none.click()
        assert not desk.window.print.isEnabled()
        item = desk.window.pages.item(2)
        item.setCheckState(Qt.CheckState.Checked)
        desk.print_into(out)
        await until(lambda: "Printed 1 page" in desk.window.words.text())
        await until(lambda: watch.window._revision.text())
        shown.append(watch.window._revision.text().removeprefix("plan "))

    on_files(school, body)
    document = pypdfium2.PdfDocument(out)
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    assert text.count(shown[0]) >= 2
    document.close()


@pytest.mark.parametrize("is_zip", [False, True])
def test_a_walk_through_is_no_change_by_somebody_else(school: Path, tmp_path: Path, is_zip: bool) -> None:
    """Ticking writes into the plan's folder or zip while an edit waits to be saved; the save goes through."""
    manifest = json.loads((school / "manifest.json").read_text())
    (school / "manifest.json").write_text(json.dumps(manifest | {"extensions": []}))
    (school / "record.json").unlink()
    path = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", school)) if is_zip else school

    async def body(watch: Watch) -> None:
        watch.actions.run("walk-through")
        desk = watch.duties.walk(watch.window)
        await until(lambda: desk.walking is not None)
        assert desk.walking is not None
        desk.walking.tick()
        room = next(i for i, each in enumerate(desk.walking.stops) if each.number == "170")
        desk.walking.go(room)
        QTest.keyClick(desk.window, Qt.Key.Key_C)
        desk.window.card.fields["name"].setText("Media center")
        QTest.keyClick(desk.window.card.fields["name"], Qt.Key.Key_Return)
        await watch.duties.records.settle()
        watch.editing.desk.saving.save(with_server=False)
        await watch.editing.desk.saving.wait()
        assert not watch.editing.desk.editing.is_changed

    on_files(path, body)
    assert any(unit.name == "Media center" for unit in plans.read(path)[0].units)
    assert the_record(path).open_walk_through is not None


def test_a_broken_record_is_told_and_left_alone(school: Path) -> None:
    (school / "record.json").write_text("{")

    async def body(watch: Watch) -> None:
        watch.actions.run("walk-through")
        desk = watch.duties.walk(watch.window)
        await until(lambda: desk.walking is not None)
        QTest.keyClick(desk.window, Qt.Key.Key_Space)
        await until(lambda: any("left as it is" in notice.text for notice in watch.notices.standing))

    on_files(school, body)
    assert (school / "record.json").read_text() == "{"


def test_the_plan_that_travels_with_the_program_stays_as_it_is() -> None:
    before = {file.name: file.read_bytes() for file in (MAPLE_GROVE / "elm-street").iterdir()}

    async def body(watch: Watch) -> None:
        watch.actions.run("walk-through")
        desk = watch.duties.walk(watch.window)
        await until(lambda: desk.walking is not None)
        assert desk.walking is not None
        desk.walking.tick()
        await watch.duties.records.settle()
        assert watch.duties.records.of(watch.store.site.venues[0].id).open_walk_through is not None

    on_files(MAPLE_GROVE / "elm-street", body)
    assert {file.name: file.read_bytes() for file in (MAPLE_GROVE / "elm-street").iterdir()} == before
