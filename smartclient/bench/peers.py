"""Other players on the same streams, where they are installed: ffmpeg's bare decoding, and the first picture of ffplay and mpv."""

import os
import re
import select
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

RUNS = 5
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Peer:
    """A player: its command, to which the URL is added, and what it writes when the first picture is there."""

    command: tuple[str, ...]
    sign: re.Pattern[bytes]


PEERS = {
    "smartclient": Peer((sys.executable, "-m", "smartclient.bench.first_picture"), re.compile(rb"first picture")),
    "mpv_low_latency": Peer(
        ("mpv", "--no-config", "--vo=null", "--ao=null", "--profile=low-latency", "-v", "--msg-level=statusline=no"),
        re.compile(rb"playback restart complete"),
    ),
    "ffplay_tuned": Peer(
        ("ffplay", "-hide_banner", "-an", "-vf", "showinfo", "-probesize", "32", "-flags", "low_delay"),
        re.compile(rb"showinfo.* n: +0 "),
    ),
    "ffplay": Peer(("ffplay", "-hide_banner", "-an", "-vf", "showinfo"), re.compile(rb"showinfo.* n: +0 ")),
}


def first_pictures_ms(url: str) -> dict[str, float]:
    """From the start of each player's process to its first picture, median of some runs; players not installed are left out."""
    found: dict[str, float] = {}
    for name, peer in PEERS.items():
        if shutil.which(peer.command[0]) is None:
            continue
        taken = [_first_picture_s(peer, url) for _ in range(RUNS)]
        if all(taken):
            found[f"{name}_ms"] = round(median(s for s in taken if s is not None) * 1e3)
    return found


def _first_picture_s(peer: Peer, url: str) -> float | None:
    begun_s = time.monotonic()
    process = subprocess.Popen(
        [*peer.command, url],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"SDL_VIDEODRIVER": "dummy"},
    )
    with process:
        try:
            return time.monotonic() - begun_s if _says(process, peer.sign, begun_s + PATIENCE_S) else None
        finally:
            process.kill()


def _says(process: subprocess.Popen[bytes], sign: re.Pattern[bytes], until_s: float) -> bool:
    """Whether the process writes that before `until_s`; status lines end without a line feed, so bytes are read as they come."""
    said = b""
    pipe = process.stdout
    while pipe is not None and (left_s := until_s - time.monotonic()) > 0 and select.select([pipe], [], [], left_s)[0]:
        chunk = os.read(pipe.fileno(), 65_536)
        said = (said + chunk)[-200_000:]
        if sign.search(said) or not chunk:
            return bool(chunk)
    return False


def ffmpeg_decoding_percent(clip: Path, streams: int, settle_s: float, seconds: float) -> float | None:
    """What ffmpeg needs of one core to decode the clip so many times in real time and throw the pictures away; None without ffmpeg."""
    if shutil.which("ffmpeg") is None:
        return None
    inputs = [word for _ in range(streams) for word in ("-re", "-threads", "1", "-i", str(clip))]
    outputs = [word for number in range(streams) for word in ("-map", f"{number}:v", "-f", "null", "-")]
    command = ["ffmpeg", "-nostdin", "-v", "error", *inputs, *outputs]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            time.sleep(settle_s)
            before = psutil.Process(process.pid).cpu_times()
            time.sleep(seconds)
            after = psutil.Process(process.pid).cpu_times()
        finally:
            process.kill()
    return round((after.user + after.system - before.user - before.system) / seconds * 100, 1)
