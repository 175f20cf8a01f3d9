"""Who may export what, what an export leaves in journal and timeline, and what a restart says."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from smartclient.adapters.server import Capability
from smartclient.app.evidence import Around, EvidenceRoom
from smartclient.app.loop import run
from smartclient.domain.footage import RecordedSource
from smartclient.domain.recordings import Span
from smartclient.evidence.exports import State
from smartclient.evidence.manifest import Basis
from smartclient.evidence.verify import verify
from smartclient.runtime import paths
from smartclient.runtime.settings import SettingsFile
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.past import Past
from tests.builders.recorded import Recorded, groups
from tests.builders.running import until
from tests.builders.scripted_server import ScriptedServer
from tests.builders.watch import CAMERA, START, new_watch, place_of

pytestmark = pytest.mark.usefixtures("qapp")
BEGIN = START - timedelta(minutes=2)


class Room:
    """A room of evidence over five recorded seconds of one camera."""

    def __init__(self, folder: Path, parent: QWidget) -> None:
        watch = new_watch()
        self.server = ScriptedServer(pasts={CAMERA: RecordedSource(lambda: Recorded(groups(begin=BEGIN)), "Hall")})
        self.past, self.notices, self.parent = Past.new(watch.clock), Notices(watch.clock), parent
        self.journal = Journal(folder / "journal.db")
        self.settings = SettingsFile(folder)
        record = Record(self.journal, self.notices, watch.clock)
        around = Around(
            self.server, watch.store, watch.workspace, self.past, record, watch.clock, self.settings, watch.theme,
            place_of, lambda: None, "dispatcher", "https://127.0.0.1",
        )  # fmt: skip
        watch.workspace.open_cameras([CAMERA])
        self.evidence = EvidenceRoom(around)
        (self.action,) = self.evidence.actions(parent)

    async def fill(self) -> None:
        """Marks the span, opens the desk, says why."""
        self.past.selection.select(Span(BEGIN, BEGIN + timedelta(seconds=5)))
        self.evidence.open(self.parent)
        assert self.evidence.desk is not None
        self.evidence.desk.form.say_why("A door was forced", Basis.EMERGENCY)

    def acts(self) -> list[bytes]:
        """What the journal knows."""
        return [entry.body for entry in self.journal.entries() if entry.kind == "act"]


def in_room(tmp_path: Path, qtbot: QtBot, body: Callable[[Room], Coroutine[Any, Any, None]]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    async def whole() -> int:
        room = Room(tmp_path, parent)
        try:
            await body(room)
        finally:
            await room.evidence.stop()
            room.journal.close()
        return 0

    assert run(whole) == 0


def test_an_export_is_noted_in_journal_and_timeline(tmp_path: Path, qtbot: QtBot) -> None:
    async def body(room: Room) -> None:
        assert room.action.why_not() is None
        await room.fill()
        desk = room.evidence.desk
        assert desk is not None
        assert desk.form.cameras.ticked == (CAMERA,)
        desk.form.export.click()
        await until(lambda: room.past.marks.exports)
        (exported,) = room.past.marks.exports
        assert exported.cameras == (CAMERA,)
        assert verify(desk.exports.listed[0].folder).intact
        assert b'"reason":"A door was forced"' in room.acts()[0]
        assert b'"export evidence: finished"' in room.acts()[1]

    in_room(tmp_path, qtbot, body)


def test_without_the_right_nothing_leaves(tmp_path: Path, qtbot: QtBot) -> None:
    async def body(room: Room) -> None:
        room.server.capabilities = frozenset(Capability) - {Capability.EXPORT}
        assert room.action.why_not() == (
            "You may not export footage from this server. The server gives that right; ask who keeps it."
        )

    in_room(tmp_path, qtbot, body)


def test_a_camera_that_may_not_be_exported_cannot_be_ticked_nor_slip_through(tmp_path: Path, qtbot: QtBot) -> None:
    async def body(room: Room) -> None:
        await room.fill()
        desk = room.evidence.desk
        assert desk is not None
        room.server.barred.add((CAMERA, Capability.EXPORT))
        desk.form.export.click()
        await until(lambda: "may not export" in desk.form.estimate)
        assert desk.exports.listed == ()
        room.evidence.open(room.parent)
        assert desk.form.cameras.ticked == ()

    in_room(tmp_path, qtbot, body)


def test_what_was_left_unfinished_is_said_and_offered(tmp_path: Path, qtbot: QtBot) -> None:
    async def first(room: Room) -> None:
        room.server.pasts[CAMERA] = RecordedSource(lambda: Recorded(groups(begin=BEGIN), fails_at=6), "Hall")
        await room.fill()
        desk = room.evidence.desk
        assert desk is not None
        desk.form.export.click()
        await until(lambda: desk.exports.listed and desk.exports.listed[0].state is State.HELD)

    async def second(room: Room) -> None:
        room.evidence.look_for_unfinished(room.notices)
        await until(lambda: room.notices.standing)
        assert "not finished; Ctrl+E" in room.notices.standing[0].text
        room.evidence.open(room.parent)
        desk = room.evidence.desk
        assert desk is not None
        desk.exports.resume(desk.exports.listed[0])
        await until(lambda: desk.exports.listed[0].state is State.DONE)
        assert verify(desk.exports.listed[0].folder).intact

    in_room(tmp_path, qtbot, first)
    assert list(paths.evidence_folder().glob("*.partial"))
    in_room(tmp_path, qtbot, second)
