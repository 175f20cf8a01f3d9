"""Asks which cameras see what is selected, in a thread, again whenever a door moves; and opens the best of them."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.best_cameras import COUNT, best_cameras, cameras_for_alarm, working
from smartclient.session.seers import Seer
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_device
from smartclient.store.workspace import Aspect, Spot, Workspace

if TYPE_CHECKING:
    from smartclient.session.sight import Sight

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """The cameras that see `spot`, best first, working ones before others; None while that is being worked out."""

    spot: Spot
    seers: tuple[Seer, ...] | None = None


class Seeing:
    """Belongs to the loop's thread; `close` ends it. `changed` tells of another answer; `show` is given the cameras to open."""

    def __init__(
        self, store: SiteStore, workspace: Workspace, places: Places, show: Callable[[list[DeviceId]], None]
    ) -> None:
        self._store, self._workspace, self._places, self._show = store, workspace, places, show
        self.changed: Signal[None] = Signal()
        self.answer: Answer | None = None
        self._tasks = Tasks("sight")
        self._is_asking = self._is_late = False
        self._opened = 0
        workspace.changed.connect(self._look_again)
        store.changed.connect(self._take)

    @cached_property
    def sight(self) -> "Sight":
        """Built when first asked, in whatever thread: what it is made of takes a tenth of a second to load."""
        from smartclient.session.sight import Sight

        return Sight(self._store, self._places)

    @property
    def spot(self) -> Spot | None:
        """The selected place, or where the selected alarm or device is; a camera is no place to be seen."""
        if self._workspace.spot is not None:
            return self._workspace.spot
        device = self._store.devices.get(self._workspace.device) if self._workspace.device else None
        return spot_of_device(device) if device is not None and device.kind is not DeviceKind.CAMERA else None

    def open_for_alarm(self, alarm: Alarm) -> None:
        """Opens the best cameras for an alarm."""
        self._open(lambda: [best.camera for best in cameras_for_alarm(self._store, self.sight, alarm)])

    def open_for_device(self, device: DeviceId) -> None:
        """Opens the best cameras for what is at a device."""
        self._open(lambda: [best.camera for best in best_cameras(self._store, self.sight, device)])

    def open_for_spot(self, spot: Spot) -> None:
        """Opens the best of the cameras that see a place."""
        self._open(lambda: [s.camera for s in working(self._store, self.sight.seers(spot))[:COUNT]])

    def open_selected(self) -> None:
        """Opens the best cameras for what is selected."""
        if self._workspace.spot is not None:
            self.open_for_spot(self._workspace.spot)
        elif self._workspace.device is not None:
            self.open_for_device(self._workspace.device)

    async def close(self) -> None:
        """Ends what is being worked out."""
        await self._tasks.cancel()

    def _look_again(self, aspect: Aspect) -> None:
        if aspect is Aspect.SELECTION:
            self._ask()

    def _take(self, changes: Changes) -> None:
        if self.answer is not None and (changes.everything or any(map(self._matters, changes.devices))):
            self._ask()

    def _matters(self, device: DeviceId) -> bool:
        known = self._store.devices.get(device)
        return known is not None and known.kind in (DeviceKind.DOOR, DeviceKind.CAMERA)

    def _ask(self) -> None:
        """One question at a time: what changes meanwhile is asked about afterwards."""
        spot = self.spot
        if spot is None:
            self._tell(None)
            return
        if self.answer is None or self.answer.spot != spot:
            self._tell(Answer(spot))
        if self._is_asking:
            self._is_late = True
            return

        def take(seers: tuple[Seer, ...]) -> None:
            self._is_asking = False
            if spot == self.spot:
                self._tell(Answer(spot, tuple(working(self._store, seers))))
            if self._is_late:
                self._is_late = False
                self._ask()

        self._is_asking = True
        self._work("who sees it", lambda: self.sight.seers(spot), take)

    def _tell(self, answer: Answer | None) -> None:
        if answer != self.answer:
            self.answer = answer
            self.changed.emit(None)

    def _open(self, find: Callable[[], Iterable[DeviceId]]) -> None:
        self._opened += 1
        opened = self._opened

        def open_them(cameras: Iterable[DeviceId]) -> None:
            found = list(cameras)
            if opened == self._opened and found:
                self._show(found)

        self._work("cameras to open", find, open_them)

    def _work(self, name: str, find: Callable[[], T], take: Callable[[T], None]) -> None:
        async def work() -> None:
            take(await asyncio.to_thread(find))

        self._tasks.start(name, work())
