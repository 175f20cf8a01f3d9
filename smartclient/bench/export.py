"""An evidence export beside `ffmpeg -c copy` of the same footage: both remux, ours also reads by groups, hashes and signs."""

import shutil
import subprocess
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

import av

from smartclient.bench.footage import write_footage
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
_CLIP_S, _TIMES = 60, 20


def measure() -> dict[str, object]:
    """Seconds for twenty minutes of one camera, median of some runs, ours and ffmpeg's in turns."""
    with tempfile.TemporaryDirectory() as folder:
        clip = _long_clip(Path(folder))
        ours, copied = [], []
        for run in range(RUNS):
            ours.append(_exported_s(clip, Path(folder) / f"export-{run}"))
            if (taken := _copied_s(clip, Path(folder) / f"copy-{run}.mp4")) is not None:
                copied.append(taken)
        result: dict[str, object] = {
            "megabytes": round(clip.stat().st_size / 1e6, 1),
            "footage_s": _CLIP_S * _TIMES,
            "export_s": round(median(ours), 3),
        }
        if copied:
            result |= {
                "ffmpeg_copy_s": round(median(copied), 3),
                "export_times_ffmpeg": round(median(ours) / median(copied), 2),
            }
        return result


def _long_clip(folder: Path) -> Path:
    """The bench's clip over and over, without coding it again."""
    short, long = write_footage(folder / "short.mp4", _CLIP_S), folder / "long.mp4"
    with av.open(str(long), "w") as output:
        stream = None
        for turn in range(_TIMES):
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


def _exported_s(clip: Path, parent: Path) -> float:
    begins_at = SystemClock().now() - timedelta(hours=1)
    order = Order(
        id="bench",
        title="bench",
        asked=Asked(begin=begins_at, end=begins_at + timedelta(seconds=_CLIP_S * _TIMES)),
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
    started_s = time.monotonic()
    Export(begin(order, parent, {}), means, Control(SystemClock())).run()
    taken_s = time.monotonic() - started_s
    shutil.rmtree(parent)
    return taken_s


def _copied_s(clip: Path, to: Path) -> float | None:
    if shutil.which("ffmpeg") is None:
        return None
    started_s = time.monotonic()
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(clip), "-c", "copy", str(to)]
    subprocess.run(command, check=True)
    taken_s = time.monotonic() - started_s
    to.unlink()
    return taken_s
