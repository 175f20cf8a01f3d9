"""Applies the rules to what happens while the watch runs, and gives the server the alarms they raise, once and not once a console."""

import asyncio
import logging
import random
from collections.abc import Callable
from itertools import islice

from smartclient.adapters.server import Capability, Server, capabilities_at
from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import MoveAlarm, RaiseAlarm
from smartclient.domain.errors import CLEAR_ANSWERS, ServerError
from smartclient.domain.ids import DeviceId
from smartclient.runtime.tasks import Tasks
from smartclient.session.rules.own_alarms import OwnAlarms
from smartclient.session.rules.rules import Due, Rule, Rules
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore

LONGEST_WAIT_S = 4.0
"""Before it gives an alarm to the server, each console waits a time of its own up to this, and looks whether another was faster."""
POLL_S = 1.0
"""Alarms of another console are here after so long."""
MOST_LOOKS = 20

log = logging.getLogger(__name__)


class RuleWatch:
    """Needs a running loop. An own alarm is shown at once and stays local until the server has the same: by itself, by another
    console, or by this one. Where two consoles draw nearly the same time both give it, and the list shows the two as one row.
    """

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        rules: Rules,
        own: OwnAlarms,
        open_outside: Callable[[DeviceId], None],
        wait_s: Callable[[], float] = lambda: random.uniform(0.0, LONGEST_WAIT_S),
    ) -> None:
        """`open_outside` opens the camera that watches the way out of a sensor's room."""
        self.own = own
        self._server, self._store, self._rules = server, store, rules
        self._open_outside = open_outside
        self.wait_s = wait_s
        """Draws how long to wait before an alarm is given to the server."""
        self._may_raise = True
        self._tasks = Tasks("rules")
        store.changed.connect(self.look_at)

    @property
    def is_giving(self) -> bool:
        """Whether an alarm is on its way to the server."""
        return len(self._tasks) > 0

    async def stop(self) -> None:
        """Ends what is under way; own alarms stay open."""
        await self._tasks.cancel()

    def look_at(self, changes: Changes) -> None:
        """Judges what is new among the recent events."""
        recent = self._store.recent
        news = list(islice(reversed(recent), min(changes.events, len(recent))))
        for event in reversed(news):
            if (due := self._rules.judge(event)) is not None:
                self._act(due)

    def _act(self, due: Due) -> None:
        if due.rule is Rule.VAPE:
            self._open_outside(due.device)
            return
        alarm = self.own.raise_for(due)
        device = self._store.devices.get(due.device)
        is_known = device is not None and device.is_on_server
        if self._may_raise and is_known and Capability.ALARMS in capabilities_at(self._server, due.device):
            self._tasks.start("give to the server", self._give(alarm, due.device))

    async def _give(self, alarm: Alarm, device: DeviceId) -> None:
        await asyncio.sleep(self.wait_s())
        twin = self.own.twin_of(alarm)
        if twin is None:
            try:
                await self._server.execute(RaiseAlarm(device, alarm.name, alarm.message))
            except CLEAR_ANSWERS as error:
                self._may_raise = False
                log.info("alarms of own rules stay on this console: %s", error)
                return
            except ServerError as error:
                log.info("an alarm of an own rule stays on this console: %s", error)
                return
        await self._wait_for_twin(alarm)

    async def _wait_for_twin(self, alarm: Alarm) -> None:
        for _ in range(MOST_LOOKS):
            twin = self.own.twin_of(alarm)
            now = self._store.alarms.get(alarm.id)
            if now is None or not now.is_open:
                return
            if twin is not None:
                await self._hand_over(now, twin)
                return
            await asyncio.sleep(POLL_S / 2)

    async def _hand_over(self, alarm: Alarm, twin: Alarm) -> None:
        """Who took the local alarm meanwhile has taken the server's too."""
        if alarm.state is not AlarmState.NEW and twin.state is AlarmState.NEW:
            try:
                await self._server.execute(MoveAlarm(twin.id, alarm.state))
            except ServerError as error:
                log.info("the server's alarm %d stays new: %s", twin.number, error)
        self.own.hand_over(alarm, twin)
