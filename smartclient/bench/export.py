"""An evidence export beside `ffmpeg -c copy` of the same footage: both remux, ours also hashes every byte twice, syncs and signs.

Two hashes of every byte take about as long as ffmpeg's copying, so that is measured beside it: copying, then hashing twice.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

import av

from smartclient.bench.footage import FPS, write_footage
from smartclient.domain.footage import UrlSource
from smartclient.evidence import time_stamp_authority
from smartclient.evidence.control import Control
from smartclient.evidence.copies import Copier
from smartclient.evidence.export import Export, Means, begin
from smartclient.evidence.keys import new_signer
from smartclient.evidence.manifest import Asked, Basis, Camera, From, Reason
from smartclient.evidence.order import Order
from smartclient.runtime.clock import SystemClock
from smartclient.ui.evidence.letters import letters
from smartclient.video.past import open_recording

RUNS = 5
_CLIP_S = 20
Taken = tuple[float, float]
"""Seconds by the clock and of the processor."""


@dataclass(frozen=True, slots=True)
class Footage:
    """What is exported: pictures of a size, at x264's quality `crf`, a clip so many `times`."""

    size: tuple[int, int]
    crf: int
    times: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return _CLIP_S * self.times


# Long enough that the start of ffmpeg's process, a tenth of a second, does not hide its speed.
FOOTAGE = {"small_pictures": Footage((640, 360), 23, 180), "large_pictures": Footage((1920, 1080), 20, 30)}


def measure() -> dict[str, object]:
    """Seconds and processor seconds for one camera, median of some runs, ours and ffmpeg's in turns."""
    return {name: _measured(footage) for name, footage in FOOTAGE.items()}


def _measured(footage: Footage) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        clip = _long_clip(Path(folder), footage)
        ours, theirs, hashed = list[Taken](), list[Taken](), list[Taken]()
        for run in range(RUNS):
            ours.append(_exported(clip, Path(folder) / f"export-{run}", footage.seconds))
            if shutil.which("ffmpeg") is not None:
                copied = _copied(clip, Path(folder) / f"copy-{run}.mp4")
                theirs.append(copied)
                twice = _hashed_twice(clip)
                hashed.append((copied[0] + twice[0], copied[1] + twice[1]))
        result: dict[str, object] = {
            "megabytes": round(clip.stat().st_size / 1e6, 1),
            "footage_s": footage.seconds,
            "pictures": footage.seconds * FPS,
        }
        for name, taken in {"export": ours, "ffmpeg_copy": theirs, "ffmpeg_copy_then_hashes": hashed}.items():
            if taken:
                result |= {f"{name}_s": round(median(s for s, _ in taken), 3)}
                result |= {f"{name}_cpu_s": round(median(cpu_s for _, cpu_s in taken), 3)}
        if theirs:
            pairs = list(zip(ours, theirs, strict=True))
            result["export_times_ffmpeg"] = round(median(one / other for (one, _), (other, _) in pairs), 2)
            paired = list(zip(ours, hashed, strict=True))
            result["export_times_ffmpeg_then_hashes"] = round(median(a / b for (a, _), (b, _) in paired), 2)
            result["export_cpu_times_ffmpeg"] = round(median(one / other for (_, one), (_, other) in pairs), 2)
        return result


def _long_clip(folder: Path, footage: Footage) -> Path:
    """The bench's clip over and over, without coding it again."""
    short, long = write_footage(folder / "short.mp4", _CLIP_S, footage.size, footage.crf), folder / "long.mp4"
    with av.open(str(long), "w") as output:
        stream = None
        for turn in range(footage.times):
            with av.open(str(short)) as source:
                video = source.streams.video[0]
                stream = stream or output.add_stream_from_template(video)
                for packet in source.demux(video):
                    if packet.pts is None or packet.dts is None or packet.time_base is None:
                        continue
                    shift = round(turn * _CLIP_S / packet.time_base)
                    packet.pts, packet.dts, packet.stream = packet.pts + shift, packet.dts + shift, stream
                    output.mux(packet)
    return long


def _exported(clip: Path, parent: Path, seconds: float) -> Taken:
    """Seconds by the clock and of the processor."""
    begins_at = SystemClock().now() - timedelta(hours=2)
    order = Order(
        id="bench",
        title="bench",
        asked=Asked(begin=begins_at, end=begins_at + timedelta(seconds=seconds)),
        cameras=(Camera(id="camera", name="camera"),),
        server=From(name="bench", address=""),
        operator="bench",
        workstation="bench",
        reason=Reason(text="measured", basis=Basis.NOT_A_RECORD, words=Basis.NOT_A_RECORD.words),
    )
    source = UrlSource(str(clip), "camera", is_live=False, begins_at=begins_at)
    copier = Copier(letters, lambda: None)
    means = Means(
        lambda _camera: open_recording(source), new_signer(), SystemClock(), copier, time_stamp_authority.fetch
    )
    parent.mkdir()
    started_s, started_cpu_s = time.monotonic(), time.process_time()
    Export(begin(order, parent, {}), means, Control(SystemClock())).run()
    taken = time.monotonic() - started_s, time.process_time() - started_cpu_s
    shutil.rmtree(parent)
    return taken


def _copied(clip: Path, to: Path) -> Taken:
    """Seconds by the clock and of the processor, from the start of ffmpeg's process to its end."""
    before, started_s = os.times(), time.monotonic()
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(clip), "-c", "copy", str(to)]
    subprocess.run(command, check=True)
    taken_s, after = time.monotonic() - started_s, os.times()
    to.unlink()
    used_s = after.children_user + after.children_system - before.children_user - before.children_system
    return taken_s, used_s


def _hashed_twice(file: Path) -> Taken:
    """Seconds by the clock and of the processor for the SHA-256 of every byte, two times."""
    started_s, started_cpu_s = time.monotonic(), time.process_time()
    for _ in range(2):
        with file.open("rb") as data:
            hashlib.file_digest(data, "sha256")
    return time.monotonic() - started_s, time.process_time() - started_cpu_s
