"""The plan being changed: edits made at once in the running present, taken back without limit, kept until they are saved."""

from dataclasses import dataclass, field
from datetime import datetime

from smartclient.domain.devices import Device
from smartclient.domain.edits import Edit, Name, Thing, name_of
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Site
from smartclient.plans.editing.refusals import why_not
from smartclient.plans.editing.splices import FIELDS, Splice, edited, spliced, splices_between
from smartclient.plans.writing.history import Step
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore


@dataclass(frozen=True, slots=True)
class Made:
    """An edit that was made, and how to take it back."""

    edit: Edit
    at: datetime
    splices: tuple[Splice, ...]


@dataclass(slots=True)
class _Log:
    """What the history will say of the steps since the last save."""

    steps: list[Step] = field(default_factory=list)

    def add(self, made: Made) -> None:
        self.steps.append(Step(made.at, made.edit.words))

    def take_back(self, made: Made, now: datetime) -> None:
        """A step that was never saved leaves no trace; one that was leaves another."""
        if self.steps and self.steps[-1] == Step(made.at, made.edit.words):
            self.steps.pop()
        else:
            self.steps.append(Step(now, f"Take back: {made.edit.words}"))


class Editing:
    """`changed` tells of every step, and of beginning, ending and saving. Belongs to the loop's thread."""

    def __init__(self, store: SiteStore, places: Places, clock: Clock) -> None:
        self.changed: Signal[None] = Signal()
        self.is_on = False
        self.chosen: Name | None = None
        """The thing whose properties are shown."""
        self._store, self._places, self._clock = store, places, clock
        self._saved = store.site
        self._done: list[Made] = []
        self._undone: list[Made] = []
        self._saved_at: int | None = 0
        self._log = _Log()

    @property
    def site(self) -> Site:
        """The plan as it is now."""
        return self._store.site

    @property
    def saved(self) -> Site:
        """The plan as it was read or saved last."""
        return self._saved

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was done since the last save, in words."""
        return tuple(self._log.steps)

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return len(self._done) != self._saved_at

    @property
    def next_undo(self) -> str:
        """What would be taken back, in words; empty when there is nothing."""
        return self._done[-1].edit.words if self._done else ""

    @property
    def next_redo(self) -> str:
        """What would be made again, in words; empty when there is nothing."""
        return self._undone[-1].edit.words if self._undone else ""

    def begin(self) -> None:
        """Edit mode."""
        self.is_on = True
        self.changed.emit(None)

    def end(self) -> None:
        """The everyday mode; what is not saved stays as it is shown."""
        self.is_on, self.chosen = False, None
        self.changed.emit(None)

    def choose(self, name: Name | None) -> None:
        """Shows the properties of that thing."""
        if name != self.chosen:
            self.chosen = name
            self.changed.emit(None)

    def thing(self, name: Name | None) -> Thing | None:
        """The thing of that name in the plan."""
        found = getattr(self.site, FIELDS[name[0]]) if name is not None else ()
        return next((thing for thing in found if name_of(thing) == name), None)

    def device(self, device_id: DeviceId) -> Device | None:
        """The device as an edit begins with: the plan's, else what the server tells of it, without what is the server's alone."""
        planned = self.thing((Device, device_id))
        if isinstance(planned, Device):
            return planned
        known = self._store.devices.get(device_id)
        return Device(known.id, known.kind, known.name, known.placement, known.view) if known is not None else None

    def chosen_thing(self) -> Thing | None:
        """What `chosen` names; None when it is gone."""
        if self.chosen is not None and self.chosen[0] is Device:
            return self.device(DeviceId(self.chosen[1]))
        return self.thing(self.chosen)

    def why_not(self, edit: Edit) -> str:
        """Why the edit is refused; empty when it is not."""
        return why_not(edit, self.site)

    def do(self, edit: Edit) -> str:
        """Makes the edit. The answer is the reason, for a person, when it is refused, else empty."""
        if reason := self.why_not(edit):
            return reason
        after = edited(self.site, edit)
        splices = splices_between(self.site, after)
        if not splices:
            return ""
        if self._saved_at is not None and self._saved_at > len(self._done):
            self._saved_at = None
        made = Made(edit, self._clock.now(), splices)
        self._done.append(made)
        self._undone.clear()
        self._log.add(made)
        self._adopt(after)
        return ""

    def undo(self) -> None:
        """Takes the last step back."""
        if self._done:
            made = self._done.pop()
            self._undone.append(made)
            self._log.take_back(made, self._clock.now())
            self._adopt(spliced(self.site, [splice.reverse for splice in made.splices]))

    def redo(self) -> None:
        """Makes the step that was taken back last again."""
        if self._undone:
            made = self._undone.pop()
            self._done.append(made)
            self._log.add(made)
            self._adopt(spliced(self.site, made.splices))

    def discard(self) -> None:
        """Back to what is on disk."""
        self._done.clear()
        self._undone.clear()
        self._log.steps.clear()
        self._saved_at = 0
        self._adopt(self._saved)

    def take_saved(self, site: Site, steps: int) -> None:
        """`site` is on disk now, with the first `steps` of the steps told; what was done meanwhile is still to be saved."""
        self._saved = site
        del self._log.steps[:steps]
        self._saved_at = len(self._done) if site is self.site else None
        self.changed.emit(None)

    def _adopt(self, site: Site) -> None:
        self._places.adopt(site)
        self._store.adopt(site)
        self.changed.emit(None)
