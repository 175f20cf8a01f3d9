"""The parts of the doors' panels: holding to confirm, rows, words, badges, the tree and the map."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from smartclient import plans
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, DeviceState, Fact, Leaf, Lock
from smartclient.domain.events import EventKind, Happened, ResponseChanged
from smartclient.domain.ids import BuildingId, DeviceId, EventId
from smartclient.domain.response import ResponseAction, ResponseStatus
from smartclient.domain.site import Site
from smartclient.runtime.clock import ManualClock
from smartclient.session.door_progress import Asked, DoorProgress, Standing, progress_of
from smartclient.session.lockdown import DoorOrder
from smartclient.store.pending import PendingState
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.doors.door_words import progress_words
from smartclient.ui.doors.event_words import row_of
from smartclient.ui.doors.hold_button import HoldButton
from smartclient.ui.doors.order_form import OrderForm
from smartclient.ui.doors.response_badges import MOST, InForce, ResponseBadges
from smartclient.ui.doors.sign_rows import SignRow, SignView
from smartclient.ui.map.layers.responses import ResponsesLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.response_signs import TONES, most_urgent, paint_response, response_words
from smartclient.ui.shell.places_tree import PlacesTree
from smartclient.ui.theme import Tone, dark, light
from tests.builders.later import Later
from tests.builders.tiny_site import write_tiny_archive

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
DOOR = DeviceId("doors/1")


@pytest.fixture
def tiny(tmp_path: Path) -> Site:
    """One building with two floors."""
    write_tiny_archive(tmp_path / "tiny")
    return plans.read(tmp_path / "tiny")[0]


def _store(site: Site | None = None) -> tuple[SiteStore, Later]:
    later = Later()
    return SiteStore(site or Site("s"), Connection(Line.LIVE, NOW, NOW), later), later


def test_only_holding_does_it(qtbot: QtBot) -> None:
    button = HoldButton("Hold to lock 3 doors", dark())
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()
    done: list[bool] = []
    button.held.connect(lambda: done.append(True))
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (done, button.share) == ([], 0.0), "a press and a click are no hold"
    button.setFocus()
    qtbot.keyPress(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: button.share > 0.05)
    button.clearFocus()
    assert button.share == 0.0, "who looks elsewhere has let go"
    qtbot.keyPress(button, Qt.Key.Key_Space)
    button.setEnabled(False)
    assert button.share == 0.0
    button.setEnabled(True)
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(done))
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert done == [True]


def test_the_form_says_how_doors_stand_and_takes_the_typed_word_only(qtbot: QtBot) -> None:
    store, _later = _store()
    form = OrderForm(store, dark())
    qtbot.addWidget(form)
    doors = tuple(Device(DeviceId(f"doors/{n}"), DeviceKind.DOOR, f"Door {n}") for n in range(3))
    store.apply([Happened(EventId("1"), NOW, EventKind.DOOR_UNLOCKED, doors[0].id)])
    given: list[str] = []
    form.confirmed.connect(given.append)
    form.ask(DoorOrder("<b>Main</b>", doors))
    assert form.title.text() == "Lock 3 doors: <b>Main</b>"
    assert form.now.text().startswith("Now: 2 unknown, 1 unlocked. 3 of them cannot be commanded")
    form.why.setText("smoke")
    for typed in ("loc", "unlock", " lock "):
        form.typed.setText(typed)
        qtbot.keyClick(form.typed, Qt.Key.Key_Return)
    assert given == ["smoke"]
    form.ask(DoorOrder("Main", doors), "There is no connection to the server.")
    assert not form.hold.isEnabled()


def _fact(lock: Lock, second: float) -> Fact[Lock]:
    return Fact(lock, NOW + timedelta(seconds=second), EventId(f"e{second}"))


BEFORE = _fact(Lock.LOCKED, -1)


@pytest.mark.parametrize(
    ("asked", "lock", "is_marked", "standing"),
    [
        (None, BEFORE, False, Standing.QUEUED),
        (Asked(NOW, before=BEFORE), BEFORE, True, Standing.WAITING),
        (Asked(NOW, before=BEFORE), _fact(Lock.LOCKED, 1), False, Standing.CONFIRMED),
        (Asked(NOW), _fact(Lock.LOCKED, -60), True, Standing.WAITING),
        (Asked(NOW, PendingState.REFUSED, "key", BEFORE), BEFORE, False, Standing.REFUSED),
        (Asked(NOW, PendingState.UNKNOWN, before=BEFORE), BEFORE, False, Standing.UNKNOWN),
        (Asked(NOW, PendingState.UNKNOWN), _fact(Lock.LOCKED, 30), False, Standing.CONFIRMED),
        (Asked(NOW), _fact(Lock.UNLOCKED, 3), False, Standing.UNDONE),
        (Asked(NOW), None, False, Standing.UNKNOWN),
    ],
)
def test_how_a_door_stands_is_what_it_said_itself(
    asked: Asked | None, lock: Fact[Lock] | None, is_marked: bool, standing: Standing
) -> None:
    progress = progress_of(DOOR, "Door 1", Lock.LOCKED, asked, DeviceState(lock=lock), is_marked)
    assert progress.standing is standing
    assert progress_words(progress, Lock.LOCKED, NOW)


def test_an_open_leaf_is_told_whatever_the_bolt_says() -> None:
    leaf = Fact(Leaf.OPEN, NOW, EventId("l"))
    state = DeviceState(lock=_fact(Lock.LOCKED, 1), leaf=leaf)
    progress = progress_of(DOOR, "Door 1", Lock.LOCKED, Asked(NOW), state, is_marked=False)
    assert progress.stands_open
    assert progress_words(progress, Lock.LOCKED, NOW).endswith("STANDS OPEN")
    unknown = DoorProgress(DOOR, "Door 1", Standing.UNKNOWN, last=BEFORE)
    assert "last told locked" in progress_words(unknown, Lock.LOCKED, NOW)


@pytest.mark.parametrize(
    ("kind", "sign", "words"),
    [
        (EventKind.ACCESS_DENIED, "✕", "Attempt: access denied"),
        (EventKind.DOOR_FORCED, "!", "Attempt: door forced open"),
        (EventKind.DOOR_HELD, "!", "Door held open"),
        (EventKind.DOOR_OPENED, "·", "Door opened"),
    ],
)
def test_attempts_stand_out_by_sign_and_word(kind: EventKind, sign: str, words: str) -> None:
    store, _later = _store()
    event = Happened(EventId("e"), NOW, kind, DOOR, "Outside the schedule", is_person_withheld=True)
    row = row_of(event, store, NOW, with_door=False)
    assert (row.sign, row.name.split("  ")[1]) == (sign, words)
    assert row.words == "card holder withheld · Outside the schedule"
    assert row.is_loud is (kind is not EventKind.DOOR_OPENED)


def test_rows_keep_what_is_chosen_and_ticked(qtbot: QtBot) -> None:
    view = SignView("Doors", dark(), has_ticks=True)
    qtbot.addWidget(view)
    view.resize(300, 200)
    with qtbot.waitExposed(view):
        view.show()
    rows = [SignRow(f"d{n}", f"Door {n}", "Locked", "●") for n in range(5)]
    view.show_rows(rows)
    view.setCurrentIndex(view.rows.row_of("d3"))
    view.rows.tick("d3")
    view.show_rows(rows[::-1])
    assert view.rows.key(view.currentIndex()) == "d3"
    assert view.rows.data(view.currentIndex(), Qt.ItemDataRole.AccessibleTextRole) == "Door 3: Locked, ticked"
    assert view.grab().toImage() != SignView("Doors", dark()).grab().toImage()


def _status(
    action: ResponseAction | None, minute: int = 0, *, is_drill: bool = False, key: str = "b"
) -> ResponseStatus:
    return ResponseStatus(BuildingId(key), action, NOW - timedelta(minutes=minute), "ann", is_drill)


def test_a_real_action_is_never_behind_a_drill() -> None:
    drill, hold = _status(ResponseAction.LOCKDOWN, is_drill=True), _status(ResponseAction.HOLD, 60)
    assert most_urgent([drill, _status(None), hold]) is hold
    assert most_urgent([_status(None)]) is None
    assert response_words(drill, NOW).startswith("Drill: Lockdown since")
    assert response_words(ResponseStatus(BuildingId("b")), NOW) == "No action in force, none on record"


@pytest.mark.parametrize("action", list(ResponseAction))
def test_every_action_has_its_own_colour_and_glyph(action: ResponseAction) -> None:
    def picture(of: ResponseAction) -> QImage:
        image = QImage(40, 40, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_response(painter, dark(), of, QRectF(0, 0, 40, 40))
        painter.end()
        return image

    assert QColor(picture(action).pixel(20, 2)).name() == dark().color(TONES[action]).name()
    assert all(picture(other) != picture(action) for other in ResponseAction if other is not action)
    assert all(dark().colors[TONES[action]] != theme.colors[Tone.DRILL] for theme in (dark(), light()))


def test_badges_show_the_most_urgent_and_count_the_rest(qtbot: QtBot) -> None:
    went: list[BuildingId] = []
    badges = ResponseBadges(dark(), ManualClock(NOW), went.append)
    qtbot.addWidget(badges)
    badges.show_in_force([])
    assert badges.isHidden()
    found = [
        InForce(f"Building {n}", _status(ResponseAction.HOLD, n, key=str(n), is_drill=n == 0)) for n in range(MOST + 2)
    ]
    badges.show_in_force([*found, InForce("Gym", _status(ResponseAction.LOCKDOWN, 9, key="gym"))])
    assert [badge.accessibleName() for badge in badges.badges] == [
        "LOCKDOWN, Gym",
        "HOLD, Building 1",
        "HOLD, Building 2",
    ]
    assert badges._more.text() == "+ 3"
    badges.badges[0].click()
    assert went == ["gym"]
    live = badges.grab().toImage()
    badges.show_in_force([InForce("Gym", _status(ResponseAction.LOCKDOWN, 9, key="gym"))], is_stale=True)
    assert [badge.accessibleName() for badge in badges.badges] == ["LOCKDOWN, Gym, as last heard"]
    assert badges.grab().toImage() != live


def test_the_tree_says_what_a_building_and_its_campus_are_under(qtbot: QtBot, tiny: Site) -> None:
    store, later = _store(tiny)
    tree = PlacesTree(store, Workspace(), Places(tiny), dark(), ManualClock(NOW))
    qtbot.addWidget(tree)
    building = tiny.buildings[0].id
    store.apply([ResponseChanged(ResponseStatus(building, ResponseAction.SHELTER, NOW, "ann", is_drill=True))])
    later.run()
    view = tree.findChild(QTreeView)
    assert isinstance(view, QTreeView)
    campus = view.model().index(0, 0)
    said = [
        view.model().data(index, Qt.ItemDataRole.AccessibleTextRole)
        for index in (campus, view.model().index(0, 0, campus))
    ]
    assert all("Drill: Shelter since" in words for words in said)
    store.apply([ResponseChanged(ResponseStatus(building, None, NOW + timedelta(minutes=1)))])
    later.run()
    assert "Shelter" not in view.model().data(campus, Qt.ItemDataRole.AccessibleTextRole)


@pytest.fixture
def shown(qtbot: QtBot, tiny: Site) -> Iterator[tuple[MapView, SiteStore, Later]]:
    """A map from so far away that buildings bear names."""
    store, later = _store(tiny)
    view = MapView(store, Workspace(), dark(), ManualClock(NOW))
    view.lay_over("responses", ResponsesLayer(Places(tiny), lambda: tiny.buildings[0].id))
    view.resize(600, 400)
    with qtbot.waitExposed(view):
        view.show()
    view.ground.show(view.viewport.scaled(1.5))
    qtbot.waitUntil(lambda: view.canvas.is_crisp, timeout=20_000)
    yield view, store, later
    view.stop()
    view.deleteLater()


def _has(view: MapView, tone: Tone) -> bool:
    """Whether some pixel of the map has exactly that colour."""
    image, wanted = view.canvas.grab().toImage(), dark().color(tone).name()
    across = range(0, image.width(), 1)
    return any(image.pixelColor(x, y).name() == wanted for y in range(0, image.height(), 2) for x in across)


def test_the_map_shows_an_action_in_its_colour_and_a_drill_in_its_frame(
    qtbot: QtBot, shown: tuple[MapView, SiteStore, Later], tiny: Site
) -> None:
    view, store, later = shown
    building = tiny.buildings[0].id
    assert not _has(view, Tone.SHELTER)
    for minute, is_drill in enumerate((False, True)):
        status = ResponseStatus(building, ResponseAction.SHELTER, NOW + timedelta(minutes=minute), is_drill=is_drill)
        store.apply([ResponseChanged(status)])
        later.run()
        assert (_has(view, Tone.SHELTER), _has(view, Tone.DRILL)) == (True, is_drill)
    view.ground.show(view.viewport.scaled(0.01))
    qtbot.waitUntil(lambda: view.canvas.is_crisp, timeout=20_000)
    assert (_has(view, Tone.SHELTER), _has(view, Tone.DRILL)) == (True, True), "a banner where no outline is in sight"
