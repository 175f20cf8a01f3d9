"""The list of exports: one after the other, held, resumed, cancelled, offered again after a restart."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from smartclient.domain.errors import NoRoom
from smartclient.domain.footage import Gop
from smartclient.evidence.estimate import FAT_LIMIT_BYTES, Estimate, in_words, limit_of
from smartclient.evidence.export import Means
from smartclient.evidence.exports import Exports, Listed, State
from tests.builders import exporting
from tests.builders.exporting import DRAWING, HALL
from tests.builders.recorded import Recorded, groups

ORDER = exporting.order(5, cameras=(HALL,))


class Loop:
    """A loop that runs what is handed to it until something is so."""

    def __init__(self) -> None:
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.call_soon = self._calls.put

    def until(self, condition: Callable[[], object]) -> None:
        """Raises queue.Empty when nothing comes for ten seconds."""
        while not condition():
            self._calls.get(timeout=10)()


@contextmanager
def exports_over(means: Means) -> Iterator[tuple[Exports, Loop]]:
    loop = Loop()
    exports = Exports(lambda: means, loop.call_soon)
    try:
        yield exports, loop
    finally:
        exports.stop(5)


def start(exports: Exports, folder: Path) -> Listed:
    return exports.start(ORDER, folder, lambda: DRAWING, exporting.control())


def newest(exports: Exports) -> Listed:
    return exports.listed[0]


class Gate(Recorded):
    """A recording that waits at a group until it is let go."""

    def __init__(self, at: int) -> None:
        super().__init__(groups())
        self._at = at
        self.reached, self.opened = threading.Event(), threading.Event()

    def gop(self, at: datetime) -> Gop | None:
        """Waits once."""
        if self.asked == self._at:
            self.reached.set()
            assert self.opened.wait(10)
        return super().gop(at)


def test_an_export_is_made_checked_and_noted(tmp_path: Path) -> None:
    finished: list[Listed] = []
    with exports_over(exporting.means()) as (exports, loop):
        exports.finished.connect(finished.append)
        start(exports, tmp_path)
        loop.until(lambda: finished)
    (done,) = finished
    assert done.state is State.DONE
    assert done.words == "Intact: 4 files are as they were exported."
    assert done.report is not None
    assert done.control.progress.pictures == 50
    assert done.control.progress.part == 1.0
    assert "verified" in (done.folder / "custody.jsonl").read_text()


def test_a_zip_that_the_disk_does_not_take_is_said(tmp_path: Path) -> None:
    wanted = exporting.order(5, cameras=(HALL,), as_zip=True, limit_bytes=2**20)
    with exports_over(exporting.means()) as (exports, loop):
        exports.start(wanted, tmp_path, lambda: DRAWING, exporting.control())
        loop.until(lambda: newest(exports).state is State.DONE)
    assert newest(exports).words.startswith("Intact")
    assert "The .zip is left out" in newest(exports).words
    assert list(tmp_path.glob("*.zip*")) == []


def test_pause_and_resume(tmp_path: Path) -> None:
    gate = Gate(3)
    with exports_over(exporting.means({HALL.id: gate})) as (exports, loop):
        listed = start(exports, tmp_path)
        assert gate.reached.wait(10)
        exports.pause(listed)
        gate.opened.set()
        assert newest(exports).control.is_paused
        loop.until(lambda: newest(exports).state is State.RUNNING)
        exports.resume(newest(exports))
        loop.until(lambda: newest(exports).state is State.DONE)
        assert newest(exports).report is not None


def test_cancelled_while_it_runs_nothing_is_left(tmp_path: Path) -> None:
    gate = Gate(3)
    with exports_over(exporting.means({HALL.id: gate})) as (exports, loop):
        listed = start(exports, tmp_path)
        assert gate.reached.wait(10)
        loop.until(lambda: newest(exports).state is State.RUNNING)
        exports.cancel(newest(exports))
        gate.opened.set()
        told: list[bool] = []
        exports.show_key(lambda _signer: told.append(True))
        loop.until(lambda: told)
        assert newest(exports).state is State.CANCELLED
        assert listed.folder == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_finished_is_offered_after_a_restart(tmp_path: Path) -> None:
    (tmp_path / "other.partial").mkdir()
    with exports_over(exporting.means({HALL.id: Recorded(groups(), fails_at=4)})) as (exports, loop):
        start(exports, tmp_path)
        loop.until(lambda: newest(exports).state is State.HELD)
        assert newest(exports).words == "Hall camera: the recorder does not answer."
    with exports_over(exporting.means()) as (exports, loop):
        exports.offer(tmp_path, exporting.control)
        exports.offer(tmp_path, exporting.control)
        (offered,) = exports.listed
        assert offered.state is State.HELD
        exports.resume(offered)
        loop.until(lambda: newest(exports).state is State.DONE)
        assert newest(exports).report is not None


def test_one_that_was_held_can_be_deleted(tmp_path: Path) -> None:
    with exports_over(exporting.means({HALL.id: Recorded(groups(), fails_at=4)})) as (exports, loop):
        start(exports, tmp_path)
        loop.until(lambda: newest(exports).state is State.HELD)
        exports.cancel(newest(exports))
        told: list[bool] = []
        exports.show_key(lambda _signer: told.append(True))
        loop.until(lambda: told)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with exports_over(exporting.means()) as (exports, loop):
        start(exports, tmp_path / "file")
        loop.until(lambda: newest(exports).state is State.CANCELLED)
        assert "Choose another folder" in newest(exports).words


def test_the_estimate_is_near_what_it_becomes(tmp_path: Path) -> None:
    told: list[Estimate | str] = []
    with exports_over(exporting.means()) as (exports, loop):
        exports.estimate(ORDER, tmp_path, told.append)
        loop.until(lambda: told)
        start(exports, tmp_path)
        loop.until(lambda: newest(exports).state is State.DONE)
        (video,) = (newest(exports).folder / "video").iterdir()
    (estimate,) = told
    assert isinstance(estimate, Estimate)
    assert 0.5 < estimate.needed_bytes / video.stat().st_size < 1.2
    assert estimate.fits


def test_no_room_is_said_before_it_starts() -> None:
    with pytest.raises(NoRoom, match=r"has 100 MB left and the export needs about 2\.0 GB"):
        Estimate(2_000_000_000, 100_000_000).check(Path("/stick"))


def test_cameras_that_recorded_nothing_are_named(tmp_path: Path) -> None:
    told: list[Estimate | str] = []
    with exports_over(exporting.means({HALL.id: Recorded([])})) as (exports, loop):
        exports.estimate(ORDER, tmp_path, told.append)
        loop.until(lambda: told)
    (estimate,) = told
    assert isinstance(estimate, Estimate)
    assert estimate.silent == (HALL.name,)


def test_a_stick_with_fat_takes_files_below_four_gigabytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Part:
        mountpoint, fstype = str(tmp_path), "vfat"

    assert limit_of(tmp_path) is None
    monkeypatch.setattr("psutil.disk_partitions", lambda **_: [Part])
    assert limit_of(tmp_path / "folder") == FAT_LIMIT_BYTES
    assert FAT_LIMIT_BYTES < 2**32


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (1_500, "2 kB"), (3_240_000, "3.2 MB"), (1_999_999_999, "2.0 GB"), (5e12, "5.0 TB")],
)
def test_sizes_are_told_as_people_say_them(count: float, words: str) -> None:
    assert in_words(count) == words


def test_an_export_of_a_camera_that_is_closed_meanwhile_ends_with_the_reason(tmp_path: Path) -> None:
    gate, reason = Gate(3), "The school ended the view at 14:12."
    with exports_over(exporting.means({HALL.id: gate})) as (exports, loop):
        start(exports, tmp_path)
        assert gate.reached.wait(10)
        loop.until(lambda: newest(exports).state is State.RUNNING)
        exports.halt(lambda camera: reason if camera == HALL.id else "")
        gate.opened.set()
        loop.until(lambda: newest(exports).state is State.HELD)
        assert newest(exports).words == reason
