"""`smartclient demo-server` as a process: one line on start, and it ends when it is told to or its parent is gone."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from smartclient.demo.server import reachable
from tests.builders.little_district import write_district

PATIENCE_S = 30


@contextmanager
def command(*options: str) -> Iterator["subprocess.Popen[str]"]:
    """The command, running; killed when the test ends before it does."""
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(
        [sys.executable, "-m", "smartclient", "demo-server", *options], text=True, **pipes
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def site(tmp_path: Path) -> str:
    """The little district."""
    return str(write_district(tmp_path / "district"))


def started(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    line: dict[str, Any] = json.loads(process.stdout.readline())
    return line


def test_one_line_says_where_everything_is(site: str) -> None:
    with command(
        "--site", site, "--scenario", "school-day", "--speed", "20", "--fault", "repeat", "--seed", "3"
    ) as process:
        said = started(process)
        assert set(said) == {
            "url",
            "gateway",
            "image_server",
            "certificate_sha256",
            "users",
            "password",
            "control",
        }
        assert said["url"].startswith("http://127.0.0.1:")
        assert said["users"] == ["dispatcher", "district", "principal-hs", "responder"]
        headers = {"Authorization": f"Bearer {said['control']}"}
        assert httpx.get(f"{said['url']}/x-demo/faults", headers=headers).json()["repeat"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_it_ends_on_interrupt(site: str) -> None:
    with command("--site", site, "--https", "--password", "abc") as process:
        said = started(process)
        assert (said["password"], len(said["certificate_sha256"])) == ("abc", 64)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0


def test_a_server_for_everybody_is_called_by_the_machines_name(site: str) -> None:
    with command("--site", site, "--host", "0.0.0.0") as process:  # noqa: S104
        said = started(process)
    for url in (said["url"], said["gateway"], said["image_server"]):
        assert url.startswith(f"http://{socket.gethostname()}:")


def test_ipv6_addresses_are_bracketed() -> None:
    assert [reachable(host) for host in ("::1", "127.0.0.1")] == ["[::1]", "127.0.0.1"]


def test_it_never_outlives_its_parent(site: str) -> None:
    with command("--site", site, "--until-stdin-closes") as process:
        started(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--site", "/nowhere/at/all"], "cannot be read as a site"),
        (["--scenario", "dance"], "no scenario 'dance'"),
        (["--fault", "sabotage"], "sabotage"),
        (["--fault", "dead_cameras=nothing"], "No device fits"),
        (["--speed", "0"], "--speed"),
        (["--host", "203.0.113.1"], "cannot start"),
    ],
)
def test_what_cannot_be_is_one_sentence(options: list[str], words: str, site: str) -> None:
    with command("--site", site, *options) as process:
        out, err = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1
