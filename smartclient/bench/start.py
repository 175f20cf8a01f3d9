"""Start-up: from process start to a map that answers the mouse, for the demo district and for a very large one."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import msgspec

from smartclient.bench.start_watch import Probed
from smartclient.domain.errors import SmartclientError
from smartclient.plans.synthetic import large_district
from smartclient.plans.writing import write_archive
from smartclient.runtime import paths

RUNS = 5
LONGEST_S = 120


def measure() -> dict[str, object]:
    """Each case once without a cache, then `RUNS` times with it; medians."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large"
        write_archive(large_district(), large)
        return {
            "demo_district_400_cameras": _case(paths.floorplans() / "maple-grove", Path(folder) / "home"),
            "large_1000_buildings_50000_devices": _case(large, Path(folder) / "home"),
        }


def _case(site: Path, home: Path) -> dict[str, object]:
    first = _probe(site, home)
    again = [_probe(site, home) for _ in range(RUNS)]
    return {
        "without_cache_interactive_ms": round(first.interactive_ms),
        "painted_median_ms": round(median(run.painted_ms for run in again)),
        "interactive_median_ms": round(median(run.interactive_ms for run in again)),
        "interactive_slowest_ms": round(max(run.interactive_ms for run in again)),
        "furnished_median_ms": round(median(run.furnished_ms for run in again)),
        "resident_median_mb": round(median(run.resident_mb for run in again)),
    }


def _probe(site: Path, home: Path) -> Probed:
    environment = os.environ | {"SMARTCLIENT_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once, not at every start
    command = [sys.executable, "-m", "smartclient.bench.start_probe", str(site), str(time.time())]
    child = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=LONGEST_S, check=False)
    try:
        return msgspec.json.decode(child.stdout, type=Probed)
    except msgspec.DecodeError as error:
        raise SmartclientError(f"The start of {site.name} could not be measured.") from error
