"""A principal's process holds no camera name of another campus, whatever happens there; her own are found, so the test can fail."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from smartclient.demo.server import DemoOptions, DemoServer
from smartclient.runtime import paths
from tests.builders.demo_thread import demo_server
from tests.builders.process_memory import names_held
from tests.builders.signing_in_process import ALARMS, LIVE, PICTURES

ROOT = Path(__file__).parents[2]
OWN = "high-school"


def names_by_campus() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in (paths.floorplans() / "maple-grove").glob("*/device.geojson"):
        devices = [each["properties"] for each in json.loads(file.read_text())["features"]]
        cameras = (each["name"]["en"] for each in devices if each["category"] == "camera")
        found[file.parent.name] = {name for name in cameras if " · " in name}
    return found


def happen(server: DemoServer, act: str, device: str) -> None:
    headers = {"Authorization": f"Bearer {server.control}"}
    answer = httpx.post(f"{server.url}/x-demo/acts", headers=headers, json={"act": act, "device": device})
    assert answer.status_code == 202, answer.text


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_no_camera_name_of_another_campus_is_in_memory() -> None:
    names = names_by_campus()
    own, others = names.pop(OWN), set().union(*names.values())
    assert min(len(own), len(others)) > 100
    assert not own & others
    with demo_server(DemoOptions(scenario="school-day")) as server:
        doors = {d.campus: d.name for d in server.site.devices if d.category == "door"}
        site = paths.floorplans() / "maple-grove"
        program = [sys.executable, "-m", "tests.builders.signing_in_process", server.url, "principal-hs", str(site)]
        with subprocess.Popen(program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(f"{server.password}\n")
            child.stdin.flush()
            assert child.stdout.readline().strip() == LIVE
            for campus in sorted(doors, key=lambda campus: campus == OWN):
                happen(server, "door.forced", doors[campus])
            assert child.stdout.readline().strip() == ALARMS
            assert child.stdout.readline().strip() == PICTURES
            held_own, held_others = names_held(child.pid, own), names_held(child.pid, others)
            child.stdin.write("\n")
            child.stdin.flush()
            child.wait(30)
    assert held_own == own
    assert held_others == set()
