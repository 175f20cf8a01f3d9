"""The desk where evidence is exported: the window, the exports behind it, the marks and the journal entries they leave."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from smartclient.adapters.server import Capability
from smartclient.app.evidence import Around, evidence_folder
from smartclient.app.evidence_order import order_of
from smartclient.app.second_person import EXPORT, SecondPerson
from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceKind
from smartclient.domain.errors import NotPermitted, SmartclientError
from smartclient.domain.footage import PastSource, Quality, Recording
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.evidence import time_stamp_authority
from smartclient.evidence.control import Control
from smartclient.evidence.copies import Copier
from smartclient.evidence.detector import installed_detector
from smartclient.evidence.estimate import Estimate, in_words
from smartclient.evidence.export import Means
from smartclient.evidence.exports import Exports, Listed
from smartclient.evidence.keys import Signer, fingerprint, workstation_signer
from smartclient.evidence.manifest import Approval
from smartclient.evidence.map_snapshot import map_snapshots
from smartclient.evidence.order import Order
from smartclient.session.access import RIGHT
from smartclient.session.verifying.drills import is_of_drill
from smartclient.store.marks import Exported
from smartclient.ui.evidence.area_editor import AreaEditor
from smartclient.ui.evidence.areas import Areas
from smartclient.ui.evidence.camera_list import Choice
from smartclient.ui.evidence.evidence_window import EvidenceWindow
from smartclient.ui.evidence.export_form import ExportForm
from smartclient.ui.evidence.exports_list import ExportsList, ExportVerbs
from smartclient.ui.evidence.letters import letters
from smartclient.ui.theme import Theme
from smartclient.video.past import open_recording
from smartclient.video.thumbnails import Thumbnails

BEFORE_ALARM, AFTER_ALARM = timedelta(minutes=1), timedelta(minutes=5)
_JUST_SEEN = timedelta(minutes=2)
_PATIENCE_S = 5.0
_PICTURE_PX = (960, 540)


class EvidenceDesk:
    """Build it on the running loop; `stop`, from any thread, ends it and leaves unfinished exports for the next time."""

    def __init__(
        self,
        around: Around,
        parent: QWidget,
        why_closed: Callable[[DeviceId], str] = lambda _camera: "",
        second_person: SecondPerson | None = None,
    ) -> None:
        """`why_closed` says why this person may not see a camera now; `second_person` asks somebody else for a yes."""
        self._why_closed, self._second_person = why_closed, second_person
        self._server, self._store, self._workspace, self._past = (
            around.server,
            around.store,
            around.workspace,
            around.past,
        )
        self._record, self._clock, self._settings = around.record, around.clock, around.settings
        self._where, self._alarm, self._operator, self._address = (
            around.where,
            around.alarm,
            around.operator,
            around.address,
        )
        self._loop = asyncio.get_running_loop()
        self.exports = Exports(self._means, self._call_soon, self._needs_second)
        self._thumbnails: Thumbnails | None = None
        self._build(parent, around.theme)
        self.exports.offer(evidence_folder(self._settings), self._control)

    def open(self) -> None:
        """Shows the window, filled in with what is marked, else with the alarm, else with what was just seen."""
        alarm = self._alarm()
        span = self._past.selection.span or self._alarm_span() or self._seen_span()
        folder = evidence_folder(self._settings)
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        self.form.begin(alarm.name if alarm is not None else "Evidence", self._choices(alarm), span, folder)
        self.window.bring()

    def stop(self) -> None:
        """Ends the running export where it can be resumed."""
        self.exports.stop(_PATIENCE_S)
        if self._thumbnails is not None:
            self._thumbnails.close()
            self._thumbnails.join(_PATIENCE_S)

    def _build(self, parent: QWidget, theme: Theme) -> None:
        self.form = ExportForm(lambda: self._past.selection.span, self._alarm_span)
        self.list = ExportsList(
            ExportVerbs(
                pause=self._verb("pause export", self.exports.pause),
                resume=self._verb("resume export", self.exports.resume),
                cancel=self._verb("cancel export", self.exports.cancel),
                check=self._verb("verify evidence", self.exports.check),
                open_folder=_open_folder,
            )
        )
        self.window = EvidenceWindow(self.form, self.list, parent)
        self.areas = Areas()
        self.editor = AreaEditor(self.areas, theme, self.window)
        self.form.settled.connect(self._estimate)
        self.form.wanted.connect(self._export)
        self.form.draw.connect(self._draw)
        self.editor.looked.connect(self._look)
        self.editor.done.connect(lambda: self.form.show_drawn(self.areas.drawn))
        self._past.selection.changed.connect(lambda _nothing: self.form.span.look_again())
        self.exports.changed.connect(self.list.show_export)
        self.exports.finished.connect(self._finished)
        self.exports.show_key(self._show_key)

    def _choices(self, alarm: Alarm | None) -> list[Choice]:
        """Cameras of the walls first, ticked; then all others by name."""
        on_wall = dict.fromkeys(camera for wall in self._workspace.walls for camera in wall.tiles if camera is not None)
        seen = set(on_wall)
        if alarm is not None and alarm.device is not None:
            seen |= {alarm.device}
        cameras = [d for d in self._store.devices.values() if d.kind is DeviceKind.CAMERA]
        cameras.sort(key=lambda device: (device.id not in seen, device.name.casefold()))
        return [
            Choice(
                d.id,
                d.name,
                self._where(d.id),
                d.id in seen and not self._why_not_camera(d.id),
                self._why_not_camera(d.id),
            )
            for d in cameras
        ]

    def _why_not_camera(self, camera: DeviceId) -> str:
        if why := self._why_closed(camera):
            return why
        return (
            ""
            if self._server.permits(camera, Capability.EXPORT)
            else f"You may not export footage of this camera. {RIGHT}"
        )

    def _alarm_span(self) -> Span | None:
        alarm = self._alarm()
        if alarm is None:
            return None
        return Span(
            alarm.at - BEFORE_ALARM,
            min(alarm.at + AFTER_ALARM, max(self._clock.now(), alarm.at + timedelta(seconds=1))),
        )

    def _seen_span(self) -> Span:
        instant = self._past.playbacks.one.instant
        return Span(instant - _JUST_SEEN, instant)

    def _order(self) -> tuple[Order, Path] | None:
        filled = self.form.filled
        if filled is None:
            return None
        stamp = self._settings.read().time_stamp_url
        is_drill = is_of_drill(self._store, self._alarm(), filled.cameras, filled.span)
        return order_of(filled, self._store, self._where, self._operator, self._address, stamp, is_drill), filled.folder

    def _estimate(self) -> None:
        if (found := self._order()) is None:
            self.form.show_estimate("")
            return
        order, folder = found
        self.form.show_estimate("Looking how large it will be …")
        self.exports.estimate(order, folder, lambda told: self.form.show_estimate(_estimate_words(told, folder)))

    def _export(self) -> None:
        if self.form.trouble or (found := self._order()) is None:
            return
        order, folder = found
        self.form.export.setEnabled(False)
        self.form.show_estimate("Looking whether there is room …")
        self.exports.estimate(order, folder, lambda told: self._begin(order, folder, told))

    def _begin(self, order: Order, folder: Path, told: Estimate | str) -> None:
        """Begins when there is room; a camera of which nobody can say how large it will be does not hold it up."""
        self.form.show_estimate(_estimate_words(told, folder))
        refused = next((why for camera in order.cameras if (why := self._why_not_camera(DeviceId(camera.id)))), "")
        if refused:
            self.form.show_estimate(refused)
            return
        if self._second_person is not None and self.exports.why_not(order):
            self._ask_second(self._second_person, order, folder, told)
            return
        try:
            if isinstance(told, Estimate):
                told.check(folder)
            devices = [self._store.devices[DeviceId(camera.id)] for camera in order.cameras]
            self.exports.start(
                order,
                folder,
                lambda: map_snapshots(self._store.site, devices, is_drill=order.is_drill),
                self._control(),
            )
        except SmartclientError as error:
            self.form.show_estimate(str(error))
            return
        detail = {
            "cameras": [camera.id for camera in order.cameras],
            "begin": order.asked.begin,
            "end": order.asked.end,
            "reason": order.reason.text,
            "basis": order.reason.basis.value,
            "folder": str(folder),
            "agreed": order.approval.by if order.approval is not None else None,
        }
        self._record.act(self._operator, "export evidence", order.title, detail)
        self._keep_folder(folder)
        self.areas.clear()
        self.form.forget()

    def _needs_second(self) -> bool:
        return self._second_person is not None and self._second_person.is_needed(EXPORT)

    def _ask_second(self, person: SecondPerson, order: Order, folder: Path, told: Estimate | str) -> None:
        """Begins when somebody else has agreed; his name is part of the package."""

        def agreed(by: str, at: datetime) -> None:
            self._begin(replace(order, approval=Approval(by=by, at=at)), folder, told)

        cameras = frozenset(DeviceId(camera.id) for camera in order.cameras)
        begin, end = (at.astimezone() for at in (order.asked.begin, order.asked.end))
        count = "one camera" if len(cameras) == 1 else f"{len(cameras)} cameras"
        asked = f"Export of “{order.title}”: {count}, {begin:%d %b %H:%M:%S} to {end:%H:%M:%S}. {order.reason.text}"
        asking = person.ask(self.window, asked, cameras, agreed)
        asking.rejected.connect(lambda: self.form.export.setEnabled(not self.form.trouble))
        self.form.show_estimate("A second person must agree to this export.")

    def _finished(self, listed: Listed) -> None:
        order = listed.order
        cameras = tuple(DeviceId(camera.id) for camera in order.cameras)
        self._past.marks.note_export(Exported(cameras, Span(order.asked.begin, order.asked.end), order.title))
        self._record.act(
            self._operator,
            "export evidence: finished",
            order.title,
            {"folder": str(listed.folder), "said": listed.words},
        )

    def _verb(self, act: str, verb: Callable[[Listed], None]) -> Callable[[Listed], None]:
        def do(listed: Listed) -> None:
            self._record.act(self._operator, act, listed.order.title, {"folder": str(listed.folder)})
            verb(listed)

        return do

    def _draw(self) -> None:
        filled = self.form.filled
        if filled is not None:
            self.editor.edit([self._store.devices[camera] for camera in filled.cameras], filled.span)

    def _look(self, camera: str, at: datetime) -> None:
        if self._thumbnails is None:
            self._thumbnails = Thumbnails(self._past_of, self._call_soon, _PICTURE_PX)
            self._thumbnails.arrived.connect(self.editor.show_thumbnail)
        self._thumbnails.wish(DeviceId(camera), at)

    def _means(self) -> Means:
        return Means(
            self._open,
            workstation_signer(),
            self._clock,
            Copier(letters, installed_detector),
            time_stamp_authority.fetch,
        )

    def _open(self, camera: str) -> Recording:
        return open_recording(self._past_of(DeviceId(camera)))

    def _past_of(self, camera: DeviceId) -> PastSource:
        if why := self._why_closed(camera):
            raise NotPermitted(why)
        return self._server.past(camera, Quality.MAIN)

    def _control(self) -> Control:
        return Control(self._clock)

    def _show_key(self, signer: Signer) -> None:
        words = f"Packages are signed with the key {fingerprint(signer.public_key)}"
        if not signer.is_kept:
            words += ", made for this time only: this machine has no key ring that could keep one."
        self.window.show_key(words)

    def _keep_folder(self, folder: Path) -> None:
        self._settings.change(evidence_folder=str(folder))

    def _call_soon(self, call: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)


def _estimate_words(told: Estimate | str, folder: Path) -> str:
    if isinstance(told, str):
        return told
    silent = f" Nothing is recorded at its beginning of {', '.join(told.silent)}." if told.silent else ""
    room = f"About {in_words(told.needed_bytes)}; {folder} has {in_words(told.free_bytes)} left."
    return f"{room}{silent}" if told.fits else f"Not enough room. {room}"


def _open_folder(listed: Listed) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(listed.folder)))
