"""Rounds: lists, marks and notes that are on disk at once, rounds that are gone on with."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import ManualClock
from smartclient.session.record import Record
from smartclient.session.rounds import Rounds
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.rounds import KeptRounds
from tests.ui.map.district import START

LOTS = (DeviceId("cameras/1"), DeviceId("cameras/2"), DeviceId("cameras/3"))


class Desk:
    """Rounds over a folder, on a clock that stands."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock(START)
        self.notices = Notices(self.clock)
        self.journal = Journal(folder / "journal.db")
        record = Record(self.journal, self.notices, self.clock)
        self.kept = KeptRounds(folder / "rounds")
        self.rounds = Rounds(self.kept, record, self.notices, self.clock, lambda: "Ada", lambda c: f"Camera {c[-1]}")


def on_rounds(folder: Path, body: Callable[[Desk], Coroutine[Any, Any, None]]) -> Desk:
    async def whole() -> Desk:
        desk = Desk(folder)
        try:
            await body(desk)
        finally:
            await desk.rounds.stop()
            desk.journal.close()
        return desk

    return asyncio.run(whole())


def test_marks_and_notes_are_on_disk_with_who_and_when(tmp_path: Path) -> None:
    async def body(desk: Desk) -> None:
        rounds = desk.rounds
        assert rounds.save_list(" Parking  lots ", [*LOTS, LOTS[0]]) == ""
        assert rounds.begin("Parking lots") is not None
        rounds.mark(LOTS[1], is_done=True, picture_at=START - timedelta(seconds=3))
        rounds.note(LOTS[1], " plough came ")
        rounds.mark(LOTS[0], is_done=True, picture_at=None)
        rounds.mark(LOTS[0], is_done=False, picture_at=None)
        rounds.note_round("again at noon")
        desk.clock.advance(60)
        rounds.finish()
        rounds.note(LOTS[2], "too late")

    desk = on_rounds(tmp_path, body)
    (made,) = desk.kept.rounds()
    assert (made.by, made.began, made.ended, made.note) == ("Ada", START, START + timedelta(minutes=1), "again at noon")
    assert [look.is_done for look in made.looks] == [False, True, False]
    look = made.looks[1]
    assert (look.name, look.by, look.note, look.done_at) == ("Camera 2", "Ada", "plough came", START)
    assert look.picture_at == START - timedelta(seconds=3)
    assert made.looks[2].note == ""
    (kept,) = desk.kept.lists()
    assert (kept.name, kept.cameras) == ("Parking lots", LOTS)


def test_a_round_is_gone_on_with_after_a_restart_and_begun_anew_the_next_day(tmp_path: Path) -> None:
    async def first(desk: Desk) -> None:
        desk.rounds.save_list("Lots", LOTS)
        desk.rounds.begin("Lots")
        desk.rounds.mark(LOTS[0], is_done=True, picture_at=START)

    async def second(desk: Desk) -> None:
        read = asyncio.Event()
        desk.rounds.changed.connect(lambda _: read.set())
        desk.rounds.read()
        await read.wait()
        again = desk.rounds.begin("Lots")
        assert again is not None
        assert again.done == 1
        desk.clock.advance(13 * 3600)
        anew = desk.rounds.begin("Lots")
        assert anew is not None
        assert (anew.done, anew.id != again.id) == (0, True)
        desk.rounds.delete_list("Lots")
        assert desk.rounds.begin("Lots") is None

    on_rounds(tmp_path, first)
    desk = on_rounds(tmp_path, second)
    assert len(desk.kept.rounds()) == 2
    assert desk.kept.lists() == ()


@pytest.mark.parametrize(
    ("name", "cameras", "words"),
    [
        ("  ", LOTS, "Give the list a name."),
        ("Lots", (), "There is no camera to put on the list."),
        ("Lots", tuple(DeviceId(f"cameras/{i}") for i in range(65)), "A list holds 64 cameras at most; these are 65."),
    ],
)
def test_a_list_that_cannot_be_kept_says_why(
    name: str, cameras: tuple[DeviceId, ...], words: str, tmp_path: Path
) -> None:
    async def body(desk: Desk) -> None:
        assert desk.rounds.save_list(name, cameras) == words
        assert desk.rounds.lists == ()

    on_rounds(tmp_path, body)


def test_a_broken_file_is_passed_over_and_a_full_disk_is_said(tmp_path: Path) -> None:
    async def body(desk: Desk) -> None:
        desk.rounds.save_list("Lots", LOTS)
        desk.rounds.begin("Lots")

    desk = on_rounds(tmp_path, body)
    (tmp_path / "rounds" / "20260101-000000-broken.json").write_text('{"id": 7')
    assert len(desk.kept.rounds()) == 1

    async def refused(desk: Desk) -> None:
        (tmp_path / "other").write_text("a file where the folder should be")
        desk.rounds._kept = KeptRounds(tmp_path / "other")
        desk.rounds.save_list("Lots", LOTS)

    assert any("is not kept" in notice.text for notice in on_rounds(tmp_path, refused).notices.standing)
