"""Rounds while a watch runs: lists of cameras, the round that is made, and those that were; every mark is on disk at once."""

import asyncio
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from smartclient.domain.errors import PlanError
from smartclient.domain.ids import DeviceId
from smartclient.domain.rounds import Look, Round, RoundList
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.record import Record
from smartclient.store.notices import Grade, Notices
from smartclient.store.rounds import MOST_CAMERAS, KeptRounds, fit_name

_LONGEST_NOTE = 2_000


class Rounds:
    """`changed` tells of every mark, list and round. Needs a running loop; `stop` ends it when all is written."""

    def __init__(
        self,
        kept: KeptRounds,
        record: Record,
        notices: Notices,
        clock: Clock,
        user: Callable[[], str],
        name_of: Callable[[DeviceId], str],
    ) -> None:
        self.changed: Signal[None] = Signal()
        self.lists: tuple[RoundList, ...] = ()
        self.earlier: tuple[Round, ...] = ()
        """Newest first; the one that is made is among them."""
        self.current: Round | None = None
        """The round that is shown: it goes on while it is not ended."""
        self._kept, self._record, self._notices, self._clock = kept, record, notices, clock
        self._user, self._name_of = user, name_of
        self._tasks, self._writing = Tasks("rounds"), asyncio.Lock()

    def read(self) -> None:
        """Reads what is on disk; `changed` tells when it is there."""
        self._tasks.start("read", self._read())

    def save_list(self, name: str, cameras: Iterable[DeviceId]) -> str:
        """Keeps a list in place of the one of that name; the answer says why not, for a person, else it is empty."""
        fit, chosen = fit_name(name), tuple(dict.fromkeys(cameras))
        if not fit:
            return "Give the list a name."
        if not chosen:
            return "There is no camera to put on the list."
        if len(chosen) > MOST_CAMERAS:
            return f"A list holds {MOST_CAMERAS} cameras at most; these are {len(chosen)}."
        others = [each for each in self.lists if each.name.casefold() != fit.casefold()]
        self._keep_lists([*others, RoundList(fit, chosen)])
        return ""

    def delete_list(self, name: str) -> None:
        """Forgets a list; its rounds stay."""
        self._keep_lists([each for each in self.lists if each.name != name])

    def begin(self, name: str) -> Round | None:
        """Goes on with the round of a list that was not finished, or begins one; None for a list that is gone."""
        wanted = next((each for each in self.lists if each.name == name), None)
        if wanted is None:
            return None
        now = self._clock.now()
        open_one = next((each for each in self.earlier if each.list_name == name and each.goes_on(now)), None)
        if open_one is not None and {look.camera for look in open_one.looks} == set(wanted.cameras):
            self.current = open_one
            self.changed.emit(None)
            return open_one
        looks = tuple(Look(camera, self._name_of(camera)) for camera in wanted.cameras)
        begun = Round(uuid.uuid4().hex[:8], name, now, self._user(), looks)
        self._record.act(begun.by, "begin round", name, f"{len(looks)} cameras")
        self._keep(begun)
        return begun

    def show(self, kept: Round) -> None:
        """Shows a round that was made."""
        self.current = kept
        self.changed.emit(None)

    def mark(self, camera: DeviceId, *, is_done: bool, picture_at: datetime | None) -> None:
        """Somebody looked at this camera's picture of that time, or takes that back."""
        look = self._open_look(camera)
        if look is not None:
            done = replace(look, picture_at=picture_at, done_at=self._clock.now(), by=self._user())
            self._change(done if is_done else replace(look, picture_at=None, done_at=None, by=""))

    def note(self, camera: DeviceId, text: str) -> None:
        """What there is to say of this camera."""
        look = self._open_look(camera)
        if look is not None and look.note != text.strip():
            self._change(replace(look, note=text.strip()[:_LONGEST_NOTE]))

    def note_round(self, text: str) -> None:
        """What there is to say of the whole round."""
        if self.current is not None and self.current.ended is None and self.current.note != text.strip():
            self._keep(replace(self.current, note=text.strip()[:_LONGEST_NOTE]))

    def finish(self) -> None:
        """The round is over; what was not done stays so."""
        if self.current is not None and self.current.ended is None:
            ended = replace(self.current, ended=self._clock.now())
            self._record.act(self._user(), "finish round", ended.list_name, f"{ended.done} of {len(ended.looks)} done")
            self._keep(ended)

    async def stop(self) -> None:
        """Waits until everything is written."""
        while len(self._tasks):
            async with self._writing:
                await asyncio.sleep(0)
        await self._tasks.cancel()

    def _open_look(self, camera: DeviceId) -> Look | None:
        return self.current.look(camera) if self.current is not None and self.current.ended is None else None

    def _change(self, look: Look) -> None:
        if self.current is not None:
            self._keep(self.current.with_look(look))

    def _keep(self, kept: Round) -> None:
        self.current = kept
        self.earlier = (kept, *(each for each in self.earlier if each.id != kept.id))
        self._tasks.start("write", self._write(lambda: self._kept.write(kept)))
        self.changed.emit(None)

    def _keep_lists(self, lists: Iterable[RoundList]) -> None:
        self.lists = tuple(sorted(lists, key=lambda each: each.name.casefold()))
        kept = self.lists
        self._tasks.start("write", self._write(lambda: self._kept.write_lists(kept)))
        self.changed.emit(None)

    async def _write(self, work: Callable[[], None]) -> None:
        """One after the other, so that the newest is written last."""
        async with self._writing:
            try:
                await asyncio.to_thread(work)
            except (PlanError, OSError) as trouble:
                self._notices.say("rounds", f"The round is not kept: {trouble}", Grade.TROUBLE)

    async def _read(self) -> None:
        async with self._writing:
            lists, earlier = await asyncio.to_thread(lambda: (self._kept.lists(), self._kept.rounds()))
        self.lists = self.lists or lists
        self.earlier = (*self.earlier, *(each for each in earlier if each.id not in {e.id for e in self.earlier}))
        self.changed.emit(None)
