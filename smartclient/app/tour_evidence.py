"""The tour's way back in time: the alarm's cameras before it on one clock, their export, the export verified, altered, and caught."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from smartclient.app.watch import Watch
from smartclient.domain.recordings import Span
from smartclient.evidence.exports import Listed, State
from smartclient.evidence.manifest import Basis
from smartclient.evidence.verify import verify
from smartclient.ui.video.tile import Tile
from smartclient.video.status import Phase

BEFORE, AFTER = timedelta(seconds=6), timedelta(seconds=4)
SCRUBS = 12
WINDOW = (1100, 760)
_STEP = timedelta(milliseconds=750)


class Guide(Protocol):
    """What a part of the tour asks of the whole."""

    def until(self, what: str, is_so: Callable[[], bool]) -> Awaitable[None]:
        """Waits for what is to be shown."""
        ...

    def picture(self, name: str, settle_s: float, of: QWidget | None = None) -> Awaitable[None]:
        """Takes the window's picture, or another's."""
        ...


async def scrub_back(watch: Watch, alarm_at: datetime, guide: Guide) -> dict[str, object]:
    """Shows what happened before an alarm, then draws the clock back and forth over it; what that took."""
    watch.actions.run("what-happened")
    await guide.until("the past of the alarm's cameras", lambda: _all_in(watch, Phase.RECORDED, Phase.STANDING))
    clock = watch.past.playbacks.one
    clock.go_to(alarm_at + timedelta(seconds=2))
    clock.pause()
    await guide.until("the moment of the alarm", lambda: _stand_at(watch, clock.instant))
    await guide.picture("before the alarm on one clock", 1.0)
    taken_ms, spreads_ms = [], []
    for step in range(SCRUBS):
        begun_s, at = time.monotonic(), alarm_at - BEFORE + step * _STEP
        clock.go_to(at)
        await guide.until("a moment of the past", partial(_stand_at, watch, at))
        taken_ms.append(round((time.monotonic() - begun_s) * 1e3))
        spreads_ms.append(round(_spread(watch).total_seconds() * 1e3))
    return {"scrub_ms": taken_ms, "spread_ms": spreads_ms}


async def export(watch: Watch, alarm_at: datetime, folder: Path, guide: Guide) -> dict[str, object]:
    """Marks the alarm's seconds and exports the cameras on the wall; verifies the package, alters a copy of a byte, verifies again."""
    watch.past.selection.select(Span(alarm_at - BEFORE, alarm_at + AFTER))
    watch.actions.run("export")
    desk = watch.evidence.desk
    if desk is None:
        return {}
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    desk.form.put_into(folder)
    desk.form.say_why("Forced door: who came in", Basis.EMERGENCY)
    desk.window.resize(*WINDOW)
    await guide.picture("export", 1.5, of=desk.window)
    begun_s = time.monotonic()
    desk.form.export.click()
    done: list[Listed] = []

    def is_done() -> bool:
        done[:] = [one for one in desk.exports.listed if one.state in (State.DONE, State.HELD)]
        return bool(done)

    await guide.until("the export", is_done)
    taken_s = time.monotonic() - begun_s
    await guide.picture("exported", 0.5, of=desk.window)
    if done[0].state is not State.DONE:
        return {"trouble": done[0].words}
    report = await asyncio.to_thread(verify, done[0].folder)
    altered = await asyncio.to_thread(_altered, done[0].folder)
    desk.window.hide()
    watch.actions.run("live")
    return {
        "package": done[0].folder.name,
        "export_s": round(taken_s, 2),
        "is_intact": report.intact,
        "after_one_byte_was_altered": altered,
    }


def _altered(package: Path) -> list[str]:
    """What the verifier says when one byte in the middle of a video is another; the byte is put back."""
    video = max(package.rglob("*.mp4"), key=lambda file: file.stat().st_size)
    place = video.stat().st_size // 2
    with video.open("r+b") as file:
        file.seek(place)
        kept = file.read(1)
        file.seek(place)
        file.write(bytes((kept[0] ^ 1,)))
    try:
        return [problem.words for problem in verify(package).problems]
    finally:
        with video.open("r+b") as file:
            file.seek(place)
            file.write(kept)


def _playing(watch: Watch) -> list[Tile]:
    return [tile for tile in watch.wall.board.tiles if tile.player is not None and tile.isVisible()]


def _all_in(watch: Watch, *phases: Phase) -> bool:
    tiles = _playing(watch)
    return bool(tiles) and all(tile.player is not None and tile.player.status.phase in phases for tile in tiles)


def _stand_at(watch: Watch, at: datetime) -> bool:
    """Every tile shows the picture that stood at that time, or says that there is none."""
    return _all_in(watch, Phase.STANDING, Phase.GAP) and all(
        tile.player is not None and (tile.player.status.phase is Phase.GAP or _near(tile.player.shown_at, at))
        for tile in _playing(watch)
    )


def _spread(watch: Watch) -> timedelta:
    """Between the earliest and the latest picture of the tiles that stand on one."""
    players = [tile.player for tile in _playing(watch) if tile.player is not None]
    shown = [one.shown_at for one in players if one.status.phase is Phase.STANDING and one.shown_at is not None]
    return max(shown) - min(shown) if shown else timedelta(0)


def _near(shown: datetime | None, at: datetime) -> bool:
    return shown is not None and shown <= at < shown + timedelta(milliseconds=100)
