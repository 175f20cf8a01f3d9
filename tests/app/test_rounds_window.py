"""A round in the whole window: kept as a list, looked through by keyboard, the day before beside it, on disk and on paper."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.domain.rounds import Look, Round
from smartclient.plans.printing.paper import paper_named
from smartclient.runtime import paths
from smartclient.session.earlier_pictures import day_before
from smartclient.store.rounds import KeptRounds
from smartclient.ui import theme as themes
from smartclient.ui.printing.output import pdf_of
from smartclient.ui.rounds.round_model import RoundModel
from smartclient.ui.rounds.round_page import paint_round
from smartclient.ui.rounds.round_window import RoundWindow
from tests.builders.by_hand import by_hand
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.watch import START
from tests.builders.window import on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def opened(watch: Watch) -> RoundWindow:
    watch.actions.run("rounds")
    return watch.answering.rounds.desk(watch.window).window


def cameras(watch: Watch) -> list[DeviceId]:
    found = [device.id for device in watch.store.devices.values() if device.kind is DeviceKind.CAMERA]
    return sorted(found)[:3]


async def press(window: RoundWindow, *keys: Qt.Key) -> None:
    for key in keys:
        await by_hand(partial(QTest.keyClick, window.wall, key))


def test_a_round_is_made_by_keyboard_and_kept(tmp_path: Path) -> None:
    async def body(watch: Watch) -> None:
        for camera in cameras(watch):
            watch.workspace.open_camera(camera)
        window, rounds = opened(watch), watch.answering.rounds.rounds
        assert "There is no list yet" in window.words.text()
        await by_hand(lambda: QTest.keyClicks(window.side.name, "Doors at closing"))
        await by_hand(lambda: QTest.keyClick(window.side.name, Qt.Key.Key_Return))
        assert [each.name for each in rounds.lists] == ["Doors at closing"]
        assert window.side.lists.hasFocus()
        assert "Choose a list" in window.words.text()
        await by_hand(lambda: QTest.keyClick(window.side.lists, Qt.Key.Key_Return))
        await until(lambda: all(card.now.image is not None for card in window.model.cards))
        assert len(window.model.cards) == 3
        assert "0 of 3 done" in window.words.text()
        await press(window, Qt.Key.Key_Space, Qt.Key.Key_N)
        assert window.note.hasFocus()
        await by_hand(lambda: QTest.keyClicks(window.note, "lamp is out"))
        await by_hand(lambda: QTest.keyClick(window.note, Qt.Key.Key_Return))
        await press(window, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Backspace)
        current = rounds.current
        assert current is not None
        assert [look.note for look in current.looks] == ["", "lamp is out", ""]
        assert sum(look.is_done for look in current.looks) == 1
        window.round_note.setText("snow on lot C")
        window.round_note.editingFinished.emit()
        desk = watch.answering.rounds.desk(watch.window)
        desk.print_into(tmp_path / "round.pdf")
        await until((tmp_path / "round.pdf").exists)
        window.finish.click()
        assert not window.note.isEnabled()
        await by_hand(lambda: QTest.keyClick(window.wall, Qt.Key.Key_Escape))
        assert not window.isVisible()

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)
    kept = KeptRounds(paths.data_folder() / "rounds")
    (made,) = kept.rounds()
    assert (made.list_name, made.done, made.note) == ("Doors at closing", 1, "snow on lot C")
    assert made.ended is not None
    assert [each.name for each in kept.lists()] == ["Doors at closing"]
    document = pypdfium2.PdfDocument(tmp_path / "round.pdf")
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    assert "Doors at closing" in text
    assert "lamp is out" in text
    assert text.count("NOT DONE") == 2
    document.close()


def test_what_had_not_come_is_not_looked_for_on_paper() -> None:
    model, paper = RoundModel(), paper_named("letter")
    shown = Round("1", "Halls", START, "dana", (Look(DeviceId("camera"), "Hall B"),))
    model.show(shown)
    theme = themes.paper()
    content = pdf_of(paper, "", 1, lambda p, _n: paint_round(p, theme, paper, "", shown, model.cards, START))
    with pypdfium2.PdfDocument(content) as document:
        text = document[0].get_textpage().get_text_range()
    assert "had not come when this page was printed" in " ".join(text.split())
    assert "Asking" not in text


def test_the_day_before_stands_beside_and_a_list_is_found_by_its_name() -> None:
    async def body(watch: Watch) -> None:
        rounds = watch.answering.rounds.rounds
        camera = the(watch, DeviceKind.CAMERA, "Hall B")
        assert rounds.save_list("Halls", [camera.id]) == ""
        (row,) = [row for row in watch.answering.saved_actions() if row.text == "Round Halls"]
        row.run()
        window = watch.answering.rounds.desk(watch.window).window
        await until(lambda: window.model.cards and window.model.cards[0].now.image is not None)
        await press(window, Qt.Key.Key_Y)
        assert window.compare.isChecked()
        await until(lambda: (before := window.model.cards[0].before) is not None and before.image is not None)
        before = window.model.cards[0].before
        assert before is not None
        assert before.at is not None
        current = rounds.current
        assert current is not None
        assert abs(before.at - day_before(current.began)) < timedelta(hours=12)
        await press(window, Qt.Key.Key_Y)
        assert window.model.cards[0].before is None

    with demo_server(DemoOptions()) as server:
        on_watch(server, body)
