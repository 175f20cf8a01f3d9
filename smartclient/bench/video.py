"""Video: first picture, processor and memory of walls, lateness, seeking, scrubbing and export, beside others on the same streams."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from smartclient.bench import export
from smartclient.bench.footage import FPS, SIZE, streamed, write_footage
from smartclient.bench.peers import ffmpeg_decoding_percent, first_pictures_ms
from smartclient.bench.running_players import opened_ms
from smartclient.bench.video_probe import SETTLE_S, Case
from smartclient.domain.errors import SmartclientError
from smartclient.domain.footage import UrlSource
from smartclient.video.vlc_engine import VlcEngine

_LONGEST_S = 1_800
TILES = (1, 4, 9, 16, 36)
OPENED = (36, 64)
DRIFT_MINUTES = 10.0
_SHORT_MINUTES = 0.2
_FILE_S = 118.0
_LARGE, _LARGE_S, _LARGE_TILES, _SMALL_TILE = (1920, 1080), 20.0, 16, (480, 270)
"""Cameras that send large pictures only, on a wall that fills one screen."""


def measure(seconds: float = 6.0, drift_minutes: float = DRIFT_MINUTES) -> dict[str, object]:
    """Walls of so many tiles beside bare decoding, other players' first pictures, the demo's live and recorded video in its first
    run and with the backgrounds drawn in that, a file's past, how long the loop is held while walls are opened, and an export; a
    process for each case.
    """
    with tempfile.TemporaryDirectory() as folder:
        clip = write_footage(Path(folder) / "footage.mp4", _FILE_S + 2)
        results: dict[str, object] = {f"tiles_{tiles}": _tiles(clip, tiles, seconds) for tiles in TILES}
        large = write_footage(Path(folder) / "large.mp4", _LARGE_S, _LARGE)
        results[f"large_pictures_tiles_{_LARGE_TILES}"] = _tiles(large, _LARGE_TILES, seconds, _SMALL_TILE)
        if VlcEngine().can_open(UrlSource(str(clip), "bench")) is None:
            results["libvlc_tiles_16"] = msgspec.to_builtins(_case("libvlc", clip, 16, seconds))
        with streamed(clip) as url:
            results["first_picture_of_a_process"] = first_pictures_ms(url)
            results["first_picture_in_a_running_program"] = opened_ms(url)
        results["demo_first_run"] = _probed("wall_probe", "demo", str(_SHORT_MINUTES), home=folder)
        longest_s = _LONGEST_S + 60 * drift_minutes
        results["demo"] = _probed("wall_probe", "demo", str(drift_minutes), home=folder, timeout_s=longest_s)
        results["file"] = _probed("wall_probe", "file", str(clip), str(_FILE_S), str(FPS))
        results["opening"] = _probed("opening_probe", *map(str, OPENED), home=folder)
    results["export"] = export.measure()
    return results


def _tiles(clip: Path, tiles: int, seconds: float, tile: tuple[int, int] = SIZE) -> dict[str, object]:
    ours, players, bare = (_case(name, clip, tiles, seconds, tile) for name in ("wall", "player", "bare"))
    ffmpeg = ffmpeg_decoding_percent(clip, tiles, SETTLE_S, seconds)
    beside: dict[str, object] = {
        "unpainted_cpu_percent_of_one_core": players.cpu_percent_of_one_core,
        "bare_pyav_cpu_percent_of_one_core": bare.cpu_percent_of_one_core,
        "bare_pyav_resident_mb": bare.resident_mb,
        "bare_pyav_first_frame_median_ms": bare.first_frame_median_ms,
        "cpu_times_bare_pyav": _ratio(ours.cpu_ms_per_frame, bare.cpu_ms_per_frame),
    }
    if ffmpeg is not None:
        beside["ffmpeg_cpu_percent_of_one_core"] = ffmpeg
        beside["cpu_times_ffmpeg"] = _ratio(ours.cpu_ms_per_frame, ffmpeg * 10 / (tiles * FPS))
    return {**msgspec.to_builtins(ours), **beside}


def _ratio(ours: float, theirs: float) -> float:
    return round(ours / max(theirs, 0.001), 2)


def _probed(probe: str, *arguments: str, home: str = "", timeout_s: float = _LONGEST_S) -> object:
    command = [sys.executable, "-m", f"smartclient.bench.{probe}", *arguments]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | ({"SMARTCLIENT_HOME": home} if home else {})
    child = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=timeout_s, check=False)
    try:
        return msgspec.json.decode(child.stdout)
    except msgspec.DecodeError as error:
        raise SmartclientError(f"The case {probe} {arguments[0]} could not be measured.") from error


def _case(name: str, clip: Path, tiles: int, seconds: float, tile: tuple[int, int] = SIZE) -> Case:
    command = [sys.executable, "-m", "smartclient.bench.video_probe"]
    command += [name, str(clip), *map(str, (tiles, seconds, *tile))]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    child = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=seconds + 60, check=False)
    try:
        return msgspec.json.decode(child.stdout, type=Case)
    except msgspec.DecodeError as error:
        raise SmartclientError(f"The video case {name} with {tiles} tiles could not be measured.") from error
