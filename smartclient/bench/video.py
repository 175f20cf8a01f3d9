"""Video: first frame, processor and memory for walls of 640×360 tiles at 15 fps, beside merely decoding the same streams."""

import subprocess
import sys
import tempfile
from pathlib import Path

import av
import msgspec
import numpy as np
from numpy.typing import NDArray

from smartclient.bench.video_probe import SETTLE_S, TILE, Case
from smartclient.domain.errors import SmartclientError
from smartclient.domain.footage import UrlSource
from smartclient.video.vlc_engine import VlcEngine

FPS = 15
TILES = (1, 4, 9, 16)


def measure(seconds: float = 6.0) -> dict[str, object]:
    """Each number of tiles through the player and bare, and the second engine at its largest; a process each."""
    with tempfile.TemporaryDirectory() as folder:
        clip = write_footage(Path(folder) / "footage.mp4", seconds + SETTLE_S + 3.0)
        results: dict[str, object] = {}
        for tiles in TILES:
            ours, bare = _case("player", clip, tiles, seconds), _case("bare", clip, tiles, seconds)
            results[f"tiles_{tiles}"] = {
                **msgspec.to_builtins(ours),
                "bare_cpu_percent_of_one_core": bare.cpu_percent_of_one_core,
                "bare_resident_mb": bare.resident_mb,
                "bare_first_frame_median_ms": bare.first_frame_median_ms,
                "cpu_times_bare": round(ours.cpu_percent_of_one_core / max(bare.cpu_percent_of_one_core, 0.1), 2),
            }
        if VlcEngine().can_open(UrlSource(str(clip), "bench")) is None:
            results[f"libvlc_tiles_{TILES[-1]}"] = msgspec.to_builtins(_case("libvlc", clip, TILES[-1], seconds))
        return results


def _case(name: str, clip: Path, tiles: int, seconds: float) -> Case:
    command = [sys.executable, "-m", "smartclient.bench.video_probe", name, str(clip), str(tiles), str(seconds)]
    child = subprocess.run(command, stdout=subprocess.PIPE, timeout=seconds + 60, check=False)
    try:
        return msgspec.json.decode(child.stdout, type=Case)
    except msgspec.DecodeError as error:
        raise SmartclientError(f"The video case {name} with {tiles} tiles could not be measured.") from error


def write_footage(path: Path, seconds: float) -> Path:
    """A clip as a camera would send it: H.264, a key picture every second, people-sized shapes that walk over a textured floor."""
    width, height = TILE
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "bf": "0", "g": str(FPS)})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        floor = _floor(width, height)
        for index in range(round(seconds * FPS)):
            frame = av.VideoFrame.from_ndarray(_picture(floor, index), format="rgb24")
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def _floor(width: int, height: int) -> NDArray[np.uint8]:
    noise = np.random.default_rng(7).integers(0, 24, (height, width, 3))
    shade = np.linspace(70, 150, height)[:, None, None]
    tiles = 12 * ((np.arange(width)[None, :, None] // 40 + np.arange(height)[:, None, None] // 40) % 2)
    return (shade + tiles + noise).astype(np.uint8)


def _picture(floor: NDArray[np.uint8], index: int) -> NDArray[np.uint8]:
    width = floor.shape[1]
    picture = floor.copy()
    for person in range(6):
        left = (person * 131 + index * (3 + person)) % (width - 30)
        top = 60 + person * 40
        picture[top : top + 80, left : left + 30] = (40 + person * 30, 60, 200 - person * 25)
    return picture
