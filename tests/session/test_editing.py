"""Edits in the running present: made at once, refused with a sentence, taken back without limit, saved and written back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from smartclient import plans
from smartclient.adapters.server import Capability
from smartclient.domain.commands import WritePlace
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Placement, View
from smartclient.domain.edits import Edit
from smartclient.domain.errors import NotPermitted
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.plans.editing import devices, rooms
from smartclient.plans.revision import revision_of
from smartclient.plans.stamp import stamp_of
from smartclient.plans.writing.history import read_entries
from smartclient.runtime.clock import ManualClock
from smartclient.session.access import why_not_edit_plan
from smartclient.session.editing import Editing
from smartclient.session.plan_saving import PlanOnDisk, PlanSaving
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from tests.builders.demo_district import camera, write_district
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.scripted_server import LONG_AGO, ScriptedServer
from tests.ui.map.district import START, site, store


def _editing() -> tuple[Editing, SiteStore]:
    present = store(ManualClock(START))
    return Editing(present, Places(present.site), ManualClock(START)), present


def _moved(site: Site, number: int, east: float) -> Edit:
    device = site.devices[number % len(site.devices)]
    assert device.placement is not None
    lon, lat = device.placement.position
    return devices.move(device, replace(device.placement, position=devices.rounded((lon + east, lat))))


@given(st.lists(st.one_of(st.integers(0, 5), st.just("undo"), st.just("redo")), max_size=20))
def test_whatever_was_done_taking_all_back_leaves_the_first_plan(steps: list[int | str]) -> None:
    editing, present = _editing()
    first = present.site
    for number, step in enumerate(steps):
        if step == "undo":
            editing.undo()
        elif step == "redo":
            editing.redo()
        else:
            editing.do(_moved(editing.site, int(step), 1e-6 * (number + 1)))
    last = editing.site
    undone = 0
    while editing.next_undo:
        editing.undo()
        undone += 1
    assert editing.site == first
    assert not editing.is_changed
    assert editing.steps == ()
    for _ in range(undone):
        editing.redo()
    assert editing.site == last
    editing.discard()
    assert present.site is first
    assert not editing.next_undo


def test_an_edit_is_seen_at_once_and_words_of_places_follow() -> None:
    editing, present = _editing()
    unit = editing.site.units[0]
    assert editing.do(rooms.change_unit(editing.site, unit, "Sick room", "007", "firstaid")) == ""
    assert present.site.units[0].name == "Sick room"
    assert editing.next_undo == "Give room 101 the number 007"


def test_a_refused_edit_changes_nothing() -> None:
    editing, present = _editing()
    device = present.site.devices[0]
    assert "10 km" in editing.do(devices.move(device, Placement((0.5, 0.5))))
    assert present.site == site()
    assert editing.next_undo == ""


@dataclass
class Desk:
    path: Path
    server: ScriptedServer
    store: SiteStore
    editing: Editing
    saving: PlanSaving
    notices: Notices

    def turn(self, bearing_deg: float) -> None:
        device = next(device for device in self.editing.site.devices if device.id == camera(1))
        assert device.view is not None
        assert self.editing.do(devices.aim(device, replace(device.view, bearing_deg=bearing_deg))) == ""

    async def saved(self, *, with_server: bool) -> str:
        self.saving.save(with_server=with_server)
        await until(lambda: not self.saving.is_running)
        return next(notice.text for notice in self.notices.standing if notice.key == "plan saved")


@asynccontextmanager
async def desk(folder: Path, instead: bool = False) -> AsyncIterator[Desk]:
    path = write_district(folder / "district")
    plan, _ = plans.read(path)
    told = Device(camera(1), DeviceKind.CAMERA, "The hall", plan.devices[0].placement, View(90, 90, 15))
    server = ScriptedServer()
    present = SiteStore(plan, Connection(Line.LIVE, START), Later())
    present.take_snapshot(Snapshot(LONG_AGO, "Scripted", "district", (told,)))
    clock = ManualClock(START)
    notices = Notices(clock)
    journal = Journal(folder / "journal.db")
    editing = Editing(present, Places(plan), clock)
    on_disk = PlanOnDisk(path, stamp_of(path), folder / "mine" if instead else None)
    record = Record(journal, notices, clock)
    saving = PlanSaving(editing, server, present, record, notices, clock, on_disk, folder / "cache")
    try:
        yield Desk(path, server, present, editing, saving, notices)
    finally:
        await saving.wait()
        journal.close()


def test_a_save_writes_the_plan_its_history_and_the_server(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path) as it:
            it.turn(120)
            (back,) = it.saving.pending().server
            assert back.differences == ("bearing 90° → 120°",)
            words = await it.saved(with_server=True)
            revision = revision_of(it.editing.site)
            assert words == f"Revision {revision} is saved. The server has taken 1 of 1 devices."
            (command,) = it.server.commands
            assert isinstance(command, WritePlace)
            assert command.view is not None
            assert command.view.bearing_deg == 120
            assert revision_of(plans.read(it.path)[0]) == revision
            (entry,) = read_entries((it.path / "history.jsonl").read_bytes())
            assert (entry.who, entry.at, [step.what for step in entry.steps]) == (
                "district",
                START,
                [f"Aim camera {it.editing.site.devices[0].name}: bearing 90° → 120°"],
            )
            assert not it.editing.is_changed
            assert it.saving.pending().server == ()
            it.editing.undo()
            assert [step.what for step in it.editing.steps] == [f"Take back: {entry.steps[0].what}"]
            await it.saved(with_server=False)
            assert revision_of(plans.read(it.path)[0]) == entry.before

    run(scene())


def test_what_the_server_refuses_is_told_camera_by_camera(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path) as it:
            it.server.executes = [NotPermitted("You may not.")]
            it.turn(120)
            words = await it.saved(with_server=True)
            assert words.endswith(
                "The server has taken 0 of 1 devices. Main · 1F · camera 1 is as it was on the server: You may not."
            )
            assert len(it.saving.pending().server) == 1
            told = it.store.told(camera(1))
            assert told is not None
            assert told.view == View(90, 90, 15)

    run(scene())


def test_who_may_not_change_plans_hears_why(tmp_path: Path) -> None:
    _, present = _editing()
    every = frozenset(Capability)
    present.set_connection(Connection(Line.LIVE, START))
    present.user = "dispatcher"
    assert why_not_edit_plan(present, every, tmp_path) == ""
    reason = why_not_edit_plan(present, every - {Capability.EDIT_PLANS}, tmp_path)
    assert reason == "dispatcher may not change plans. The server gives that right; ask who keeps it."
    assert "not kept on disk" in why_not_edit_plan(present, every, None)
    assert "can only be read" in why_not_edit_plan(present, every, tmp_path / "not there")


def test_a_plan_that_travels_with_the_program_is_saved_as_a_copy(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path, instead=True) as it:
            before = revision_of(it.editing.site)
            it.turn(33)
            await it.saved(with_server=False)
            it.turn(44)
            await it.saved(with_server=False)
            assert revision_of(plans.read(it.path)[0]) == before
            assert revision_of(plans.read(tmp_path / "mine")[0]) == revision_of(it.editing.site)

    run(scene())


def test_a_plan_changed_by_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    async def scene() -> None:
        async with desk(tmp_path) as it:
            it.turn(120)
            (it.path / "grid.json").write_text("{}")
            assert "changed by somebody else" in await it.saved(with_server=True)
            assert it.editing.is_changed
            assert it.server.commands == []

    run(scene())
