"""The tour: no hands; walks the product on the demo server and leaves numbered pictures and what was measured."""

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
import psutil
from PySide6.QtWidgets import QWidget

from smartclient.app import tour_answer, tour_evidence
from smartclient.app.demo_child import DemoChild
from smartclient.app.measuring import Paints, TileClock
from smartclient.app.watch import Watch
from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import MoveAlarm
from smartclient.domain.connection import Line
from smartclient.domain.devices import DeviceKind, Leaf
from smartclient.domain.errors import SmartclientError
from smartclient.domain.ids import BuildingId, DeviceId
from smartclient.domain.site import Building, Rings
from smartclient.runtime.secret import Secret
from smartclient.store.workspace import MapLayer

PATIENCE_S = 90.0
LOOK_S = 0.02
SIZE = (1600, 960)
SETTLE_S = 0.6


class TourFailed(SmartclientError):
    """The tour waited for something that did not come."""


class Tour:
    """Walks through one watch, step by step; each step waits for what it shows before its picture is taken."""

    def __init__(self, watch: Watch, child: DemoChild, control: Secret, folder: Path) -> None:
        self._watch, self._child, self._control_secret, self._folder = watch, child, control, folder
        self._pictures: list[str] = []
        self._measured: dict[str, object] = {}
        self._paints = Paints(watch.map.canvas, watch.store)
        self._tiles = TileClock(watch.players)

    async def walk(self) -> int:
        """All steps; the answer is the process's exit status."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._watch.window.resize(*SIZE)
        try:
            await self._district()
            await self._campus()
            await self._floor()
            await self._live_tiles()
            await self._forced_door()
            await self._verified()
            await self._alarm()
            await self._acknowledged()
            await self._answered()
            await self._past_and_evidence()
            await self._server_lost_and_back()
        except TourFailed as failure:
            await self.picture("where the tour ended")
            print(failure, file=sys.stderr)  # noqa: T201 (the tour's own words)
            return 1
        finally:
            self._write()
        print(f"The pictures are in {self._folder.resolve()}")  # noqa: T201 (the tour's own words)
        return 0

    async def _district(self) -> None:
        await self.until("the first picture of the map", lambda: self._paints.first_at is not None)
        started_at = psutil.Process().create_time()
        self._measured["start_up_ms"] = round(((self._paints.first_at or 0.0) - started_at) * 1000)
        await self.until("the line to the server", lambda: self._watch.store.connection.line is Line.LIVE)
        await self.picture("district")

    async def _campus(self) -> None:
        campus = max(self._watch.places.site.venues, key=lambda venue: len(venue.area[0]))
        home = self._main_building().venue_id
        self._fly(next(venue.area for venue in self._watch.places.site.venues if venue.id in (home, campus.id)))
        await self.picture("campus")

    async def _floor(self) -> None:
        building = self._main_building()
        floors = self._watch.places.floors[building.id]
        upper = next(floor for floor in floors if floor.ordinal == max(0, floors[-1].ordinal - 1))
        self._watch.workspace.show_level(BuildingId(building.id), upper.id)
        if MapLayer.SIGHT not in self._watch.workspace.layers:
            self._watch.workspace.toggle_layer(MapLayer.SIGHT)
        self._fly(upper.area)
        await self.picture("floor with grid and what its cameras see", settle_s=3.0)
        self._watch.workspace.toggle_layer(MapLayer.SIGHT)

    async def _live_tiles(self) -> None:
        cameras = self._cameras(4)
        self._tiles.clicked()
        self._watch.workspace.open_cameras(cameras)
        await self.until("four live pictures", lambda: self._tiles.running(cameras))
        self._measured["first_frame_ms"] = dict(self._tiles.first_frame_ms)
        self._watch.workspace.select(cameras[0])
        await self.picture("four live tiles", settle_s=2.0)

    async def _forced_door(self) -> None:
        await self._control("POST", "cues/forced-door")
        await self.until("the forced door", lambda: self._forced() is not None)
        forced = self._forced()
        if forced is not None:
            self._watch.verbs.show_device(forced)
            await self.until("the door on the screen", lambda: forced in self._paints.event_to_painted_ms)
            self._measured["event_to_painted_ms"] = self._paints.event_to_painted_ms.get(forced)
        await self.picture("forced door")

    async def _verified(self) -> None:
        await self.until("the alarm", lambda: bool(self._watch.store.open_alarms()))
        self._measured["verified"] = await tour_answer.verify(self._watch, self)

    async def _answered(self) -> None:
        """From the alarm to the file: an incident, a lockdown, the report."""
        alarm = self._first_alarm()
        await tour_answer.begin_incident(self._watch, alarm, self)
        self._measured["lockdown"] = await tour_answer.lock_down(self._watch, alarm, self)
        self._measured["incident"] = await tour_answer.report(self._watch, self._folder, self)

    async def _alarm(self) -> None:
        self._watch.actions.run("next-alarm")
        self._tiles.clicked()
        self._watch.actions.run("fly-to-alarm")
        await self.until("the alarm's cameras", lambda: self._tiles.running(self._shown()))
        await self.picture("alarm flown to", settle_s=2.0)

    async def _acknowledged(self) -> None:
        alarm = self._first_alarm()
        self._watch.dispatcher.send(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS))
        await self.until(
            "the server's word on the alarm", lambda: self._watch.store.alarms[alarm.id].state is AlarmState.IN_PROGRESS
        )
        await self.picture("acknowledged")

    async def _past_and_evidence(self) -> None:
        alarm = self._first_alarm()
        at = self._watch.store.alarms[alarm.id].at
        self._measured["past"] = await tour_evidence.scrub_back(self._watch, at, self)
        folder = self._folder / "evidence"
        self._measured["evidence"] = await tour_evidence.export(self._watch, at, folder, self)

    async def _server_lost_and_back(self) -> None:
        self._child.kill()
        await self.until("the loss of the server", lambda: self._watch.store.connection.line is Line.OFFLINE)
        await self.picture("server lost", settle_s=3.0)
        self._child.begin()
        self._tiles.clicked()
        await asyncio.to_thread(self._child.wait)
        back_s = time.monotonic()
        await self.until("the server's return", lambda: self._watch.store.connection.line is Line.LIVE)
        self._measured["live_again_ms"] = round((time.monotonic() - back_s) * 1000)
        await self.until("the pictures' return", lambda: self._tiles.running(self._shown()))
        await self.picture("server back", settle_s=1.0)

    def _main_building(self) -> Building:
        """The building with the most floors."""
        places = self._watch.places
        return max(places.site.buildings, key=lambda building: len(places.floors.get(building.id, ())))

    def _cameras(self, count: int) -> list[DeviceId]:
        """Cameras spread over the main building's floors."""
        levels = {level.id for level in self._watch.places.floors[self._main_building().id]}
        devices = self._watch.store.devices.values()
        inside = [
            d.id for d in devices if d.kind is DeviceKind.CAMERA and d.placement and d.placement.level_id in levels
        ]
        return inside[:: max(1, len(inside) // count)][:count]

    def _forced(self) -> DeviceId | None:
        states = self._watch.store.states.items()
        return next((device for device, state in states if state.leaf and state.leaf.value is Leaf.FORCED), None)

    def _first_alarm(self) -> Alarm:
        return self._watch.store.open_alarms()[0]

    def _shown(self) -> list[DeviceId]:
        return [camera for camera in self._watch.workspace.tiles if camera is not None]

    def _fly(self, area: Rings) -> None:
        lon, lat = zip(*area[0], strict=True)
        self._watch.workspace.fly_to((min(lon), min(lat), max(lon), max(lat)))

    async def fault(self, **wanted: object) -> None:
        """Has the demo server misbehave, or behave again."""
        await self._control("POST", "faults", wanted)

    async def _control(self, method: str, path: str, body: object = None) -> None:
        headers = {"Authorization": f"Bearer {self._control_secret.reveal()}"}
        async with httpx.AsyncClient() as http:
            answer = await http.request(method, f"{self._child.url}/x-demo/{path}", headers=headers, json=body)
        if answer.is_error:
            raise TourFailed(f"The demo server refused {path}: {answer.text}")

    async def until(self, what: str, is_so: Callable[[], bool]) -> None:
        """Waits for what a step is to show. Raises TourFailed."""
        ends_s = time.monotonic() + PATIENCE_S
        while not is_so():
            if time.monotonic() > ends_s:
                raise TourFailed(f"The tour waited {PATIENCE_S:.0f} s for {what}, which did not come.")
            await asyncio.sleep(LOOK_S)

    async def picture(self, name: str, settle_s: float = SETTLE_S, of: QWidget | None = None) -> None:
        """Takes the picture of the window, or of another one, when flights have ended and the map is drawn."""
        await asyncio.sleep(settle_s)
        await self.until("the map to be drawn", lambda: self._watch.map.canvas.is_crisp)
        file = f"{len(self._pictures) + 1:02} {name}.png".replace(" ", "-")
        (of or self._watch.window).grab().save(str(self._folder / file))
        self._pictures.append(file)

    def _write(self) -> None:
        measured = self._measured | {
            "frames_painted": self._tiles.frames,
            "events_received": self._paints.events,
            "pictures": self._pictures,
        }
        (self._folder / "tour.json").write_bytes(msgspec.json.format(msgspec.json.encode(measured), indent=2))
