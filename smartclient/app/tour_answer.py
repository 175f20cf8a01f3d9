"""The tour's answer to an alarm: the card and its verdict, an incident with marks, a lockdown with one silent door, and the report."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pypdfium2
from PySide6.QtWidgets import QWidget

from smartclient.app.incident_report import written
from smartclient.app.watch import Watch
from smartclient.domain.alarms import Alarm, Judgement, Verdict
from smartclient.domain.commands import SetResponse
from smartclient.domain.devices import Device
from smartclient.domain.incident_entries import Noted, RoomMarked, RoomStatus
from smartclient.domain.response import ResponseAction
from smartclient.domain.site import Building, LonLat
from smartclient.store.pending import PendingState
from smartclient.ui.verifying.card_part import CardKey
from smartclient.ui.video.board import Board
from smartclient.video.status import Phase

if TYPE_CHECKING:
    from smartclient.app.verifying_desk import VerifyingDesk

_PAGE_SCALE = 2.0
_MOST_PAGES = 4
_TRIES = 3


class Guide(Protocol):
    """What a part of the tour asks of the whole."""

    def until(self, what: str, is_so: Callable[[], bool]) -> Awaitable[None]:
        """Waits for what is to be shown."""
        ...

    def picture(self, name: str, settle_s: float, of: QWidget | None = None) -> Awaitable[None]:
        """Takes the window's picture, or another's."""
        ...

    def fault(self, **wanted: object) -> Awaitable[None]:
        """Has the demo server misbehave."""
        ...


async def verify(watch: Watch, guide: Guide) -> dict[str, object]:
    """The card that opened by itself, complete; then a person's word on it."""
    await guide.until(
        "the card", lambda: watch.verifying.desk is not None and watch.verifying.verifying.alarm is not None
    )
    desk, alarm = watch.verifying.desk, watch.verifying.verifying.alarm
    if desk is None or alarm is None:
        return {}
    begun_s = time.monotonic()
    board = desk.board.board
    await guide.until("the card's cameras", lambda: _all_in(board, Phase.LIVE))
    live_ms = round((time.monotonic() - begun_s) * 1e3)
    await guide.picture("verification card", 4.0)
    desk.take_keyboard()
    judged = await _decide(watch, alarm, desk, guide)
    await guide.picture("verified by a person", 1.0)
    desk.panel.pressed.emit(CardKey.CLOSE)
    return {"card_live_after_ms": live_ms, "verdict": judged.verdict if judged else ""}


async def _decide(watch: Watch, alarm: Alarm, desk: "VerifyingDesk", guide: Guide) -> Judgement | None:
    """Once the card offers it; and again, as a person would, where the server refused or did not answer."""

    def judged() -> Judgement | None:
        return watch.store.alarms[alarm.id].judgement

    def is_answered() -> bool:
        pending = watch.store.pending(alarm.id)
        return judged() is not None or (pending is not None and pending.state is not PendingState.WAITING)

    for _try in range(_TRIES):
        await guide.until("the decision to be open", desk.panel.verdicts.buttons[Verdict.REAL].isEnabled)
        desk.panel.pressed.emit(CardKey.REAL)
        await guide.until("the server's answer to the verdict", is_answered)
        if judged() is not None:
            break
    await guide.until("the server's word on the verdict", lambda: judged() is not None)
    return judged()


async def begin_incident(watch: Watch, alarm: Alarm, guide: Guide) -> None:
    """Opens a file from the alarm; rooms around are marked, and a note is written."""
    watch.workspace.select(alarm.device, alarm.id)
    watch.actions.run("open-incident")
    await guide.until("the incident", lambda: watch.answering.incidents.incidents.current is not None)
    incidents, places = watch.answering.incidents.incidents, watch.places
    device = watch.store.devices.get(alarm.device) if alarm.device is not None else None
    if device is not None and device.placement is not None:
        level = device.placement.level_id
        rooms = [unit for unit in places.site.units if unit.level_id == level and unit.name]
        near = sorted(rooms, key=lambda unit: _away(unit.display_point, device))[:9]
        statuses = (RoomStatus.DANGER, *[RoomStatus.CLEARED] * 5, RoomStatus.SEARCHING, RoomStatus.CASUALTY)
        for unit, status in zip(near, statuses, strict=False):
            if level is not None:
                incidents.add(RoomMarked(unit.id, level, status, "Unit 12"))
    incidents.add(Noted("Unit 12 went in by door 7."))


async def lock_down(watch: Watch, alarm: Alarm, guide: Guide) -> dict[str, object]:
    """Locks a building, one of whose doors takes the command and never moves; the panel says so, door by door."""
    building = _building_of(watch, alarm)
    if building is None:
        return {}
    silent = watch.doors.doors.of_building(building.id)[-1]
    await guide.fault(lying_doors=[silent.name])
    watch.workspace.select(alarm.device, alarm.id)
    watch.actions.run("lockdown")
    desk = watch.doors.desk
    if desk is None:
        return {}
    await guide.picture("lockdown asked", 0.5)
    begun_s = time.monotonic()
    desk.panel.form.confirmed.emit("Forced door 7")
    lockdown = desk.panel.lockdown
    if lockdown is None:
        return {}
    await guide.until("every door's answer", lambda: lockdown.is_settled)
    taken_s = time.monotonic() - begun_s
    watch.dispatcher.send(SetResponse(building.id, ResponseAction.LOCKDOWN, is_drill=False))
    await guide.until("the building under lockdown", lambda: building.id in watch.store.responses)
    await guide.picture("lockdown with one door that does not answer", 1.0)
    await guide.fault(lying_doors=[])
    doors = {standing.value: count for standing, count in lockdown.counts.items()}
    return {"doors": doors, "lockdown_s": round(taken_s, 1)}


async def report(watch: Watch, folder: Path, guide: Guide) -> dict[str, object]:
    """The file as it stands, its report as a PDF and its pages as pictures."""
    watch.actions.run("incident")
    await guide.picture("incident file", 1.0)
    incident = watch.answering.incidents.incidents.current
    if incident is None:
        return {}
    path = folder / "incident.pdf"
    pages = await asyncio.to_thread(
        written, path, incident, watch.store.site, dict(watch.store.devices), watch.store.user, watch.given.clock.now()
    )
    names = await asyncio.to_thread(_drawn, path, folder)
    return {"entries": len(incident.entries), "report_pages": pages, "report_pictures": names}


def _drawn(path: Path, folder: Path) -> list[str]:
    names = []
    with pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), _MOST_PAGES)):
            name = f"incident-report-page-{number + 1}.png"
            document[number].render(scale=_PAGE_SCALE).to_pil().save(folder / name)
            names.append(name)
    return names


def _building_of(watch: Watch, alarm: Alarm) -> Building | None:
    device = watch.store.devices.get(alarm.device) if alarm.device is not None else None
    return watch.places.building_of(device.placement.level_id) if device is not None and device.placement else None


def _all_in(board: Board, *phases: Phase) -> bool:
    players = [tile.player for tile in board.tiles if tile.player is not None and not tile.player.is_past]
    return bool(players) and all(player.status.phase in phases for player in players)


def _away(point: LonLat, device: Device) -> float:
    """Good enough to say which room is nearest, not how far it is."""
    lon, lat = device.placement.position if device.placement is not None else point
    return (point[0] - lon) ** 2 + (point[1] - lat) ** 2
