"""The verification card in one watch: it opens by itself for the worst new alarm, or with one key; where this console stands."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartclient.domain.ids import BuildingId, UnitId
from smartclient.session.verifying.drills import Drills
from smartclient.session.verifying.own_room import OwnRoom, Standing
from smartclient.session.verifying.verifying import Verifying
from smartclient.store.notices import Grade
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.map.layers.drills import DrillsLayer

if TYPE_CHECKING:
    from smartclient.app.verifying_desk import VerifyingDesk
    from smartclient.app.watch import Watch
    from smartclient.ui.verifying.drill_tiles import DrillTiles

KEY = "J"
_GROUP = "Alarms"
_NOTICE = "verifying"


class VerifyingRoom:
    """Build it on the running loop, before what may sound; `stop` ends it. The desk is built with the first card."""

    def __init__(self, watch: "Watch") -> None:
        self._watch, self._settings = watch, watch.given.settings
        kept = self._settings.read()
        standing = Standing(
            UnitId(kept.console_room) if kept.console_room else None,
            BuildingId(kept.console_building) if kept.console_building else None,
        )
        self.own_room = OwnRoom(watch.store, watch.places, standing)
        self.verifying = Verifying(watch.store, watch.given.clock, self.own_room.is_silent)
        self.verifying.opens_by_itself = kept.card_opens_by_itself
        self.desk: VerifyingDesk | None = None
        self._has_another = False
        self.drills = Drills(watch.store)
        watch.map.lay_over("drills", DrillsLayer(lambda: self.drills.open))
        bind(watch.map, self.drills.changed, lambda _nothing: watch.map.canvas.update())
        self._tiles: DrillTiles | None = None
        bind(watch.window, self.drills.changed, lambda _nothing: self._frame_tiles())
        bind(watch.window, self.verifying.changed, lambda _nothing: self._follow())

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield Action("verify", "Verify the alarm", _GROUP, self.open, (KEY,), self._why_no_alarm)
        yield Action(
            "verify-keys",
            "… real, false, drill; copy; next; turn cameras; next picture; keep one",
            _GROUP,
            _nothing,
            sheet_keys="on the card: R · F · D; C; N; T; P; S",
        )
        yield Action("verify-by-itself", "The card opens by itself, or not", _GROUP, self._toggle_by_itself)
        yield Action(
            "console-room",
            "This console stands in the selected room",
            _GROUP,
            self._stand_in_room,
            (),
            self._why_no_room,
        )
        yield Action("console-building", "This console stands in this building", _GROUP, self._stand_in_building)
        yield Action("console-nowhere", "This console stands in no room of the map", _GROUP, self._stand_nowhere)

    def open(self) -> None:
        """Opens the card of the chosen alarm, else of the worst, and gives it the keyboard."""
        chosen = self._watch.workspace.alarm
        alarm = (
            self._watch.meant_alarm() if chosen is not None or self.verifying.alarm is None else self.verifying.alarm
        )
        if alarm is not None:
            self.verifying.open(alarm.id)
            if not self._has_another:
                self._desk().take_keyboard()

    async def prepare(self) -> None:
        """Has ready what the first card needs, while nothing happens."""
        await self._watch.verbs.seeing.warm()
        self._desk()

    def give_way(self, has_another: bool) -> None:
        """Whether another screen shows the alarm instead of the card."""
        self._has_another = has_another
        if self.desk is not None:
            if has_another:
                self.desk.put_away()
            else:
                self.desk.follow()

    async def stop(self) -> None:
        """Ends everything."""
        if self.desk is not None:
            await self.desk.stop()

    def _follow(self) -> None:
        if not self._has_another and (self.desk is not None or self.verifying.alarm is not None):
            self._desk().follow()

    def _desk(self) -> "VerifyingDesk":
        if self.desk is None:
            from smartclient.app.verifying_desk import VerifyingDesk

            self.desk = VerifyingDesk(self._watch, self.verifying, self.drills, KEY)
        return self.desk

    def _frame_tiles(self) -> None:
        """The walls know nothing of drills; their tiles are framed from outside once there is one."""
        if self._tiles is None:
            from smartclient.ui.verifying.drill_tiles import DrillTiles

            watch = self._watch
            self._tiles = DrillTiles(
                lambda: (watch.wall.board, *(content.board for content in watch.wall.screens.contents)),
                lambda: self.drills.cameras,
                watch.given.theme,
                watch.window,
            )
        self._tiles.follow()

    def _why_no_alarm(self) -> str | None:
        has_one = self.verifying.alarm is not None or self._watch.meant_alarm() is not None
        return None if has_one else "There is no open alarm."

    def _toggle_by_itself(self) -> None:
        opens = self.verifying.opens_by_itself = not self.verifying.opens_by_itself
        self._settings.change(card_opens_by_itself=opens)
        self._say("The card opens by itself for new alarms." if opens else f"The card opens with {KEY} only.")

    def _why_no_room(self) -> str | None:
        spot = self._watch.workspace.spot
        return None if spot is not None and spot.unit is not None else "Select the room this console stands in first."

    def _stand_in_room(self) -> None:
        spot = self._watch.workspace.spot
        if spot is not None and spot.unit is not None:
            self._stand(Standing(unit=spot.unit), "in the selected room: panic buttons in it are silent here")

    def _stand_in_building(self) -> None:
        building = self._watch.workspace.building
        known = self._watch.places.buildings.get(building) if building is not None else None
        if known is None:
            self._say("Bring the building into the middle of the map first.")
        else:
            self._stand(Standing(building=known.id), f"in {known.name}: all panic buttons in it are silent here")

    def _stand_nowhere(self) -> None:
        self._stand(Standing(), "in no room of the map: every alarm sounds here")

    def _stand(self, standing: Standing, words: str) -> None:
        self.own_room.stand(standing)
        self._settings.change(console_room=standing.unit or "", console_building=standing.building or "")
        self._say(f"This console stands {words}.")

    def _say(self, words: str) -> None:
        self._watch.notices.say(_NOTICE, words, Grade.QUIET)


def _nothing() -> None:
    """The card itself hears these keys."""
