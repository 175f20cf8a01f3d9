"""An incident in the whole window against a demo server, by keys: opened, filled, shared with another console, reported, closed, found."""

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient.app.incident_desk import IncidentDesk
from smartclient.app.watch import Watch
from smartclient.cli import run as command
from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import ALONE
from smartclient.domain.incident_entries import (
    AlarmEntered,
    EventEntered,
    IncidentStatus,
    Noted,
    Said,
    SnapshotTaken,
    Watched,
)
from smartclient.domain.incidents import Incident
from smartclient.runtime import paths
from smartclient.session.incidents.sharing import SharingState
from smartclient.ui.drill import DrillFrame
from smartclient.ui.video.snapshot import Kept
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")
START = datetime(2026, 11, 23, 15, tzinfo=UTC)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def desk_of(watch: Watch) -> IncidentDesk:
    desk = watch.answering.incidents.desk
    assert desk is not None
    return desk


def current(watch: Watch) -> Incident:
    found = watch.answering.incidents.incidents.current
    assert found is not None
    return found


def has(watch: Watch, kind: type) -> bool:
    return any(isinstance(entry.body, kind) for entry in current(watch).entries)


async def forced(server: DemoServer, watch: Watch) -> None:
    """A door is forced and its alarm selected."""
    watch.verifying.verifying.opens_by_itself = False
    door = the(watch, DeviceKind.DOOR, "HS Main · Door 7")
    await act(server, "door.break", door)
    await until(lambda: any(alarm.device == door.id for alarm in watch.store.open_alarms()))
    alarm = next(alarm for alarm in watch.store.open_alarms() if alarm.device == door.id)
    watch.verbs.fly_to_alarm(alarm.id)


def typed(watch: Watch, text: str) -> None:
    field = desk_of(watch).panel.file.field
    assert field.hasFocus() or not watch.window.isActiveWindow()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_an_incident_from_alarm_to_closed_file_by_keys(tmp_path: Path) -> None:
    with demo_server(DemoOptions(password="Maple-1", hour=10.0)) as server:

        async def body(watch: Watch) -> None:
            await forced(server, watch)
            QTest.keyClick(watch.window, Qt.Key.Key_O, SHIFT)
            assert current(watch).name == "Door forced open · Main Building"
            await until(lambda: has(watch, AlarmEntered) and has(watch, EventEntered))
            QTest.keyClick(watch.window, Qt.Key.Key_J, CTRL)
            typed(watch, "Officer at the <b>north</b> door")
            QTest.keyClick(watch.window, Qt.Key.Key_J, CTRL | SHIFT)
            typed(watch, "Who has the keys?")
            assert has(watch, Noted)
            assert has(watch, Said)
            await until(lambda: has(watch, Watched))
            watch.walls.snapshots.kept.emit(Kept("HS Main · Door 7 · outside", START, tmp_path / "gone.png", "0" * 64))
            await until(lambda: has(watch, SnapshotTaken))
            await until(lambda: watch.answering.incidents.sharing.parts[ALONE].state is SharingState.LIVE)
            page = desk_of(watch).panel.file
            await until(lambda: page.model.rowCount() == len(current(watch).timeline))
            assert "1 watching · shared live." in page.head.presence.text()
            watch.actions.run("incident-close")
            QTest.keyClicks(desk_of(watch).panel.form.reason, "Wind")
            QTest.keyClick(desk_of(watch).panel.form.reason, Qt.Key.Key_Return)
            assert current(watch).status is IncidentStatus.CLOSED
            await until(lambda: "Closed" in page.head.since.text())
            await pages_of(watch, tmp_path / "report.pdf")
            await found_again(watch)

        on_watch(server, body)


async def pages_of(watch: Watch, path: Path) -> None:
    """The report is written in a thread, and holds everything as plain text."""
    await desk_of(watch)._report(path, current(watch))
    with pypdfium2.PdfDocument(path) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    for words in ("Officer at the <b>north</b> door", "Door forced open", "for the radio", "SHA-256", "page 1 of"):
        assert words in text.replace("\r\n", " ")


async def found_again(watch: Watch) -> None:
    """By a word of a note, from the list, without the mouse."""
    panel = desk_of(watch).panel
    watch.actions.run("incident-files")
    assert not panel.is_on_file
    panel.files.search.setText("nothing of that kind")
    await until(lambda: not panel.files.rows.values)
    panel.files.search.setText("officer north")
    await until(lambda: len(panel.files.rows.values) == 1)
    QTest.keyClick(panel.files.rows, Qt.Key.Key_Return)
    await until(lambda: panel.is_on_file)
    assert panel.file.looking.isVisibleTo(panel)


def frames(watch: Watch) -> list[DrillFrame]:
    """The frames of a drill that are seen around the map."""
    return [frame for frame in watch.map.findChildren(DrillFrame) if not frame.isHidden()]


def test_a_watch_that_ended_goes_on_with_its_file_and_the_command_line_knows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with demo_server(DemoOptions(password="Maple-1", hour=10.0)) as server:

        async def first(watch: Watch) -> None:
            watch.actions.run("open-incident")
            desk_of(watch).toggle_drill()
            QTest.keyClick(watch.window, Qt.Key.Key_J, CTRL)
            typed(watch, "Before the end")

        async def second(watch: Watch) -> None:
            await until(lambda: watch.answering.incidents.incidents.current is not None)
            assert has(watch, Noted)
            assert watch.answering.incidents.incidents.is_taking_part
            assert current(watch).is_drill
            await until(lambda: [frame.but for frame in frames(watch)] == [""])
            await act(server, "door.forced", the(watch, DeviceKind.DOOR, "HS Main · Door 7"))
            await until(lambda: [frame.but for frame in frames(watch)] == ["1 open alarm is no drill"])

        on_watch(server, first)
        on_watch(server, second)
    assert command(["incident", "list", "before"]) == 0
    line = capsys.readouterr().out
    assert "open" in line
    assert "DRILL" in line
    out, plan = tmp_path / "report.pdf", paths.floorplans() / "maple-grove"
    arguments = ["incident", "report", line.split()[0][:6], "--plan", str(plan), "--out", str(out), "--paper", "a4"]
    assert command(arguments) == 0
    with pypdfium2.PdfDocument(out) as pdf:
        assert pdf.get_page_size(0) == pytest.approx((595, 842), abs=1)
    assert command(["incident", "report", "zzzz", "--plan", str(plan), "--out", str(out)]) == 2
    assert "No incident file on this machine" in capsys.readouterr().err
