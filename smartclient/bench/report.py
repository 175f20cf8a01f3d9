"""Runs the benches, each in a process of its own, and prints the machine with the numbers."""

import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping

import msgspec
import psutil

from smartclient import __version__
from smartclient.domain.errors import SmartclientError

_RUN = """import msgspec, sys
from smartclient.bench import {name} as bench
sys.stdout.buffer.write(msgspec.json.encode(bench.measure({arguments})))"""
_MODULES = {"import": "drawing_import"}
"""Benches whose name Python keeps for itself."""
_LONGEST_S = 3_600


class BenchFailed(SmartclientError):
    """A bench ended without numbers."""


def machine() -> dict[str, object]:
    """What the numbers were measured on."""
    return {
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "smartclient": __version__,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:  # noqa: PTH123 (a device file)
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def run(names: Iterable[str], as_json: bool, drift_minutes: float | None = None, hours: float | None = None) -> int:
    """Measures `names` one after the other; a process each, so that memory and imports of one do not weigh on the next.

    `drift_minutes` is how long live video is looked at, `hours` how much of a school day is soaked, where not as long as usual.
    """
    results: dict[str, object] = {"machine": machine()}
    for name in names:
        print(f"measuring {name} …", file=sys.stderr)
        given = {"video": ("drift_minutes", drift_minutes), "soak": ("hours", hours)}.get(name, ("", None))
        arguments = "" if given[1] is None else f"{given[0]}={given[1]}"
        results[name] = _measured(name, arguments, _LONGEST_S + 90 * (given[1] or 0.0))
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(results), indent=2).decode() + "\n")
    else:
        _print(results)
    return 0


def _measured(name: str, arguments: str, timeout_s: float) -> object:
    code = _RUN.format(name=_MODULES.get(name, name), arguments=arguments)
    child = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=timeout_s, check=False)
    try:
        return msgspec.json.decode(child.stdout)
    except msgspec.DecodeError as error:
        raise BenchFailed(f"The bench {name} ended with status {child.returncode} and no numbers.") from error


def _print(results: Mapping[str, object], indent: int = 0) -> None:
    for key, value in results.items():
        if isinstance(value, Mapping):
            print(f"{'  ' * indent}{key}")
            _print(value, indent + 1)
        else:
            print(f"{'  ' * indent}{key:<{40 - 2 * indent}} {value}")
