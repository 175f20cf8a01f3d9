"""Rounds once they are opened: stills of now and of the day before come onto the wall, the page is printed."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFileDialog

from smartclient.adapters.server import Capability
from smartclient.app.rounds import AroundRounds
from smartclient.domain.errors import PlanError
from smartclient.domain.footage import PastSource, Quality
from smartclient.domain.ids import DeviceId
from smartclient.domain.rounds import Round
from smartclient.plans.printing.paper import paper_named
from smartclient.runtime import paths
from smartclient.runtime.tasks import Tasks
from smartclient.session.earlier_pictures import Earlier, EarlierPictures, day_before
from smartclient.session.rounds import Rounds
from smartclient.ui import theme as themes
from smartclient.ui.frame_image import frame_image
from smartclient.ui.rounds.round_model import Shot
from smartclient.ui.rounds.round_window import RoundWindow
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.video.still_decoder import StillDecoder, StillImage, cover
from smartclient.video.thumbnails import Thumbnails

_TICK_MS = 1_000
_PATIENCE = timedelta(seconds=12)
_PATIENCE_S = 5.0
_PRINTED_PX = (640, 360)


class RoundsDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, around: AroundRounds, rounds: Rounds, window: MainWindow) -> None:
        self._around, self._rounds = around, rounds
        self._loop, self._tasks = asyncio.get_running_loop(), Tasks("rounds print")
        self._asked: dict[DeviceId, datetime] = {}
        self._late: set[DeviceId] = set()
        self._round_id = ""
        self._decoder = StillDecoder(window)
        self._thumbnails = Thumbnails(self._past_of, self._call_soon, _PRINTED_PX)
        self.before = EarlierPictures(self._thumbnails, around.server.recordings, around.clock)
        self.then = EarlierPictures(self._thumbnails, around.server.recordings, around.clock)
        self.window = RoundWindow(rounds, around.sources(), around.theme, around.clock.now, window)
        self.window.show_watermark(around.watermark)
        self._ticks = QTimer(self.window, interval=_TICK_MS)
        self._join()

    def open(self) -> None:
        """Shows the window; a round that goes on is gone on with."""
        self.window.bring()
        self._ticks.start()

    def begin(self, name: str) -> None:
        """A round of the list of that name."""
        self._rounds.begin(name)
        self.open()

    async def stop(self) -> None:
        """Ends the pictures; what was marked is with the session."""
        self._ticks.stop()
        for earlier in (self.before, self.then):
            await earlier.stop()
        self._decoder.close()
        self._thumbnails.close()
        await self._tasks.cancel()
        await asyncio.to_thread(self._thumbnails.join, _PATIENCE_S)

    def _join(self) -> None:
        window = self.window
        window.began.connect(self.begin)
        window.fresh.connect(self._ask_now)
        window.compared.connect(self._compare)
        window.opened.connect(lambda camera: self._around.open_video(camera))
        window.print_wanted.connect(self._ask_print)
        window.left.connect(self._ticks.stop)
        self._ticks.timeout.connect(self._tick)
        self._around.stills.arrived.connect(self._take_still)
        self._decoder.decoded.connect(self._show_now)
        self.before.changed.connect(self._show_before)
        self.then.changed.connect(self._show_then)
        self._rounds.changed.connect(lambda _: self._take_round())
        self._take_round()

    def _take_round(self) -> None:
        """Another round: its pictures come anew. One that is over shows what was recorded when somebody looked."""
        shown = self._rounds.current
        if shown is None or shown.id == self._round_id:
            return
        self._round_id = shown.id
        if shown.ended is None:
            self._ask_now([look.camera for look in shown.looks])
        else:
            self._ask_then(shown)
        self._compare(self.window.compare.isChecked())

    def _ask_now(self, cameras: Sequence[DeviceId]) -> None:
        can = Capability.STILLS in self._around.server.capabilities
        for camera in cameras:
            if not can:
                self.window.model.show_now(camera, Shot(words="This server gives no stills."))
                continue
            self._asked[camera] = self._around.clock.now()
            self._late.discard(camera)
            self._around.stills.want(camera)
            self._take_still(camera)

    def _ask_then(self, shown: Round) -> None:
        """Pictures are kept by nobody but the server: it is asked for what was looked at."""
        self._asked.clear()
        for look in shown.looks:
            words = "Looking for the picture of then …" if look.picture_at else "No picture was looked at."
            self.window.model.show_now(
                look.camera, Shot(at=look.picture_at, words=words, is_coming=look.picture_at is not None)
            )
        self.then.ask({look.camera: look.picture_at for look in shown.looks if look.picture_at is not None})

    def _show_then(self, camera: DeviceId) -> None:
        found = self.then.of(camera)
        if found is not None and self._rounds.current is not None and self._rounds.current.ended is not None:
            self.window.model.show_now(camera, self._shot(camera, found))

    def _take_still(self, camera: DeviceId) -> None:
        """Pictures are kept for a moment: one from before the question does not answer it."""
        still, device = self._around.stills.get(camera), self._around.store.devices.get(camera)
        asked = self._asked.get(camera)
        if still is not None and device is not None and asked is not None and still.at >= asked - timedelta(seconds=2):
            self._asked.pop(camera)
            self._late.discard(camera)
            self._decoder.decode(still, device, QSize(*_PRINTED_PX))

    def _show_now(self, camera: DeviceId, image: StillImage) -> None:
        self.window.model.show_now(camera, Shot(image.image, image.at))

    def _tick(self) -> None:
        now = self._around.clock.now()
        late = {camera for camera, asked in self._asked.items() if now - asked > _PATIENCE}
        for camera in late - self._late:
            self._late.add(camera)
            self.window.model.show_now(camera, Shot(words="No picture came from this camera. R asks again."))
        self.before.tick()
        self.then.tick()
        self.window.tick()

    def _compare(self, is_on: bool) -> None:
        shown = self._rounds.current
        if shown is None:
            return
        cameras = [look.camera for look in shown.looks]
        if not is_on:
            for camera in cameras:
                self.window.model.show_before(camera, None)
        elif Capability.RECORDED_VIDEO not in self._around.server.capabilities:
            for camera in cameras:
                self.window.model.show_before(camera, Shot(words="This server plays no recordings."))
        else:
            self.before.ask(dict.fromkeys(cameras, day_before(shown.began)))
            for camera in cameras:
                self._show_before(camera)

    def _show_before(self, camera: DeviceId) -> None:
        if not self.window.compare.isChecked():
            return
        found = self.before.of(camera)
        shot = self._shot(camera, found) if found is not None else Shot(words="Looking for yesterday …", is_coming=True)
        self.window.model.show_before(camera, shot)

    def _shot(self, camera: DeviceId, found: Earlier) -> Shot:
        if found.frame is None:
            return Shot(words=found.words)
        image = frame_image(found.frame).copy()
        device = self._around.store.devices.get(camera)
        cover(image, device.masks if device is not None else ())
        return Shot(image, found.at)

    def _ask_print(self) -> None:
        """Where to; the dialog stays beside."""
        shown = self._rounds.current
        if shown is None:
            return
        day = shown.began.astimezone()
        name = "".join(c if c.isalnum() or c in " -." else "-" for c in f"{day:%Y-%m-%d %H.%M} {shown.list_name}")
        dialog = QFileDialog(self.window, "Print the round", str(paths.pictures_folder().parent / f"{name[:100]}.pdf"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.print_into(Path(chosen)))
        dialog.open()

    def print_into(self, path: Path) -> None:
        """Prints the round that is shown as one page; needs a running loop."""
        shown = self._rounds.current
        if shown is not None:
            self._tasks.start("print", self._print(path, shown))

    async def _print(self, path: Path, shown: Round) -> None:
        from smartclient.ui.printing.output import pdf_of, write_file
        from smartclient.ui.rounds.round_page import paint_round

        paper, cards, site = paper_named("letter"), list(self.window.model.cards), self._around.store.site.name
        theme, now = themes.paper(), self._around.clock.now()

        def work() -> None:
            title = f"{site} · {shown.list_name}"
            content = pdf_of(paper, title, 1, lambda p, _n: paint_round(p, theme, paper, site, shown, cards, now))
            write_file(path, content)

        try:
            await asyncio.to_thread(work)
        except PlanError as trouble:
            self._around.say(str(trouble))
            self.window.words.setText(str(trouble))
        else:
            self.window.words.setText(f"The page is in {path}.")

    def _past_of(self, camera: DeviceId) -> PastSource:
        return self._around.server.past(camera, Quality.SUB)

    def _call_soon(self, call: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)
