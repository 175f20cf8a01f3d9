"""A watch post does not stay dark: damaged files, a read-only home and a full disk each end in a window and one clear sentence."""

import errno
import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from smartclient.adapters.files.client import FilesServer
from smartclient.app.loop import run
from smartclient.app.starting import given, home, plan
from smartclient.app.watch import Watch
from smartclient.cli import run as command
from smartclient.domain.incident_entries import Opened
from smartclient.runtime import paths
from smartclient.runtime.clock import SystemClock
from smartclient.store.notices import Notices
from tests.app.test_site_folder import site_with_a_clip
from tests.builders.running import until

pytestmark = pytest.mark.usefixtures("qapp")
RUBBISH = b"\x00not what this file should be\xff" * 300


def watched(site: Path, look: Callable[[Watch], object] = lambda _watch: None) -> list[str]:
    """Opens a watch as a person does, waits until its map is drawn, and says what it told."""
    said: list[str] = []

    async def body() -> int:
        opened = plan(site)
        watch = Watch(given(opened, FilesServer(opened.site), "", "dark", SystemClock(), home("files")))
        watch.window.resize(1000, 700)
        watch.furnish()
        watch.start()
        await until(lambda: watch.map.canvas.is_crisp)
        look(watch)
        watch.record.act("", "look", "")
        said.extend(notice.text for notice in watch.notices.standing)
        await watch.shutdown()
        return 0

    assert run(body) == 0
    return said


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_with_a_clip(tmp_path / "site")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("settings.json", "could not be read, and the usual ones are used"),
        ("journal-files*.db", "was damaged. It is kept as"),
        ("incidents-files*.db", "were damaged. They are kept as"),
        ("*.picture", None),
        ("last-view.json", None),
    ],
    ids=["settings", "journal", "incident files", "the map's kept picture", "what was on show"],
)
def test_a_damaged_file_is_put_aside_and_said(site: Path, name: str, sentence: str | None) -> None:
    watched(site, lambda watch: watch.answering.incidents.incidents.begin(Opened("First")))
    folders = (paths.settings_folder(), paths.data_folder(), paths.cache_folder())
    found = [file for folder in folders for file in folder.rglob(name)] or [home("files").settings / name]
    for file in found:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(RUBBISH)
    said = watched(site)
    assert sentence is None or any(sentence in words for words in said)
    if sentence is not None:
        aside = [
            file for folder in folders for file in folder.rglob("*") if file.is_file() and file.read_bytes() == RUBBISH
        ]
        assert aside, "nothing is thrown away"
    assert all("damaged" not in words and "read" not in words for words in watched(site)), "said once"


def test_a_damaged_plan_cache_costs_time_and_nothing_else(site: Path) -> None:
    watched(site)
    for file in paths.cache_folder().rglob("*"):
        if file.is_file():
            file.write_bytes(RUBBISH)
    assert watched(site) == []


def test_a_damaged_plan_opens_with_what_is_left_and_says_how_to_look(site: Path) -> None:
    (site / "level.geojson").write_bytes(RUBBISH)
    opened = plan(site)
    notices = Notices(SystemClock())
    opened.say(notices)
    (notice,) = notices.standing
    assert re.search(r"have \d+ errors; `smartclient plan check .*` lists them", notice.text)
    watched(site)


def test_no_plan_at_all_is_one_sentence_before_any_window(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in site.iterdir():
        file.unlink()
    assert command(["open", str(site)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_home_that_cannot_be_made_is_said_and_the_watch_stands(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site.parent / "file").touch()
    monkeypatch.setenv("SMARTCLIENT_HOME", str(site.parent / "file" / "home"))
    monkeypatch.setattr(paths, "_passing", [])
    said = watched(site, lambda watch: watch.answering.incidents.incidents.begin(Opened("First")))
    assert any("cannot be written. Events are kept in" in words for words in said)


def test_folders_that_cannot_be_written_are_said_and_the_watch_stands(site: Path) -> None:
    kept = home("files")
    kept.journal.mkdir(parents=True)  # where the file should be stands a folder, which not even root can write to
    kept.journal.with_name(kept.journal.name.replace("journal-", "incidents-")).mkdir()
    said = watched(site)
    assert any("cannot be written. Events are kept in" in words for words in said)


def test_settings_on_a_full_disk_are_said_and_the_old_ones_stay(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched(site)

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    def change(watch: Watch) -> None:
        before = watch.given.settings.read()
        with monkeypatch.context() as patched:
            patched.setattr(Path, "write_bytes", full)
            watch.given.settings.change(theme="light")
        assert watch.given.settings.read() == before

    said = watched(site, change)
    assert any("Settings cannot be written" in words and "No space left on device" in words for words in said)
