"""Where things are, in one watch: radio strings on alarms and selection, the key that copies them, the measuring tool."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from smartclient.geometry.usng import usng
from smartclient.runtime.tasks import Tasks
from smartclient.session.radio import Radio, Subject
from smartclient.store.places import Places
from smartclient.store.position import position_at
from smartclient.store.routes import Standpoint
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Aspect, Spot, Workspace
from smartclient.ui.actions import Action
from smartclient.ui.alarms.whereabouts import Whereabouts
from smartclient.ui.bindings import bind
from smartclient.ui.map.map_view import MapView
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.measure_desk import MeasureDesk

_GROUP = "Map"


class WhereaboutsRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        places: Places,
        walkable: Walkable,
        site_map: MapView,
        theme: Theme,
        say: Callable[[str], None],
    ) -> None:
        self._store, self._workspace, self._places, self._map, self._say = store, workspace, places, site_map, say
        self._walkable = walkable
        self.radio = Radio(store, places, walkable)
        self.desk: MeasureDesk | None = None
        self._tasks = Tasks("whereabouts")
        self._tasks.start("load", asyncio.to_thread(usng, 0.0, 0.0))
        self.card = Whereabouts(theme, self._copy)
        bind(self.card, workspace.changed, lambda aspect: self._show() if aspect is Aspect.SELECTION else None)
        bind(self.card, store.changed, lambda changes: self._show() if changes.everything else None)
        self._show()

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield Action(
            "copy-place", "Copy where it is, for the radio", _GROUP, self._copy, ("Ctrl+Shift+C",), self._why_not_copy
        )

        for name, text, key, is_on_foot in (
            ("measure", "Measure distance and bearing", "Ctrl+M", False),
            ("measure-on-foot", "Measure the way on foot", "Ctrl+Shift+M", True),
        ):
            yield Action(name, text, _GROUP, partial(self._measure, is_on_foot), (key,))

    async def stop(self) -> None:
        """Lets go of what is being worked out."""
        if self.desk is not None:
            await self.desk.stop()
        await self._tasks.cancel()
        await self.radio.stop()

    def _measure(self, is_on_foot: bool) -> None:
        if self.desk is None:
            from smartclient.app.measure_desk import MeasureDesk

            self.desk = MeasureDesk(self._map, self._walkable)
        self.desk.toggle(is_on_foot)

    def _selected(self) -> Subject | None:
        """The selected device, an alarm's device, or the selected place."""
        workspace = self._workspace
        alarm = self._store.alarms.get(workspace.alarm) if workspace.alarm is not None else None
        device = workspace.device or (alarm.device if alarm is not None else None)
        return device if device is not None else workspace.spot

    def _meant(self) -> Subject | None:
        """What is selected and has a place, else where the pointer is on the map."""
        selected, pointed = self._selected(), self._map.canvas.pointer.at
        if self._standpoint(selected) is not None:
            return selected
        return Standpoint(*pointed, self._map.stage.level_at(*pointed)) if pointed is not None else None

    def _standpoint(self, subject: Subject | None) -> Standpoint | None:
        if subject is None or isinstance(subject, Standpoint):
            return subject
        if isinstance(subject, Spot):
            return self._walkable.standpoint(subject.position, subject.level)
        device = self._store.devices.get(subject)
        placement = device.placement if device is not None else None
        return self._walkable.standpoint(placement.position, placement.level_id) if placement is not None else None

    def _show(self) -> None:
        """The card of what is selected; the radio string follows when it is worked out, save of an alarm, which says it itself."""
        selected = self._selected()
        at = self._standpoint(selected)
        self.card.show_position(position_at(self._places, at.x, at.y, at.level) if at is not None else None)
        self.card.show_radio("")
        if selected is not None and at is not None and self._workspace.alarm is None:
            self.radio.tell(selected, lambda text: self._show_radio(selected, text))

    def _show_radio(self, subject: Subject, text: str) -> None:
        if subject == self._selected():
            self.card.show_radio(text)

    def _why_not_copy(self) -> str | None:
        return None if self._meant() is not None else "Select something first, or point at the map."

    def _copy(self) -> None:
        meant = self._meant()
        if meant is not None:
            self.radio.tell(meant, self._put)

    def _put(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._say(f"Copied: {text}")
