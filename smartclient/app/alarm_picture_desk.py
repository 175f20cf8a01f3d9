"""Joins the card to the pictures of its alarm: decoded off the loop, closed with the camera, and one taken now can be added."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import AddAlarmSnapshot
from smartclient.domain.devices import Device
from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.events import Box
from smartclient.domain.ids import DeviceId
from smartclient.runtime.tasks import Tasks
from smartclient.session.verifying.alarm_pictures import ASKING, UNREADABLE, AlarmPicture
from smartclient.session.verifying.who_what import WhoWhat
from smartclient.store.changes import Changes
from smartclient.ui.bindings import bind
from smartclient.ui.verifying.alarm_picture import AlarmPicturePlate, covered_jpeg
from smartclient.ui.video.face import Face, Shown, Time, taken_words
from smartclient.ui.video.still_decoder import decoded

if TYPE_CHECKING:
    from smartclient.app.watch import Watch

ADDED_WIDTH_PX = 1_280
_SAME_S = 1.0
"""Boxes belong on a picture of their own moment."""
_SHOWN_PX = QSize(960, 540)


class AlarmPictureDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, watch: "Watch", say: Callable[[str], None], changed: Callable[[], None]) -> None:
        """`changed` is called when there is something else to see."""
        self._watch, self._say, self._changed = watch, say, changed
        self._tasks = Tasks("alarm pictures")
        self.plate = AlarmPicturePlate(watch.given.theme, watch.walls.equipment.watermark)
        self._alarm: Alarm | None = None
        self._place = 0
        self._decoded: dict[AlarmPicture, QImage | None] = {}
        self._decoding: set[AlarmPicture] = set()
        self._pictures = watch.alarm_life.pictures
        bind(self.plate, self._pictures.reading.changed, lambda _alarm: changed())
        bind(self.plate, watch.store.changed, self._hear)

    def show(self, alarm: Alarm, known: WhoWhat) -> bool:
        """Shows the alarm's picture or says why there is none. The answer: whether one is what the machine saw, or still may be."""
        if self._alarm is None or self._alarm.id != alarm.id:
            self.end()
        self._alarm = alarm
        told = self._pictures.of(alarm)
        if not told.found:
            self._decoded.clear()
            self.plate.say(told.words)
            return told.words == ASKING
        self._place %= len(told.found)
        picture = told.found[self._place]
        if picture not in self._decoded:
            self._want(picture)
            return True
        image = self._decoded[picture]
        if image is None:
            self.plate.say(UNREADABLE)
            return False
        boxes = _boxes_on(picture, known)
        self.plate.show_picture(image, self._face(picture, len(told.found), boxes))
        return any(_boxes_on(each, known) for each in told.found)

    def next(self) -> None:
        """Another of the alarm's pictures."""
        self._place += 1
        self._changed()

    def add(self, camera: DeviceId | None) -> None:
        """Has the server keep that camera's picture of now with the alarm."""
        if self._alarm is None:
            return
        if camera is None:
            self._say("No camera is on the card whose picture could be kept.")
        elif reason := self._watch.players.why_closed(camera):
            self._say(reason)
        else:
            self._tasks.start("add", self._add(self._alarm, camera))

    def end(self) -> None:
        """Lets go of all pictures."""
        self._alarm, self._place = None, 0
        self._decoded.clear()
        self.plate.say("")

    async def stop(self) -> None:
        """Ends everything."""
        self.end()
        await self._tasks.cancel()

    def _hear(self, changes: Changes) -> None:
        """Who may see what is another: what was read under the old rights is let go of."""
        if changes.grants or changes.everything:
            self._pictures.reading.forget()
            self._changed()

    def _face(self, picture: AlarmPicture, count: int, boxes: tuple[Box, ...]) -> Face:
        device = self._device(picture.camera)
        several = (f"{self._place + 1} of {count}, P shows the next",) if count > 1 else ()
        taken = taken_words(picture.at, self._watch.given.clock.now())
        name = device.name if device is not None else "Camera not told"
        return Face(
            name,
            Shown.PICTURE,
            "KEPT WITH IT",
            taken,
            is_behind=False,
            trouble="",
            detail="",
            boxes=boxes,
            time=Time.STANDING,
            notes=several,
        )

    def _device(self, camera: DeviceId | None) -> Device | None:
        return self._watch.store.devices.get(camera) if camera is not None else None

    def _want(self, picture: AlarmPicture) -> None:
        if picture not in self._decoding:
            self._decoding.add(picture)
            self._tasks.start("decode", self._decode(picture))

    async def _decode(self, picture: AlarmPicture) -> None:
        device = self._device(picture.camera)
        masks = device.masks if device is not None else ()
        still = await asyncio.to_thread(decoded, picture, _SHOWN_PX, masks)
        self._decoding.discard(picture)
        if self._alarm is None:
            return
        self._decoded[picture] = still.image if still is not None else None
        if still is not None and picture.camera is not None:
            self._pictures.seen.emit((picture.camera, picture.at))
        self._changed()

    async def _add(self, alarm: Alarm, camera: DeviceId) -> None:
        device, clock, server = self._device(camera), self._watch.given.clock, self._watch.given.server
        name, masks = (device.name, device.masks) if device is not None else (str(camera), ())
        at = clock.now()
        try:
            taken = AlarmPicture(await server.still(camera, ADDED_WIDTH_PX), at, camera)
            jpeg = await asyncio.to_thread(covered_jpeg, taken, masks)
            if not jpeg:
                self._say(f"{name} gave no picture that can be kept.")
                return
            await server.execute(AddAlarmSnapshot(alarm.id, camera, jpeg, at))
        except (ServerError, MediaError) as error:
            self._say(f"The picture of {name} was not kept with the alarm. {error}")
        else:
            user = self._watch.store.user or self._watch.given.user
            self._watch.record.act(user, "keep picture with alarm", alarm.id, {"camera": camera})
            self._say(f"The picture of {name} is kept with the alarm, for all who may see that camera.")


def _boxes_on(picture: AlarmPicture, known: WhoWhat) -> tuple[Box, ...]:
    is_same = known.at is not None and abs((picture.at - known.at).total_seconds()) <= _SAME_S
    return known.boxes if is_same and picture.camera == known.camera else ()
