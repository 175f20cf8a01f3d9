"""The alarm list in one watch, with the search over all months and the rules of this side; the archive is opened at its first use."""

from collections.abc import Callable, Iterator
from functools import cached_property

from smartclient.app.rules import RulesRoom
from smartclient.app.watch import Watch
from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import DeviceId
from smartclient.session.alarm_search import AlarmSearch
from smartclient.session.radio import Radio
from smartclient.store.alarm_archive import AlarmArchive
from smartclient.store.alarm_groups import Path
from smartclient.store.alarm_places import AlarmPlaces
from smartclient.store.changes import Changes
from smartclient.ui.actions import Action
from smartclient.ui.alarms.alarm_list import AlarmList
from smartclient.ui.bindings import bind

_GROUP = "Alarms"


class AlarmListRoom:
    """Build it on the running loop; `stop` ends it. `replay` shows what happened, given an AlarmId."""

    def __init__(self, watch: Watch, radio: Radio, say: Callable[[str], None], replay: Callable[[str], None]) -> None:
        self._watch, given = watch, watch.given
        self._places = AlarmPlaces(watch.store.devices, watch.places)
        watch.store.changed.connect(self._on_store)
        journal = given.journal.path
        self.archive = AlarmArchive(journal.with_name(f"alarms-{journal.name}"), *given.journal.paths)
        self.list = AlarmList(
            watch.store,
            watch.workspace,
            given.theme,
            given.clock,
            radio.where,
            watch.dispatcher.send,
            path_of=self._path_of,
            is_escalated=lambda alarm: alarm.id in watch.store.queue.overdue,
            search=lambda: self.search,
            where_then=watch.verbs.where,
        )
        self.list.said.connect(say)
        self.list.fly_to.connect(watch.verbs.fly_to_alarm)
        self.list.replay.connect(replay)
        self.rules = RulesRoom(watch, self._path_of_device, lambda: self.search.open_of_own_rules())
        bind(self.list, radio.changed, lambda _said: self.list.repaint_rows())

    @cached_property
    def search(self) -> AlarmSearch:
        """Keeps the archive up with the journal from the first use on."""
        watch = self._watch
        older = watch.given.server.alarms_before
        return AlarmSearch(self.archive, watch.store, watch.places, older, watch.given.clock)

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield from self.rules.actions()
        yield Action(
            "filter-alarms", "Filter the alarm list, or show all", _GROUP, self.list.toggle_filter, ("Shift+A",)
        )
        yield Action(
            "search-alarms", "Search all alarms, also closed ones", _GROUP, self.list.search, ("Ctrl+Shift+A",)
        )

    async def stop(self) -> None:
        """Ends everything."""
        await self.rules.stop()
        if "search" in self.__dict__:
            await self.search.stop()

    def _path_of_device(self, device: DeviceId) -> Path:
        return self._places.path_of_device(device)

    def _path_of(self, alarm: Alarm) -> Path:
        return self._places.path(alarm)

    def _on_store(self, changes: Changes) -> None:
        """Devices and plan may be others now; with the first alarms the archive begins to follow the journal."""
        if changes.everything:
            self._places = AlarmPlaces(self._watch.store.devices, self._watch.places)
        if changes.alarms and "search" not in self.__dict__:
            self.search.catch_up()
