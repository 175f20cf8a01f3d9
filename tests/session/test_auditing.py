"""The audit's writing thread: what was handed over survives a killed process; a full disk is one notice, and the gap is an entry."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartclient.evidence.audit import log as log_module
from smartclient.evidence.audit.entries import AuditEntry, Entry, Kind, read_line
from smartclient.evidence.audit.files import head_of
from smartclient.evidence.audit.known_heads import read_heads
from smartclient.evidence.audit.verify import raw_lines, verify
from smartclient.runtime.clock import SystemClock
from smartclient.session import auditing as auditing_module
from smartclient.session.auditing import NOTICE, Auditing
from smartclient.store.notices import Notices


def now(call: Callable[[], None]) -> None:
    call()


def entries(path: Path) -> list[Entry]:
    found = (read_line(raw.removesuffix(b"\n")) for raw in raw_lines(path))
    return [line.entry for line in found if line is not None]


def view(number: int) -> AuditEntry:
    return AuditEntry(Kind.VIEW, "dispatcher", "watch", f"cameras/{number}")


def test_what_is_handed_over_is_written_in_order_and_sealed(tmp_path: Path) -> None:
    path = tmp_path / "audit-x.log"
    auditing = Auditing(path, SystemClock(), None, now, seal_every_s=0.0)
    heads: list[bytes] = []
    auditing.sealed.connect(heads.append)
    for number in range(500):
        auditing.write(view(number))
    assert auditing.settle(10)
    auditing.close()
    written = [entry.subject for entry in entries(path) if entry.kind == "view"]
    assert written == [f"cameras/{number}" for number in range(500)]
    report = verify(path, read_heads(head_of(path)))
    assert report.intact
    assert report.sealed == report.entries
    assert heads


def test_a_full_disk_is_one_notice_and_the_gap_is_written_when_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, clock = tmp_path / "audit-x.log", SystemClock()
    notices = Notices(clock)
    monkeypatch.setattr(auditing_module, "TRY_AGAIN_S", 0.01)
    auditing = Auditing(path, clock, notices, now, seal_every_s=0.0)
    auditing.write(view(1))
    assert auditing.settle(10)
    is_full = True
    write = log_module._write

    def full(file: int, data: bytes) -> None:
        if is_full:
            os.write(file, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        write(file, data)

    monkeypatch.setattr(log_module, "_write", full)
    auditing.write(view(2))
    assert not auditing.settle(10)
    auditing.write(view(3))
    assert not auditing.settle(10)
    assert [notice.key for notice in notices.standing] == [NOTICE]
    is_full = False
    while not auditing.settle(10):
        pass
    assert notices.standing == ()
    auditing.close()
    said = entries(path)
    gap = next(entry for entry in said if entry.act == "could not be written")
    assert gap.detail["written late"] >= 1
    assert [entry.subject for entry in said if entry.kind == "view"] == ["cameras/1", "cameras/2", "cameras/3"]
    assert verify(path, read_heads(head_of(path))).intact


KILLED = """
import sys
from pathlib import Path
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.runtime.clock import SystemClock
from smartclient.session.auditing import Auditing
auditing = Auditing(Path(sys.argv[1]), SystemClock(), None, lambda call: call())
for number in range(1_000_000):
    auditing.write(AuditEntry(Kind.VIEW, "dispatcher", "watch", f"cameras/{number}"))
    if number % 100 == 0:
        auditing.settle(10)
        print(number, flush=True)
"""


def test_a_killed_process_leaves_what_it_had_written(tmp_path: Path) -> None:
    path = tmp_path / "audit-x.log"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(5)][-1]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert verify(path, read_heads(head_of(path))).intact
    again = Auditing(path, SystemClock(), None, now)
    again.close()
    said = entries(path)
    views = [entry.subject for entry in said if entry.kind == "view"]
    assert views[: told + 1] == [f"cameras/{number}" for number in range(told + 1)]
    assert [entry.number for entry in said] == list(range(1, len(said) + 1))
    assert verify(path, read_heads(head_of(path))).intact


def test_no_time_is_invented(tmp_path: Path) -> None:
    path, at = tmp_path / "audit-x.log", datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    auditing = Auditing(path, SystemClock(), None, now)
    auditing.write(AuditEntry(Kind.SIGN_IN, "dispatcher", "signed in", at=at))
    auditing.close()
    assert next(entry.at for entry in entries(path) if entry.kind == "sign-in") == at
