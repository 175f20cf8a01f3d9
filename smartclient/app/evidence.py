"""Evidence in one watch: its key, and a word about exports that were not finished; the desk itself is built when it is opened."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from smartclient.adapters.server import Capability, Server
from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import DeviceId
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.runtime.settings import SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import RIGHT
from smartclient.session.record import Record
from smartclient.store.notices import Grade, Notices
from smartclient.store.past import Past
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.evidence_desk import EvidenceDesk
    from smartclient.app.second_person import SecondPerson


@dataclass(frozen=True, slots=True)
class Around:
    """What exports are made from. `where` says a camera's place in words; `alarm` is the one that is meant: chosen, else the worst."""

    server: Server
    store: SiteStore
    workspace: Workspace
    past: Past
    record: Record
    clock: Clock
    settings: SettingsFile
    theme: Theme
    where: Callable[[DeviceId], str]
    alarm: Callable[[], Alarm | None]
    operator: str
    address: str


class EvidenceRoom:
    """Light until it is opened: signing, coding and finding people take half a second to load, and a map needs none of it."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._tasks = Tasks("evidence")
        self.desk: EvidenceDesk | None = None
        self.why_closed: Callable[[DeviceId], str] = lambda _camera: ""
        """Why this person may not see a camera now, as one sentence; empty where nothing is known against it."""
        self.second_person: SecondPerson | None = None
        """Asks somebody else for a yes, where two persons are needed."""
        self.watermark: Watermark | None = None
        """Laid over the pictures on which areas are drawn."""

    def actions(self, parent: QWidget) -> Iterator[Action]:
        """Its row; the desk's window belongs to `parent`."""
        yield Action("export", "Export evidence", "Evidence", lambda: self.open(parent), ("Ctrl+E",), self._why_not)

    def open(self, parent: QWidget) -> None:
        """Opens the desk; needs a running loop."""
        if self.desk is None:
            from smartclient.app.evidence_desk import EvidenceDesk

            self.desk = EvidenceDesk(self._around, parent, self.why_closed, self.second_person)
            self.desk.editor.canvas.watermark = self.watermark
        self.desk.open()

    def follow_rights(self) -> None:
        """What this person may see has changed: exports of cameras that are closed now end."""
        if self.desk is not None:
            self.desk.exports.halt(lambda camera: self.why_closed(DeviceId(camera)))

    def look_for_unfinished(self, notices: Notices) -> None:
        """One notice, a moment later, when exports of an earlier watch wait to be resumed; needs a running loop."""
        self._tasks.start("look for unfinished exports", self._say_unfinished(notices))

    async def stop(self) -> None:
        """Ends the running export where it can be resumed."""
        await self._tasks.cancel()
        if self.desk is not None:
            await asyncio.to_thread(self.desk.stop)

    async def _say_unfinished(self, notices: Notices) -> None:
        count = await asyncio.to_thread(self._count_unfinished)
        if count:
            words = "An export was" if count == 1 else f"{count} exports were"
            notices.say("evidence", f"{words} not finished; Ctrl+E shows what can be resumed.", Grade.QUIET)

    def _count_unfinished(self) -> int:
        from smartclient.evidence.growing import unfinished

        return len(unfinished(evidence_folder(self._around.settings)))

    def _why_not(self) -> str | None:
        if Capability.EXPORT not in self._around.server.capabilities:
            return f"You may not export footage from this server. {RIGHT}"
        return None


def evidence_folder(settings: SettingsFile) -> Path:
    """Where packages went last time, if it is still there."""
    kept = settings.read().evidence_folder
    return Path(kept) if kept and Path(kept).is_dir() else paths.evidence_folder()
