"""What plays in a tile, for whoever looks into a trouble: engine, stream, coding, rates, first frame, what was dropped."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from smartclient.domain.devices import Device
from smartclient.runtime.clock import Clock
from smartclient.ui.dialogs import FactSheet
from smartclient.ui.video.face import QUALITY_WORDS
from smartclient.video.camera_player import CameraPlayer

_NONE = "—"


class DetailsSheet(FactSheet):
    """Facts of one player; counts on with `tick` while it is open."""

    def __init__(self, device: Device, player: CameraPlayer, clock: Clock, parent: QWidget) -> None:
        self._device = device
        self._player = player
        self._clock = clock
        self._counted = (player.stats.frames, clock.steady_s())
        self._fps = ""
        super().__init__(f"{device.name} · details", self._facts(), parent)

    def tick(self) -> None:
        """Measures the rate since the last tick and shows all facts anew."""
        frames, now_s = self._player.stats.frames, self._clock.steady_s()
        before, before_s = self._counted
        if now_s - before_s >= 1.0:
            self._fps = f"{max(0, frames - before) / (now_s - before_s):.1f} pictures a second"
            self._counted = (frames, now_s)
        self.show_facts(self._facts())

    def _facts(self) -> list[tuple[str, str]]:
        status, stats = self._player.status, self._player.stats
        return [
            ("Camera", self._device.name),
            ("State", status.text),
            ("Source", "its own address" if self._device.url else "the server"),
            ("Way", self._player.way or _NONE),
            ("Age", f"{self._player.age_s:.2f} s" if self._player.age_s is not None else _NONE),
            ("Picture taken", _moment(self._player.shown_at)),
            ("Stream", QUALITY_WORDS[status.quality] if status.quality else _NONE),
            ("Engine", status.engine or _NONE),
            ("Coding", stats.codec or _NONE),
            (
                "First frame",
                _NONE if stats.first_frame_s is None else f"{stats.first_frame_s * 1_000:.0f} ms after opening",
            ),
            ("Rate", self._fps or _NONE),
            ("Bandwidth", _NONE if stats.bits_per_s is None else f"{stats.bits_per_s / 1e6:.2f} Mbit/s"),
            ("Key frames", _NONE if stats.gop_s is None else f"every {stats.gop_s:.1f} s"),
            ("Shown", f"{stats.frames} pictures, {stats.dropped} dropped"),
            ("Quality", status.why_quality or "as good as the tile deserves"),
        ]


def _moment(at: datetime | None) -> str:
    """With its day, to the millisecond: `23 Nov 2026 14:02:11.417`."""
    if at is None:
        return _NONE
    local = at.astimezone()
    return f"{local.day} {local:%b %Y %H:%M:%S}.{local.microsecond // 1000:03}"
