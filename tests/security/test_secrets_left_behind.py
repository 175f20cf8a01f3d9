"""The program signs in, watches video and ends, in a process of its own: no secret is left where anybody could read it."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from smartclient.demo.server import DemoOptions
from smartclient.runtime import paths
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.signing_in_process import ALARMS, LIVE

ROOT = Path(__file__).parents[2]
PROC = Path("/proc")
LOUD = """
import logging, runpy, sys, threading
from smartclient.runtime import logs
logs.start(verbose=True)
for name in ("", "httpx", "httpcore", "websockets", "aiortc", "qasync"):
    logging.getLogger(name).setLevel(logging.DEBUG)
sys.argv = ["watch", *sys.argv[1:]]
runpy.run_module("tests.builders.signing_in_process", run_name="__main__")
"""
"""The same front door with every log there is, also those of libraries."""


@dataclass
class Watched:
    """What was looked at while the program ran and after it, and the secrets that none of it may hold."""

    home: Path
    said: str = ""
    seen: str = ""
    """Command lines and environments of the program and its children."""
    secrets: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """One watch that sees an alarm with its video."""
    made = Watched(tmp_path_factory.mktemp("home"))
    log = made.home.parent / "watched.log"
    environment = {**os.environ, "SMARTCLIENT_HOME": str(made.home), "QT_QPA_PLATFORM": "offscreen"}
    with demo_server(DemoOptions(scenario="", password="Correct/Horse+Battery 9")) as server, log.open("w") as out:
        program = [sys.executable, "-c", LOUD, server.url, "dispatcher", str(paths.floorplans() / "maple-grove")]
        with subprocess.Popen(
            program, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, text=True
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(f"{server.password}\n")
            child.stdin.flush()
            assert child.stdout.readline().strip() == LIVE
            door = next(each.name for each in server.site.devices if each.name == "HS Main · Door 7")
            headers = {"Authorization": f"Bearer {server.control}"}
            httpx.post(f"{server.url}/x-demo/acts", headers=headers, json={"act": "door.forced", "device": door})
            assert child.stdout.readline().strip() == ALARMS
            asyncio.run(until(lambda: server.tokens._image, 60))
            made.seen = process_words(child.pid)
            child.stdin.write("\n")
            child.stdin.flush()
            assert child.wait(60) == 0
        made.secrets = frozenset({server.password, *server.tokens._access, *server.tokens._image})
    made.said = log.read_text(errors="replace")
    return made


def process_words(pid: int) -> str:
    """Of a process and all its children, as `ps` and any program of the same person read them."""
    told = ""
    for each in (pid, *children(pid)):
        for name in ("cmdline", "environ"):
            with contextlib.suppress(OSError):
                told += (PROC / str(each) / name).read_text(errors="replace")
    return told


def children(pid: int) -> Iterator[int]:
    for task in (PROC / str(pid) / "task").glob("*/children"):
        for child in task.read_text().split():
            yield int(child)
            yield from children(int(child))


def spellings(secret: str) -> set[bytes]:
    return {secret.encode(), quote(secret).encode(), quote(secret, safe="").encode(), secret.encode("utf-16-le")}


def held(content: bytes, secrets: frozenset[str]) -> list[str]:
    return [secret[:6] for secret in secrets if any(spelling in content for spelling in spellings(secret))]


def test_there_was_something_to_find(watched: Watched) -> None:
    assert len(watched.secrets) >= 3
    assert "HTTP Request: POST" in watched.said
    assert "•••" in watched.said
    assert "tests.builders.signing_in_process" in watched.seen
    assert {"settings", "data"} <= {each.name for each in watched.home.iterdir()}


def test_no_secret_is_in_the_log_even_with_every_library_at_its_loudest(watched: Watched) -> None:
    assert held(watched.said.encode(), watched.secrets) == []


def test_no_secret_is_in_settings_journal_cache_or_any_file_of_ours(watched: Watched) -> None:
    files = [each for each in watched.home.rglob("*") if each.is_file()]
    assert files
    assert {str(each): found for each in files if (found := held(each.read_bytes(), watched.secrets))} == {}


@pytest.mark.skipif(not (PROC / "self/environ").exists(), reason="needs Linux's /proc")
def test_no_secret_is_in_a_command_line_or_an_environment(watched: Watched) -> None:
    assert held(watched.seen.encode(), watched.secrets) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_nobody_else_can_read_our_folders(watched: Watched) -> None:
    assert {
        each.name: each.stat().st_mode & 0o077 for each in watched.home.iterdir() if each.is_dir()
    } == dict.fromkeys((each.name for each in watched.home.iterdir() if each.is_dir()), 0)


@pytest.mark.skipif(not (PROC / "self/environ").exists(), reason="needs Linux's /proc")
def test_the_demo_hands_its_server_the_password_where_nobody_sees_it() -> None:
    from smartclient.app.demo_child import DemoChild

    child = DemoChild("", 1, is_calm=True)
    child.begin()
    try:
        control = child.wait()
        assert child._process is not None
        seen = process_words(child._process.pid)
        form = {"grant_type": "password", "username": "dispatcher", "client_id": "GrantValidatorClient"}
        answer = httpx.post(f"{child.url}/API/IDP/connect/token", data=form | {"password": child.password.reveal()})
    finally:
        child.stop()
    assert "demo-server" in seen
    assert answer.status_code == 200
    assert held(seen.encode(), frozenset({child.password.reveal(), control.reveal()})) == []
