"""The rules of this side in one watch: read when the first event comes, changed in a panel or in their file."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import AlarmCommand, Command
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.domain.own_alarms import is_own
from smartclient.domain.site import UnitKind
from smartclient.runtime.tasks import Tasks
from smartclient.store.alarm_groups import Path
from smartclient.store.changes import Changes
from smartclient.store.notices import Grade
from smartclient.ui.actions import Action
from smartclient.ui.words import one_line

if TYPE_CHECKING:
    from smartclient.app.watch import Watch
    from smartclient.session.rules.rule_watch import RuleWatch
    from smartclient.session.rules.rulebook import Rulebook
    from smartclient.session.rules.rules import Rules
    from smartclient.ui.rules.rules_panel import RulesPanel

_NOTICE = "rules"


class RulesRoom:
    """Build it on the running loop once the watch has its dispatcher; `stop` ends it."""

    def __init__(
        self,
        watch: "Watch",
        path_of: Callable[[DeviceId], Path],
        earlier: Callable[[], Awaitable[Sequence[Alarm]]],
    ) -> None:
        """`path_of` says where a device is, `earlier` gives the open alarms that own rules raised in earlier watches."""
        self._watch, self._path_of, self._earlier = watch, path_of, earlier
        self._tasks = Tasks("rules")
        self._is_begun = False
        self.panel: RulesPanel | None = None
        watch.dispatcher.execute = self._carry
        watch.store.changed.connect(self._on_store)

    @cached_property
    def rules(self) -> "Rules":
        """As the file says; where it is broken, that is said and the usual rules hold."""
        from smartclient.session.rules.rules import Rules

        book, trouble = self._read()
        if trouble:
            self._watch.notices.say(_NOTICE, trouble, Grade.WARNING)
        return Rules(book, self._campus_of)

    @cached_property
    def rule_watch(self) -> "RuleWatch":
        """Looks at what happens from the first use on."""
        from smartclient.session.rules.own_alarms import OwnAlarms
        from smartclient.session.rules.rule_watch import RuleWatch

        watch = self._watch
        own = OwnAlarms(watch.store, watch.record, watch.given.clock, self._name_of)
        return RuleWatch(watch.given.server, watch.store, self.rules, own, self._open_outside)

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield Action("alarm-rules", "Rules of this console, school calendar", "Alarms", self.open)

    def open(self) -> None:
        """Shows the panel."""
        if self.panel is None:
            from smartclient.ui.rules.rules_panel import RulesPanel

            self.panel = RulesPanel(self._keep, self._open_file, self._read_again)
        self.panel.show_rules(self.rules.book)
        self._watch.window.show_panel(self.panel, "Rules")
        self.panel.setFocus()

    async def stop(self) -> None:
        """Ends everything."""
        await self._tasks.cancel()
        if "rule_watch" in self.__dict__:
            await self.rule_watch.stop()

    def _on_store(self, changes: Changes) -> None:
        """Begins with the first events, which are judged too."""
        if changes.everything and not self._is_begun:
            self._is_begun = True
            self._tasks.start("own alarms of earlier watches", self._recall())
        if changes.events and "rule_watch" not in self.__dict__:
            self.rule_watch.look_at(changes)

    async def _recall(self) -> None:
        for alarm in await self._earlier():
            self._watch.store.recall(alarm)

    async def _carry(self, command: Command) -> None:
        """What is asked of an own alarm is done here, the rest by the server."""
        if isinstance(command, AlarmCommand) and is_own(command.alarm):
            self.rule_watch.own.change(command)
        else:
            await self._watch.given.server.execute(command)

    def _read(self) -> "tuple[Rulebook, str]":
        from smartclient.session.rules.rulebook import Rulebook
        from smartclient.session.rules.rules_file import NotRules, RulesFile

        try:
            return RulesFile(self._watch.given.settings.folder).read(), ""
        except NotRules as error:
            return Rulebook(), str(error)

    def _read_again(self) -> None:
        book, trouble = self._read()
        self._watch.notices.end(_NOTICE)
        if not trouble:
            self.rules.use(book)
        if self.panel is not None:
            self.panel.show_rules(self.rules.book, trouble)

    def _keep(self, book: "Rulebook") -> None:
        from smartclient.session.rules.rules_file import RulesFile

        file = RulesFile(self._watch.given.settings.folder)
        try:
            file.write(book)
        except OSError as error:
            self._watch.notices.say(
                _NOTICE, f"The rules hold, but {file.path} cannot be written ({error.strerror}).", Grade.WARNING
            )
        self.rules.use(book)
        if self.panel is not None:
            self.panel.show_rules(book)

    def _open_file(self) -> None:
        from smartclient.session.rules.rules_file import RulesFile

        file = RulesFile(self._watch.given.settings.folder)
        if not file.path.exists():
            self._keep(self.rules.book)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.path)))

    def _campus_of(self, device: DeviceId) -> str:
        path = self._path_of(device)
        return path[0][1] if path[0][0] else ""

    def _name_of(self, device: str) -> str:
        known = self._watch.store.devices.get(DeviceId(device))
        return one_line(known.name) if known is not None else device

    def _open_outside(self, sensor: DeviceId) -> None:
        self._tasks.start("camera outside", self._open_camera_outside(sensor))

    async def _open_camera_outside(self, sensor: DeviceId) -> None:
        """The best working camera that is in no restroom itself; in one more tile, so that nothing a person watches goes away."""
        from smartclient.session.best_cameras import best_cameras

        watch = self._watch
        best = await asyncio.to_thread(best_cameras, watch.store, watch.verbs.seeing.sight, sensor)
        outside = next((each for each in best if not self._is_private(each.camera)), None)
        if outside is None:
            return
        if outside.camera not in watch.workspace.tiles:
            watch.stills.want(outside.camera)
            watch.workspace.open_camera(outside.camera, beside=True)
        words = f"{self._name_of(sensor)}: opened {self._name_of(outside.camera)}, which {outside.reason}."
        watch.notices.say("vape", words, Grade.QUIET)

    def _is_private(self, camera: DeviceId) -> bool:
        device = self._watch.store.devices.get(camera)
        unit = self._watch.places.of_device(device).unit if device is not None else None
        return (
            device is None
            or device.kind is not DeviceKind.CAMERA
            or (unit is not None and unit.kind is UnitKind.RESTROOM)
        )
