"""The audit log: any single change of the file is found and its place named; a line that was cut off by a crash is told apart."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartclient.domain.errors import AuditUnwritable
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.evidence.audit.files import another, head_of
from smartclient.evidence.audit.head import Head
from smartclient.evidence.audit.known_heads import OtherHeads, read_heads
from smartclient.evidence.audit.log import AuditLog
from smartclient.evidence.audit.sealing import announce, seal
from smartclient.evidence.audit.verify import Report, verify
from smartclient.evidence.keys import fingerprint, new_signer

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SIGNER = new_signer()


def view(number: int) -> AuditEntry:
    """Somebody saw a camera."""
    return AuditEntry(Kind.VIEW, "dispatcher", "watch", f"cameras/{number}", f"Hall {number}", {"way": "live"})


def written(path: Path, count: int = 12) -> Head:
    """A log with that many views, sealed; the answer is its head."""
    log = AuditLog(path, NOW)
    announce(log, NOW, SIGNER)
    for number in range(count):
        log.append([view(number)], NOW + timedelta(seconds=number))
    seal(log, SIGNER, head_of(log.path), NOW + timedelta(minutes=1))
    log.close()
    return read_heads(head_of(log.path))[0]


def found(path: Path, *heads: Head) -> Report:
    return verify(path, heads or read_heads(head_of(path)))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "audit-test.log"
    written(path)
    return path


def test_an_untouched_log_is_intact_and_sealed_to_its_end(log: Path) -> None:
    report = found(log)
    assert report.intact
    assert (report.entries, report.sealed, report.torn_bytes) == (14, 14, 0)
    assert report.keys == [fingerprint(SIGNER.public_key)]


def test_it_is_gone_on_with_where_it_ended(log: Path) -> None:
    again = AuditLog(log, NOW + timedelta(hours=1))
    again.append([view(99)], NOW + timedelta(hours=1))
    assert again.number == 16  # the opening is an entry, too
    again.close()
    assert found(log).intact


def test_a_second_window_writes_its_own(log: Path) -> None:
    one = AuditLog(log, NOW)
    other = AuditLog(log, NOW)
    assert (one.path, other.path) == (log, another(log, 2))
    other.append([view(1)], NOW)
    one.close()
    other.close()
    assert found(log).intact
    assert found(another(log, 2)).intact


def test_a_line_cut_off_by_a_crash_is_not_called_tampering(log: Path) -> None:
    whole = log.read_bytes()
    log.write_bytes(whole + whole.splitlines(keepends=True)[-1][:-20])
    report = found(log)
    assert report.intact
    assert report.torn_bytes > 0
    again = AuditLog(log, NOW)
    again.close()
    report = found(log)
    assert report.intact
    assert report.torn_bytes == 0
    assert "the last line was cut off" in log.read_text().splitlines()[-1]


def test_a_cut_end_is_found_by_the_newest_head(log: Path) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:-3]))
    report = found(log)
    assert [finding.words.partition(":")[0] for finding in report.findings] == ["The end was cut off"]


def test_places_are_named(log: Path) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    changed = lines[4].replace(b"Hall 2", b"Hall 3")
    assert changed != lines[4]
    log.write_bytes(b"".join([*lines[:4], changed, *lines[5:]]))
    assert [finding.line for finding in found(log).findings] == [5]
    log.write_bytes(b"".join([*lines[:4], *lines[6:]]))
    first = found(log).findings[0]
    assert (first.line, "entries 5 to 6 are missing" in first.words) == (5, True)
    log.write_bytes(b"".join([*lines[:4], lines[5], lines[4], *lines[6:]]))
    assert found(log).findings[0].line == 5
    log.write_bytes(b"".join([*lines[:4], lines[4], *lines[4:]]))
    assert [finding.line for finding in found(log).findings] == [6]


def test_a_log_written_anew_from_a_place_on_is_found_by_a_head_that_went_out(log: Path, tmp_path: Path) -> None:
    known = read_heads(head_of(log))[0]
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:6]))
    forged = AuditLog(log, NOW)
    for number in range(20):
        forged.append([view(number + 100)], NOW)
    forged.close()
    head_of(log).unlink()
    assert found(log).intact  # alone it cannot know
    assert not found(log, known).intact
    others = OtherHeads(tmp_path / "others")
    assert others.learn(known) == ""
    assert [head.claim.number for head in OtherHeads(tmp_path / "others").of(known.claim.log)] == [14]


def test_other_consoles_notice_a_shorter_log(log: Path, tmp_path: Path) -> None:
    old = read_heads(head_of(log))[0]
    again = AuditLog(log, NOW)
    seal(again, SIGNER, head_of(log), NOW)
    again.close()
    new = read_heads(head_of(log))[0]
    others = OtherHeads(tmp_path / "others")
    assert others.learn(new) == ""
    assert "Its end was cut off" in others.learn(old)


def test_a_key_that_the_log_does_not_name_seals_nothing(log: Path) -> None:
    stranger = new_signer()
    again = AuditLog(log, NOW)
    seal(again, stranger, head_of(log), NOW)
    again.close()
    assert "does not name" in found(log).findings[0].words
    assert verify(log, [], fingerprint(stranger.public_key)).findings
    assert verify(log, [], fingerprint(SIGNER.public_key)).intact


def test_a_damaged_log_is_set_aside_and_named_by_the_next(log: Path) -> None:
    log.write_bytes(b"rubbish\n" * 50)
    again = AuditLog(log, NOW)
    again.close()
    assert [path.name for path in log.parent.glob("*damaged*")] == ["audit-test.damaged-20260302T140000Z.log"]
    assert b'"damaged":"audit-test.damaged-20260302T140000Z.log"' in log.read_bytes()
    assert verify(log).intact


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(AuditUnwritable, match=r"audit-x\.log cannot be written"):
        AuditLog(tmp_path / "file" / "audit-x.log", NOW)


WHOLE: list[tuple[bytes, Head]] = []


def whole(folder: Path) -> tuple[bytes, Head]:
    """One log for all examples."""
    if not WHOLE:
        path = folder / "audit-all.log"
        head = written(path)
        WHOLE.append((path.read_bytes(), head))
    return WHOLE[0]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 2**32), st.sampled_from(["byte", "cut", "insert", "double", "swap", "drop", "end", "start", "feed"])
)
def test_any_single_change_is_found(tmp_path: Path, seed: int, how: str) -> None:
    data, head = whole(tmp_path)
    chance = random.Random(seed)
    lines = data.splitlines(keepends=True)
    at, line = chance.randrange(len(data)), chance.randrange(len(lines))
    other = chance.randrange(len(lines))
    changed = {
        "byte": data[:at] + bytes([(data[at] + chance.randrange(1, 256)) % 256]) + data[at + 1 :],
        "cut": data[:at] + data[at + chance.randrange(1, 400) :],
        "insert": data[:at] + chance.randbytes(chance.randrange(1, 50)) + data[at:],
        "double": b"".join([*lines[:line], lines[other], *lines[line:]]),
        "swap": b"".join(
            lines[other] if n == line else lines[line] if n == other else each for n, each in enumerate(lines)
        ),
        "drop": b"".join(lines[:line] + lines[line + 1 :]),
        "end": data[:at],
        "start": data[at + 1 :],
        "feed": data.replace(b"\n", b"\r\n", 1),
    }[how]
    path = tmp_path / "changed.log"
    path.write_bytes(changed)
    report = verify(path, [head])
    assert report.intact == (changed == data), (how, report)
    assert all(finding.words for finding in report.findings)
