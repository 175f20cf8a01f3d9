"""Doors in one watch: lockdown, door panel and what buildings are under; the panels are built when they are first opened."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import BuildingId
from smartclient.session.access import RIGHT_WHERE_IT_CAN, why_not_connected
from smartclient.store.changes import Changes
from smartclient.store.site_doors import SiteDoors
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.doors.response_badges import InForce, ResponseBadges
from smartclient.ui.map.layers.responses import ResponsesLayer

if TYPE_CHECKING:
    from smartclient.app.doors_desk import DoorsDesk
    from smartclient.app.watch import Watch

_GROUP = "Doors"


class DoorRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, watch: "Watch") -> None:
        self._watch = watch
        self.doors = SiteDoors(watch.store, watch.places)
        self.badges = ResponseBadges(watch.given.theme, watch.given.clock, self._go_to)
        self.desk: DoorsDesk | None = None
        watch.window.put_on_top(self.badges)
        watch.map.lay_over("responses", ResponsesLayer(watch.places, lambda: watch.workspace.building))
        bind(self.badges, watch.store.changed, self._on_store)
        self._on_store(Changes(everything=True))
        watch.closing.push_async_callback(self.stop)

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        no_door, run = self._why_no_door, self._run
        yield Action("door", "The door, and what happened at it", _GROUP, self.open_door, ("Shift+D",), no_door)
        yield Action("doors", "Doors of the building", _GROUP, run(lambda desk: desk.show_doors()), ("Ctrl+Shift+D",))
        yield Action("doors-campus", "Doors of the campus", _GROUP, run(lambda desk: desk.show_campus()))
        yield Action(
            "tick-door", "Tick the selected door", _GROUP, run(lambda desk: desk.tick()), ("Shift+U",), no_door
        )
        yield from self._orders()
        name, choose = "Hold, Secure, Lockdown, Evacuate, Shelter …", run(lambda desk: desk.show_response())
        yield Action("response", name, _GROUP, choose, ("Ctrl+Shift+R",))

    def _orders(self) -> Iterator[Action]:
        def why_not() -> str | None:
            return self.why_no_command() or None

        run = self._run
        of_building, of_campus = run(lambda desk: desk.lockdown()), run(lambda desk: desk.lockdown_campus())
        yield Action("lockdown", "Lock all doors of the building …", _GROUP, of_building, ("Ctrl+Shift+K",), why_not)
        yield Action("lockdown-campus", "Lock all doors of the campus …", _GROUP, of_campus, (), why_not)
        end = run(lambda desk: desk.end_lockdown())
        yield Action("lockdown-end", "End of lockdown …", _GROUP, end, (), self._why_no_lockdown)

    def _run(self, act: "Callable[[DoorsDesk], None]") -> Callable[[], None]:
        return lambda: act(self._opened())

    def open_door(self) -> None:
        """Opens the panel of the selected door."""
        if (door := self.chosen_door()) is not None:
            self._opened().show_door(door)

    def chosen_door(self) -> Device | None:
        """The door that is selected."""
        chosen = self._watch.workspace.device
        device = self._watch.store.devices.get(chosen) if chosen is not None else None
        return device if device is not None and device.kind is DeviceKind.DOOR else None

    def why_no_command(self) -> str:
        """Why no door can be commanded now, for a person; empty when some can."""
        if reason := why_not_connected(self._watch.store):
            return reason
        return (
            ""
            if self._watch.store.commandable
            else f"You may not command doors through this server. {RIGHT_WHERE_IT_CAN}"
        )

    async def stop(self) -> None:
        """Ends everything."""
        if self.desk is not None:
            await self.desk.stop()

    def _opened(self) -> "DoorsDesk":
        if self.desk is None:
            from smartclient.app.doors_desk import DoorsDesk

            self.desk = DoorsDesk(self._watch, self)
        return self.desk

    def _why_no_door(self) -> str | None:
        return None if self.chosen_door() is not None else "Select a door first."

    def _why_no_lockdown(self) -> str | None:
        is_known = self.desk is not None and self.desk.panel.lockdown is not None
        return None if is_known else "No lockdown was ordered from this console; tick doors in the list to unlock them."

    def _go_to(self, building: BuildingId) -> None:
        self._opened().go_to(building)

    def _on_store(self, changes: Changes) -> None:
        if changes.responses or changes.everything or changes.connection:
            places, responses = self._watch.places, self._watch.store.responses
            found = [
                InForce(places.title_of(places.buildings[building]), status, not self._watch.store.is_live(building))
                for building, status in responses.items()
                if status.action is not None and building in places.buildings
            ]
            self.badges.show_in_force(found, is_stale=self._watch.store.is_stale)
            self._watch.map.canvas.update()
