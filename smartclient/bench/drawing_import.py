"""Import: a DXF of 200 MB read in a process of its own and made a school; beside it ezdxf alone on a smaller one."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import psutil

from smartclient.bench.large_dxf import write_large_dxf
from smartclient.plans.importing import apart
from smartclient.plans.importing.apart import Cancelled
from smartclient.plans.importing.drawing import Drawing, total
from smartclient.plans.importing.placing import ControlPoint, place
from smartclient.plans.importing.roles import guesses
from smartclient.plans.importing.school import GridWish, Names
from smartclient.plans.importing.sheets import Sheet, imported

LARGE_MB, SMALL_MB = 200, 20
_LOOK_S = 0.05
_MB = 2**20
_EZDXF = "import sys, ezdxf; print(len(ezdxf.readfile(sys.argv[1]).modelspace()))"
T = TypeVar("T")


def measure() -> dict[str, object]:
    """Wall times, and the highest memory of the processes that read."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.dxf", Path(folder) / "large.dxf"
        write_large_dxf(small, SMALL_MB)
        rooms = write_large_dxf(large, LARGE_MB)
        _, ours_s, ours_mb = _watched(lambda: apart.read(small))
        _, theirs_s, theirs_mb = _watched(
            lambda: subprocess.run([sys.executable, "-c", _EZDXF, str(small)], check=True, stdout=subprocess.PIPE)
        )
        told: list[float] = []
        drawing, read_s, read_mb = _watched(
            lambda: apart.read(large, tell=lambda _share: told.append(time.perf_counter()))
        )
        began = time.perf_counter()
        made = imported([_sheet(drawing)], Names("Large campus"), GridWish())
        made_s = time.perf_counter() - began
        return {
            f"dxf_{SMALL_MB}_mb_read_s": round(ours_s, 1),
            f"dxf_{SMALL_MB}_mb_peak_mb": ours_mb,
            f"ezdxf_alone_{SMALL_MB}_mb_read_s": round(theirs_s, 1),
            f"ezdxf_alone_{SMALL_MB}_mb_peak_mb": theirs_mb,
            f"dxf_{LARGE_MB}_mb_read_s": round(read_s, 1),
            f"dxf_{LARGE_MB}_mb_peak_mb": read_mb,
            "paths": total(drawing.layers),
            "longest_without_progress_s": round(max(b - a for a, b in pairwise(told)), 1),
            "cancelled_after_ms": round(_cancelled_ms(large)),
            "made_a_school_s": round(made_s, 1),
            "rooms_drawn": rooms,
            "rooms_found": sum(unit.category == "room" for unit in made.site.units),
            "own_memory_mb": psutil.Process().memory_info().rss // _MB,
        }


def _sheet(drawing: Drawing) -> Sheet:
    corners = ((0.0, 0.0, -89.5, 43.1), (80_000.0, 0.0, -89.49902, 43.1), (0.0, 80_000.0, -89.5, 43.10072))
    points = [ControlPoint((x, y), (lon, lat)) for x, y, lon, lat in corners]
    return Sheet(drawing, place(drawing, points), guesses(drawing.layers))


def _cancelled_ms(path: Path) -> float:
    cancelled, at = threading.Event(), 0.0

    def tell(share: float) -> None:
        nonlocal at
        if share > 0.02 and not cancelled.is_set():
            at = time.perf_counter()
            cancelled.set()

    try:
        apart.read(path, tell=tell, cancelled=cancelled)
    except Cancelled:
        return (time.perf_counter() - at) * 1000
    return -1.0


def _watched(work: Callable[[], T]) -> tuple[T, float, int]:
    """What `work` answers, how long it took, and the highest memory of all processes it started, MB."""
    ended, highest = threading.Event(), 0

    def look() -> None:
        nonlocal highest
        while not ended.wait(_LOOK_S):
            for child in psutil.Process().children(recursive=True):
                try:
                    highest = max(highest, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue

    watcher = threading.Thread(target=look, name="memory")
    watcher.start()
    began = time.perf_counter()
    try:
        answer = work()
    finally:
        took = time.perf_counter() - began
        ended.set()
        watcher.join()
    return answer, took, highest // _MB
