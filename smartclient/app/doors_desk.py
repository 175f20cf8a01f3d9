"""The panels of doors once one is opened: the list with its orders, one door with its events, a building's action."""

from typing import TYPE_CHECKING

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.events import Happened
from smartclient.domain.ids import BuildingId
from smartclient.domain.site import Building
from smartclient.session.door_events import DoorEvents
from smartclient.session.lockdown import DoorOrder, Lockdown
from smartclient.store.notices import Grade
from smartclient.ui.doors.door_panel import DoorPanel, DoorReach
from smartclient.ui.doors.doors_panel import DoorPlace, DoorsPanel, DoorVerbs
from smartclient.ui.doors.response_panel import ResponsePanel, ResponsePlace
from smartclient.ui.doors.ticked_layer import TickedLayer

if TYPE_CHECKING:
    from smartclient.app.doors import DoorRoom
    from smartclient.app.watch import Watch

_NO_PLACE = "Bring the building into the middle of the map first, or select one of its doors."


class DoorsDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, watch: "Watch", room: "DoorRoom") -> None:
        self._watch, self._room = watch, room
        given, store = watch.given, watch.store
        self.events = DoorEvents(given.server, store, given.journal, given.clock)
        verbs = DoorVerbs(self._order, watch.verbs.show_device, room.why_no_command)
        self.panel = watch.window.own(DoorsPanel(store, given.theme, given.clock, verbs))
        send, verbs_of_watch = watch.dispatcher.send, watch.verbs
        reach = DoorReach(send, watch.why_not, self._replay, verbs_of_watch.open_video, verbs_of_watch.where)
        self.door = watch.window.own(DoorPanel(store, self.events, given.theme, given.clock, reach))
        self.response = watch.window.own(ResponsePanel(store, given.theme, given.clock, send, watch.why_not))
        self.response.lock_wanted.connect(self.lockdown)
        self._orders: list[Lockdown] = []
        rows = self.panel.view.rows
        watch.map.lay_over("ticked doors", TickedLayer(lambda: rows.ticked))
        rows.dataChanged.connect(lambda *_what: watch.map.canvas.update())

    def show_door(self, door: Device) -> None:
        """Opens the door's panel, and the cameras that see it beside it."""
        self._watch.window.show_panel(self.door, "Door")
        self.door.show_door(door)
        self.door.view.setFocus()
        self._watch.verbs.open_video(door.id)

    def show_doors(self) -> None:
        """Lists the doors of the building."""
        if (building := self._building()) is not None:
            self._show(self._of_building(building))

    def show_campus(self) -> None:
        """Lists the doors of the campus."""
        if (building := self._building()) is not None:
            self._show(self._of_campus(building))

    def tick(self) -> None:
        """Ticks the selected door in the list of its building."""
        door = self._room.chosen_door()
        if door is not None and (building := self._building()) is not None:
            self._show(self._of_building(building))
            self.panel.tick(door.id)

    def lockdown(self) -> None:
        """Asks whether to lock all doors of the building."""
        if (building := self._building()) is not None:
            self._show(self._of_building(building))
            self.panel.ask_lockdown()

    def lockdown_campus(self) -> None:
        """Asks whether to lock all doors of the campus."""
        if (building := self._building()) is not None:
            self._show(self._of_campus(building))
            self.panel.ask_lockdown()

    def end_lockdown(self) -> None:
        """Asks whether to unlock what stood unlocked before."""
        self._watch.window.show_panel(self.panel, "Doors")
        self.panel.ask_end()

    def show_response(self) -> None:
        """Shows what the building is under, and what it can be put under."""
        if (building := self._building()) is not None:
            self._watch.window.show_panel(self.response, "Response")
            count = len(self._room.doors.of_building(building.id))
            self.response.show_place(ResponsePlace(self._watch.places.title_of(building), building.id, count))

    def go_to(self, building: BuildingId) -> None:
        """Flies to a building and shows what it is under."""
        known = self._watch.places.buildings.get(building)
        if known is None:
            return
        points = [point for rings in known.footprints for point in rings[0]]
        lon, lat = zip(*points, strict=True)
        workspace = self._watch.workspace
        workspace.select(None)
        workspace.focus(building)
        workspace.fly_to((min(lon), min(lat), max(lon), max(lat)))
        self.show_response()

    async def stop(self) -> None:
        """Ends all looking and waiting."""
        for order in self._orders:
            await order.stop()
        await self.events.stop()

    def _show(self, place: DoorPlace) -> None:
        self._watch.window.show_panel(self.panel, "Doors")
        self.panel.show_place(place)

    def _of_building(self, building: Building) -> DoorPlace:
        title, doors = self._watch.places.title_of(building), self._room.doors
        return DoorPlace(title, building.id, lambda: doors.of_building(building.id))

    def _of_campus(self, building: Building) -> DoorPlace:
        venue, doors = self._watch.places.venues[building.venue_id], self._room.doors
        return DoorPlace(venue.name, venue.id, lambda: doors.of_campus(venue.id))

    def _building(self) -> Building | None:
        """That of the selected door, else the one in the middle of the map; says so where there is none."""
        watch, door = self._watch, self._room.chosen_door()
        level = door.placement.level_id if door is not None and door.placement is not None else None
        found = watch.places.building_of(level) or watch.places.buildings.get(
            watch.workspace.building or BuildingId("")
        )
        if found is None:
            watch.notices.say("doors", _NO_PLACE, Grade.QUIET)
        return found

    def _order(self, order: DoorOrder) -> Lockdown:
        watch = self._watch
        lockdown = Lockdown(order, watch.given.server, watch.store, watch.record, watch.given.clock)
        self._orders.append(lockdown)
        lockdown.changed.connect(lambda _nothing: self.panel.progress.refresh())
        lockdown.begin()
        return lockdown

    def _replay(self, event: Happened) -> None:
        """Its cameras, as it happened; a controller has none of its own, so that those of the chosen door stay."""
        device = self._watch.store.devices.get(event.device) if event.device is not None else None
        if device is not None and device.kind is DeviceKind.DOOR:
            self._watch.verbs.open_video(device.id)
        self._watch.replay.replay.show_at(event.at)
