"""The parts around map and video: the line's state, notices, keys, find box, tree of places."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from smartclient import plans
from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.runtime.clock import ManualClock
from smartclient.store.finding.match import Match
from smartclient.store.notices import Grade, Notices
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action, Actions
from smartclient.ui.shell.connection_label import ConnectionLabel, line_words
from smartclient.ui.shell.find_box import FindBox
from smartclient.ui.shell.key_sheet import KeySheet
from smartclient.ui.shell.notice_line import NoticeLine
from smartclient.ui.shell.places_tree import PlacesTree
from smartclient.ui.shell.watch_actions import next_alarm
from smartclient.ui.theme import dark
from tests.builders.later import Later
from tests.builders.tiny_site import id_of, write_tiny_archive

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def alarm(number: int, device: str | None = None, priority: Priority = Priority.HIGH) -> Alarm:
    return Alarm(
        AlarmId(f"a{number}"), number, "Door forced", "", priority, AlarmState.NEW, "New", NOON, NOON,
        DeviceId(device) if device else None,
    )  # fmt: skip


@pytest.fixture
def tiny(tmp_path: Path) -> Site:
    write_tiny_archive(tmp_path / "tiny")
    site, problems = plans.read(tmp_path / "tiny")
    assert problems == ()
    return site


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line.LIVE, "live · 0.2 s"),
        (Line.OFFLINE, "offline since"),
        (Line.CONNECTING, "connecting"),
        (Line.NONE, "no server"),
    ],
)
def test_the_state_of_the_line_in_words(line: Line, words: str) -> None:
    connection = Connection(line, NOON, heard_at=NOON)
    assert line_words(connection, NOON + timedelta(seconds=0.2)).startswith(words)


def test_the_label_ages_while_nothing_is_heard(qtbot: QtBot) -> None:
    clock = ManualClock(NOON)
    label = ConnectionLabel(SiteStore(Site("s"), Connection(Line.LIVE, NOON, NOON), Later()), clock, dark())
    qtbot.addWidget(label)
    clock.advance(14)
    label.tick()
    assert label.accessibleName() == "Connection: live · 14 s"


def test_the_newest_notice_stands_and_goes(qtbot: QtBot) -> None:
    notices = Notices(ManualClock(NOON))
    line = NoticeLine(notices, dark())
    qtbot.addWidget(line)
    line.show()
    text, close = line.findChild(QLabel), line.findChild(QToolButton)
    assert isinstance(text, QLabel)
    assert isinstance(close, QToolButton)
    assert not close.isVisible()
    notices.say("disk", "The disk is full.", Grade.TROUBLE)
    notices.say("server", "The server is away. Trying again in 8 s.")
    notices.say("server", "The server is away. Trying again in 4 s.")
    assert text.text() == "▲ The server is away. Trying again in 4 s.   (and 1 more)"
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert text.text() == "⬣ The disk is full."


def test_a_key_does_its_action_or_says_why_not(qtbot: QtBot) -> None:
    window, said, done = QWidget(), list[str](), list[str]()
    qtbot.addWidget(window)
    rows = [
        Action("yes", "Do it", "Map", lambda: done.append("yes"), ("G",)),
        Action("no", "Do that", "Map", lambda: done.append("no"), ("H",), lambda: "There is no door."),
    ]
    Actions(rows, said.append).install(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_G)
    qtbot.keyClick(window, Qt.Key.Key_H)
    assert (done, said) == (["yes"], ["There is no door."])


def test_the_key_sheet_lists_every_key(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sheet = KeySheet(window, [Action("a", "Next alarm", "Alarms", lambda: None, ("A",))], dark())
    window.show()
    sheet.toggle()
    assert {"Next alarm", "A", "ALARMS"} <= {label.text() for label in sheet.findChildren(QLabel)}
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_find_box_goes_to_the_chosen_hit(qtbot: QtBot, tiny: Site) -> None:
    went: list[Match] = []
    box = FindBox(Places(tiny).find, went.append, dark())
    qtbot.addWidget(box)
    box.show()
    qtbot.keyClicks(box, "camera")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert [hit.name for hit in went] == [Places(tiny).find("camera")[1].name]
    assert box.text() == ""


def test_a_tree_row_flies_and_counts(qtbot: QtBot, tiny: Site) -> None:
    workspace, later = Workspace(), Later()
    store = SiteStore(tiny, Connection(Line.LIVE, NOON), later)
    tree = PlacesTree(store, workspace, Places(tiny), dark(), ManualClock(NOON))
    qtbot.addWidget(tree)
    door = next(d for d in tiny.devices if d.placement and d.placement.level_id == id_of("level 1F"))
    store.apply([AlarmChanged(alarm(1, door.id))])
    later.run()
    view = tree.findChild(QTreeView)
    assert isinstance(view, QTreeView)
    campus = view.model().index(0, 0)
    said = view.model().data(campus, Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("1 open alarms")
    view.activated.emit(campus)
    assert workspace.goal is not None
    floor = view.model().index(0, 0, view.model().index(0, 0, campus))
    view.activated.emit(floor)
    assert list(workspace.levels.values()) == [id_of("level 2F")]


def test_controllers_are_listed_and_their_silence_is_said(qtbot: QtBot, tiny: Site) -> None:
    controller = Device(DeviceId("controllers/1"), DeviceKind.DOOR_CONTROLLER, "Controller A")
    later = Later()
    store = SiteStore(replace(tiny, devices=(*tiny.devices, controller)), Connection(Line.LIVE, NOON), later)
    tree = PlacesTree(store, Workspace(), Places(tiny), dark(), ManualClock(NOON))
    qtbot.addWidget(tree)
    view = tree.findChild(QTreeView)
    assert isinstance(view, QTreeView)
    model = view.model()
    branch = model.index(model.rowCount() - 1, 0)
    assert (branch.data(), model.index(0, 0, branch).data()) == ("Door controllers  1", "Controller A")
    store.apply([Happened(EventId("e"), NOON, EventKind.DEVICE_FAILED, controller.id)])
    later.run()
    assert branch.data() == "Door controllers  1 · 1 no answer"
    assert model.index(0, 0, branch).data() == "Controller A · no answer"


def test_next_alarm_goes_round() -> None:
    alarms = [alarm(1), alarm(2)]
    assert [next_alarm(alarms, after).number for after in (None, AlarmId("a1"), AlarmId("a2"), AlarmId("gone"))] == [
        1,
        2,
        1,
        1,
    ]
