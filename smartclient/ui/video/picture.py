"""The picture of a tile as Qt paints it: the newest frame, an earlier still until there is one."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtGui import QImage

from smartclient.domain.footage import Mask
from smartclient.store.layouts import PROPORTION
from smartclient.ui.frame_image import frame_image
from smartclient.ui.video.face import Shown
from smartclient.ui.video.still_decoder import StillImage, cover
from smartclient.ui.words import seconds_since
from smartclient.video.frames import Frame
from smartclient.video.status import PRESENT, Phase

FRESH_S = 5.0
READING_S = 0.7
"""So long the picture of a moment ago stays as it is while a recording is read, or scrubbing would flicker."""


class Picture:
    """What there is to see of one camera. What its privacy masks cover is black before anything else can see it."""

    def __init__(self, masks: tuple[Mask, ...] = ()) -> None:
        self.masks = masks
        self.lifted_until: datetime | None = None
        """Until then nothing is covered: somebody may see it all, and agreed times end by themselves."""
        self._grey: QImage | None = None
        self._still: StillImage | None = None
        self.frame: Frame | None = None
        """The newest, masked."""
        self.taken_at: datetime | None = None
        """When the newest frame was taken over, by this machine's clock."""
        self.is_past = False
        """Whether the frame is of the recorded past."""

    def take(self, frame: Frame, now: datetime, *, is_past: bool = False) -> bool:
        """Shows `frame` from now on; true when it has other proportions than were expected."""
        expected = self.proportion
        if self.masks and not self.is_lifted(now):
            pixels = frame.pixels
            is_own = pixels.flags.writeable and pixels.flags.c_contiguous  # rows may be longer than their pixels
            frame = replace(frame, picture=pixels if is_own else pixels.copy())
            cover(frame_image(frame), self.masks)
        self.frame, self.taken_at, self.is_past = frame, now, is_past
        self._grey = None
        return self.proportion != expected

    def is_lifted(self, now: datetime) -> bool:
        """Whether its masks are lifted at that time."""
        return self.lifted_until is not None and now < self.lifted_until

    def take_still(self, still: StillImage) -> None:
        """Keeps a still to show while there is no newer frame."""
        self._still = still

    @property
    def still_at(self) -> datetime | None:
        """When the still was taken; None while there is none."""
        return self._still.at if self._still is not None else None

    @property
    def source_size(self) -> tuple[int, int] | None:
        """Width and height as the camera sends it, in pixels."""
        return None if self.frame is None else (self.frame.source_width, self.frame.source_height)

    @property
    def proportion(self) -> float:
        """Width by height; the usual one until a picture tells."""
        size = self.source_size
        return size[0] / size[1] if size is not None else PROPORTION

    def shown(self, phase: Phase, waited_s: float, *, is_past: bool) -> Shown:
        """What is to be seen while a player has stood at `phase` for that long; stills are of the present only."""
        if phase is Phase.BARRED:
            return Shown.NOTHING
        is_changing = waited_s < READING_S and (phase is Phase.READING or self.is_past != is_past)
        is_present = phase in PRESENT and self.is_past == is_past
        if self.frame is not None and (is_present or is_changing):
            return Shown.PICTURE
        has_still = self._still is not None and not is_past
        is_newer = self.taken_at is None or (self.still_at is not None and self.still_at > self.taken_at)
        if has_still and is_newer:
            return Shown.STILL
        return Shown.OLD if self.frame is not None else Shown.NOTHING

    def is_still_fresh(self, now: datetime) -> bool:
        """Whether the still is so new that it stands for the present."""
        return self.still_at is not None and seconds_since(self.still_at, now) <= FRESH_S

    def image(self, shown: Shown, *, is_fresh: bool = False) -> QImage:
        """The image for that; grey when it is not the present, unless a still `is_fresh`."""
        if shown in (Shown.PICTURE, Shown.OLD) and self.frame is not None:
            if shown is Shown.PICTURE:
                return frame_image(self.frame)
            if self._grey is None:
                self._grey = frame_image(self.frame).convertToFormat(QImage.Format.Format_Grayscale8)
            return self._grey
        if self._still is None:
            return QImage()
        return self._still.image if is_fresh else self._still.grey
