"""An export that was cut off goes on: after a killed process, a recorder that went away, a full disk, a person's stop."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smartclient.domain.errors import NoPicture, NoRoom, Stopped
from smartclient.domain.footage import Gop
from smartclient.evidence import hashed_file
from smartclient.evidence.export import Export, begin
from smartclient.evidence.growing import unfinished
from smartclient.evidence.manifest import MANIFEST, Container, Manifest, from_bytes
from smartclient.evidence.verify import verify
from tests.builders import exporting
from tests.builders.exporting import DRAWING, HALL
from tests.builders.recorded import START, Recorded, groups

SECONDS = 20
CHILD = """
import sys, os
from pathlib import Path
from typing import Any
from smartclient.evidence import ledger
from smartclient.evidence.export import Export
from tests.builders import exporting
from tests.builders.recorded import Recorded, groups
ledger.SYNC_EVERY_S = 0.0
class Slow(Recorded):
    def gop(self, at):
        if self.asked == 12:
            while (Path(sys.argv[1]) / ".export" / "ledger.jsonl").read_bytes().count(b"kept") < 2:
                pass
            print("here", flush=True)
            sys.stdin.read()
        return super().gop(at)
by = exporting.means({exporting.HALL.id: Slow(groups(20))})
Export(Path(sys.argv[1]), by, exporting.control()).run()
"""


def one_camera(container: Container = Container.MP4) -> dict[str, Any]:
    return {"cameras": (HALL,), "container": container}


def manifest_of(package: Path) -> Manifest:
    return from_bytes((package / MANIFEST).read_bytes())


def whole_past_of(package: Path) -> list[int]:
    """The time of each picture, in tenths of a second after the start."""
    videos = manifest_of(package).videos
    times = [block.begin + timedelta(microseconds=us) for v in videos for block in v.blocks for us in block.times_us]
    return [round((time - START).total_seconds() * 10) for time in times]


@pytest.mark.parametrize("container", Container)
def test_goes_on_after_its_process_was_killed(tmp_path: Path, container: Container) -> None:
    growing = begin(exporting.order(SECONDS, **one_camera(container)), tmp_path, DRAWING)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(growing)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"here\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdin.close()
    child.stdout.close()
    assert unfinished(tmp_path) == [growing]
    recording = Recorded(groups(SECONDS))
    package = Export(growing, exporting.means({HALL.id: recording}), exporting.control()).run()
    assert verify(package).intact
    assert whole_past_of(package) == list(range(SECONDS * 10))
    assert len(manifest_of(package).videos) == 2, "what was written before was kept"
    assert recording.asked < 40


def test_what_was_damaged_meanwhile_is_fetched_again(tmp_path: Path) -> None:
    growing = begin(exporting.order(SECONDS, **one_camera()), tmp_path, DRAWING)
    broken = exporting.means({HALL.id: Recorded([*groups(8), *groups(8, START + timedelta(seconds=10))], fails_at=30)})
    with pytest.raises(NoPicture):
        Export(growing, broken, exporting.control()).run()
    (first, *_) = sorted((growing / "video").glob("*"))
    data = bytearray(first.read_bytes())
    data[-5000] ^= 1
    first.write_bytes(data)
    package = Export(growing, exporting.means({HALL.id: Recorded(groups(SECONDS))}), exporting.control()).run()
    assert verify(package).intact
    assert whole_past_of(package) == list(range(SECONDS * 10))


def test_goes_on_when_the_recorder_is_back(tmp_path: Path) -> None:
    growing = begin(exporting.order(SECONDS, **one_camera()), tmp_path, DRAWING)
    export = Export(growing, exporting.means({HALL.id: Recorded(groups(SECONDS), fails_at=9)}), exporting.control())
    with pytest.raises(NoPicture, match="does not answer"):
        export.run()
    assert whole_past_of(export.run()) == list(range(SECONDS * 10))


def test_a_person_stops_it_and_takes_it_up_tomorrow(tmp_path: Path) -> None:
    control = exporting.control()

    class Stopping(Recorded):
        def gop(self, at: datetime) -> Gop | None:
            if self.asked == 5:
                control.stop()
            return super().gop(at)

    growing = begin(exporting.order(SECONDS, **one_camera()), tmp_path, DRAWING)
    with pytest.raises(Stopped):
        Export(growing, exporting.means({HALL.id: Stopping(groups(SECONDS))}), control).run()
    (again,) = unfinished(tmp_path)
    package = Export(again, exporting.means({HALL.id: Recorded(groups(SECONDS))}), exporting.control()).run()
    assert whole_past_of(package) == list(range(SECONDS * 10))
    assert unfinished(tmp_path) == []


@pytest.mark.parametrize("container", Container)
def test_a_disk_that_is_full_is_said_and_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, container: Container
) -> None:
    written = 0
    real = hashed_file.HashedFile._write

    def write(self: hashed_file.HashedFile, offset: int, data: memoryview) -> None:
        nonlocal written
        written += len(data)
        if written > 20_000:
            raise OSError(28, "No space left on device")
        real(self, offset, data)

    growing = begin(exporting.order(SECONDS, **one_camera(container)), tmp_path, DRAWING)
    means = exporting.means({HALL.id: Recorded(groups(SECONDS))})
    with monkeypatch.context() as patch:
        patch.setattr(hashed_file.HashedFile, "_write", write)
        with pytest.raises(NoRoom, match=r"is full\. Make room there, then resume"):
            Export(growing, means, exporting.control()).run()
    package = Export(growing, means, exporting.control()).run()
    assert verify(package).intact
    assert whole_past_of(package) == list(range(SECONDS * 10))
