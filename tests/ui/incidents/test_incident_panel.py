"""The panel of incidents: what a person reads, types and presses."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from smartclient.domain.events import EventKind
from smartclient.domain.ids import ConsoleId, DeviceId, EventId, IncidentId, UnitId
from smartclient.domain.incident_entries import (
    Body,
    DrillSet,
    Entry,
    EntryId,
    EventEntered,
    IncidentStatus,
    IncidentType,
    Noted,
    Opened,
    StatusSet,
    Unread,
    Watched,
)
from smartclient.domain.incidents import Incident, fold
from smartclient.runtime.clock import ManualClock
from smartclient.session.incidents.presence import Colleague
from smartclient.session.incidents.words import EntryGroup, IncidentWords
from smartclient.ui import theme as themes
from smartclient.ui.incidents.incident_panel import IncidentPanel
from tests.builders.watch import START

pytestmark = pytest.mark.usefixtures("qapp")
INCIDENT = IncidentId("i-1234")


def incident(*bodies: Body, name: str = "Smoke in the gym") -> Incident:
    """One entry a second, from the opening on."""
    whole = (Opened(name), *bodies)
    return fold(
        INCIDENT,
        (
            Entry(EntryId(ConsoleId("desk01"), n), INCIDENT, n, START + timedelta(seconds=n), "hale", body)
            for n, body in enumerate(whole, 1)
        ),
    )


def room(unit: UnitId) -> str:
    return f"room {unit}"


@pytest.fixture
def panel() -> Iterator[IncidentPanel]:
    made = IncidentPanel(IncidentWords(room), themes.dark(), ManualClock(START + timedelta(minutes=3)))
    made.resize(330, 640)
    made.show_file()
    made.show()
    yield made
    made.close()
    made.deleteLater()


def rows(panel: IncidentPanel) -> list[str]:
    model = panel.file.model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def test_the_timeline_says_what_whose_word_and_where(panel: IncidentPanel) -> None:
    door = EventEntered(EventId("e1"), EventKind.DOOR_FORCED, DeviceId("doors/7"), "Door 7", "", "HS Main")
    panel.file.show_incident(incident(door, Noted("Two\nlines <b>")), is_taking_part=True)
    assert [row.partition(" · ")[2] for row in rows(panel)] == [
        "Opened the file: Smoke in the gym · hale",
        "Door 7: door forced open · server · HS Main",
        "Two lines <b> · hale",
    ]


def test_an_entry_of_a_newer_version_is_said_to_be_one(panel: IncidentPanel) -> None:
    panel.file.show_incident(incident(Unread("Levitated", b"{}")), is_taking_part=True)
    assert "Levitated, which this version cannot read" in rows(panel)[-1]


def test_a_watched_camera_is_one_row_once_it_has_ended(panel: IncidentPanel) -> None:
    begun = Watched(DeviceId("cameras/1"), "Hall", START)
    panel.file.show_incident(incident(begun), is_taking_part=True)
    assert rows(panel)[0].endswith(" on") or rows(panel)[-1].endswith(" on")
    ended = Watched(DeviceId("cameras/1"), "Hall", START, START + timedelta(seconds=60))
    panel.file.show_incident(incident(begun, ended), is_taking_part=True)
    assert sum("Watched Hall" in row for row in rows(panel)) == 1


def test_a_group_alone(panel: IncidentPanel) -> None:
    panel.file.show_incident(incident(Noted("one"), DrillSet(False), Noted("two")), is_taking_part=True)
    panel.file.choose(EntryGroup.NOTES)
    assert [row.split(" · ")[1] for row in rows(panel)] == ["one", "two"]


def test_enter_notes_and_says(panel: IncidentPanel) -> None:
    noted, said = list[str](), list[str]()
    panel.file.noted.connect(noted.append)
    panel.file.said.connect(said.append)
    panel.file.show_incident(incident(), is_taking_part=True)
    panel.file.write(to_others=False)
    QTest.keyClicks(panel.file.field, "  a note ")
    QTest.keyClick(panel.file.field, Qt.Key.Key_Return)
    QTest.keyClick(panel.file.field, Qt.Key.Key_Return)
    QTest.keyClick(panel.file.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(panel.file.field, "to all")
    QTest.keyClick(panel.file.field, Qt.Key.Key_Return)
    assert (noted, said) == (["a note"], ["to all"])


def test_a_closed_file_tells_why_and_can_be_opened_again(panel: IncidentPanel) -> None:
    asked: list[str] = []
    panel.file.asked.connect(asked.append)
    panel.file.show_incident(incident(StatusSet(IncidentStatus.CLOSED, "burnt toast")), is_taking_part=True)
    assert "burnt toast" in panel.file.head.since.text()
    assert not panel.file.head.status.isEnabled()
    assert not panel.file.verbs["close"].isVisibleTo(panel)
    QTest.mouseClick(panel.file.verbs["reopen"], Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert asked == ["reopen"]


def test_who_only_looks_cannot_write(panel: IncidentPanel) -> None:
    panel.file.show_incident(incident(), is_taking_part=False)
    assert not panel.file.field.isVisibleTo(panel)
    assert panel.file.head.name.isReadOnly()
    assert panel.file.verbs["join"].isVisibleTo(panel)


def test_who_is_there_and_whose_clock_is_wrong(panel: IncidentPanel) -> None:
    panel.file.show_incident(incident(), is_taking_part=True)
    others = (
        Colleague(ConsoleId("a"), "principal", INCIDENT, 0.0),
        Colleague(ConsoleId("b"), "<i>hale</i>", INCIDENT, 0.0, clock_off_s=-130.0),
    )
    panel.file.head.show_presence(others, "shared live", is_taking_part=True)
    words = panel.file.head.presence.text()
    assert words.startswith("3 watching: you, principal, <i>hale</i> · shared live.")
    assert words.endswith("The clock of <i>hale</i> is 2 min behind.")


def test_why_the_others_cannot_be_reached_is_found_and_takes_no_room(panel: IncidentPanel) -> None:
    panel.file.show_incident(incident(), is_taking_part=True)
    why = "The message channel of vms.example.org cannot be opened (nothing answers at its port)."
    panel.file.head.show_presence((), "connecting", why, is_taking_part=True)
    assert panel.file.head.presence.text() == "1 watching · connecting."
    assert why in panel.file.head.presence.toolTip()
    assert panel.file.head.presence.accessibleDescription() == why


def test_who_reads_the_end_goes_on_reading_it_in_a_smaller_panel(panel: IncidentPanel) -> None:
    panel.file.show_incident(incident(*(Noted(f"note {n}") for n in range(60))), is_taking_part=True)
    bar = panel.file.view.verticalScrollBar()
    assert panel.file.view.is_at_end
    panel.resize(330, 520)
    assert panel.file.view.is_at_end
    bar.setValue(0)
    panel.resize(330, 480)
    assert bar.value() == 0


def test_in_a_low_panel_nothing_lies_over_anything(panel: IncidentPanel) -> None:
    panel.file.show_incident(incident(StatusSet(IncidentStatus.CLOSED, "burnt toast " * 4)), is_taking_part=True)
    panel.resize(330, 440)
    QTest.qWait(0)
    head = panel.file.head
    shown = [head.name, head.since, head.type, head.take, head.presence]
    places = [QRect(each.mapTo(panel, QPoint(0, 0)), each.size()) for each in (*shown, panel.file.view)]
    assert all(above.bottom() < below.top() for above, below in pairwise(places))


def test_in_a_narrow_panel_words_that_break_have_their_lines(panel: IncidentPanel) -> None:
    head = panel.file.head
    assert head.minimumSizeHint().width() < 290
    for letters in range(10, 60):
        reason = StatusSet(IncidentStatus.CLOSED, "burnt toast " + "n" * letters)
        panel.file.show_incident(incident(reason, DrillSet(True)), is_taking_part=True)
        QTest.qWait(0)
        assert head.status.geometry().bottom() < head.take.geometry().top(), letters


def test_a_drill_is_framed(panel: IncidentPanel) -> None:
    panel.file.show_incident(incident(DrillSet(True)), is_taking_part=True)
    assert panel.file._drill.isVisibleTo(panel)
    QTest.qWait(0)
    assert panel.file.head.name.mapTo(panel.file, QPoint(0, 0)).y() > 16
    panel.file.show_incident(incident(DrillSet(False)), is_taking_part=True)
    assert not panel.file._drill.isVisibleTo(panel)


def test_a_file_has_its_name_though_the_keyboard_is_there_and_a_half_written_one_is_left_alone(
    panel: IncidentPanel,
) -> None:
    name = panel.file.head.name
    panel.activateWindow()
    name.setFocus()
    panel.file.show_incident(incident(), is_taking_part=False)
    assert name.text() == "Smoke in the gym"
    panel.file.show_incident(incident(), is_taking_part=True)
    QTest.keyClicks(name, "Fire: ")
    panel.file.show_incident(incident(Noted("still there")), is_taking_part=True)
    assert name.text() == "Fire: Smoke in the gym"


def test_closing_asks_for_a_reason_and_esc_leaves(panel: IncidentPanel) -> None:
    reasons: list[str] = []
    panel.form.closed.connect(reasons.append)
    panel.form.ask("real")
    QTest.keyClick(panel.form.reason, Qt.Key.Key_Escape)
    assert not panel.form.isVisibleTo(panel)
    panel.form.ask("real")
    QTest.keyClick(panel.form.reason, Qt.Key.Key_Return)
    assert reasons == ["real"]


def test_files_are_found_by_type_and_day(panel: IncidentPanel, tmp_path: Path) -> None:  # noqa: ARG001
    smoke, fight = incident(), incident(name="Fight")
    panel.show_files()
    panel.files.show_files([smoke, fight])
    assert len(panel.files.rows.values) == 2
    panel.files.search.setText(f"{START.astimezone():%Y-%m}")
    panel.files.show_found(frozenset())
    assert len(panel.files.rows.values) == 2
    panel.files.kind.setCurrentIndex(panel.files.kind.findData(IncidentType.FIRE))
    panel.files.kind.activated.emit(0)
    assert not panel.files.rows.values
