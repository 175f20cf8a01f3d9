"""`smartclient audit`: exit codes, words, an export that anybody can check and nobody can bend."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.cli import run
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.evidence.audit.files import head_of
from smartclient.evidence.audit.log import AuditLog
from smartclient.evidence.audit.sealing import announce, seal
from smartclient.evidence.keys import fingerprint, new_signer
from smartclient.runtime import paths

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SIGNER = new_signer()


@pytest.fixture
def log() -> Path:
    path = paths.data_folder() / "audit-demo.log"
    written = AuditLog(path, NOW)
    announce(written, NOW, SIGNER)
    for hour in range(24):
        at = NOW + timedelta(hours=hour)
        written.append(
            [AuditEntry(Kind.VIEW, "dispatcher", "watched", f"cameras/{hour}", f"=Hall {hour}\n", {"seconds": 5})], at
        )
    seal(written, SIGNER, head_of(path), NOW + timedelta(days=1))
    written.close()
    return path


def test_verify_exits_with_what_it_found(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "verify"]) == 0
    assert "INTACT: 26 entries" in capsys.readouterr().out
    assert run(["audit", "verify", str(log), "--key", fingerprint(SIGNER.public_key)]) == 0
    assert run(["audit", "verify", str(log), "--key", fingerprint(new_signer().public_key)]) == 1
    capsys.readouterr()
    log.write_bytes(log.read_bytes().replace(b"Hall 3", b"Hall 4"))
    assert run(["audit", "verify", str(log), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [finding["line"] for finding in told["findings"]] == [6]
    assert run(["audit", "verify", str(log.with_name("none.log"))]) == 2


def test_a_head_from_elsewhere_finds_a_cut_end(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = tmp_path / "heads"
    head_of(log).rename(elsewhere)
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:20]))
    assert run(["audit", "verify", str(log)]) == 0
    assert "held against no head" in capsys.readouterr().out
    assert run(["audit", "verify", str(log), "--head", str(elsewhere)]) == 1
    assert "The end was cut off" in capsys.readouterr().out
    assert run(["audit", "verify", str(log), "--head", str(tmp_path / "missing")]) == 2


def test_show_prints_a_line_an_entry(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "show", str(log), "--since", "2026-03-02T20:00+00:00", "--kind", "view"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 18
    assert all("=Hall" in line and "watched" in line for line in lines)


def exported(log: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    span = ["--since", "2026-03-02T16:00+00:00", "--until", "2026-03-02T18:00+00:00"]
    assert run(["audit", "export", str(log), *span, "--to", str(folder)]) == 0
    return Path(capsys.readouterr().out.splitlines()[0])


def test_an_export_discloses_its_span_and_proves_it(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = exported(log, tmp_path, capsys)
    everything = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Hall 4" in everything
    assert b"Hall 5" not in everything
    assert (folder / "cover.pdf").read_bytes().startswith(b"%PDF")
    assert b"'=Hall 3" in (folder / "entries.csv").read_bytes()
    assert run(["audit", "verify", str(folder)]) == 0
    assert "all under a head" in capsys.readouterr().out
    assert by_hand(folder)


def by_hand(folder: Path) -> bool:
    """As READ-ME.txt tells people to check it, with nothing of ours."""

    def sha(text: bytes) -> str:
        return hashlib.sha256(text).hexdigest()

    proof = json.loads((folder / "proof.json").read_text())
    link = proof["previous"]
    for line in (folder / "entries.log").read_bytes().splitlines():
        told, _space, text = line.partition(b" ")
        link = sha((link + sha(text)).encode())
        if link != told.decode():
            return False
    for content in proof["after"]:
        link = sha((link + content).encode())
    heads = [json.loads(line) for line in (folder / "heads.jsonl").read_text().splitlines()]
    return any(h["claim"]["number"] == proof["sealed"] and h["claim"]["link"] == link for h in heads)


@pytest.mark.parametrize(
    "name", ["cover.pdf", "entries.log", "proof.json", "heads.jsonl", "entries.csv", "READ-ME.txt", "contents.json"]
)
def test_any_file_of_an_export_that_was_altered_is_found(
    name: str, log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = exported(log, tmp_path, capsys)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] = data[len(data) // 2] % 9 + 48
    (folder / name).write_bytes(bytes(data))
    assert run(["audit", "verify", str(folder)]) in (1, 2)


def test_a_forged_line_is_found_though_the_list_of_contents_was_signed_again(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = exported(log, tmp_path, capsys)
    (folder / "entries.log").write_bytes((folder / "entries.log").read_bytes().replace(b"Hall 3", b"Hall 9"))
    assert run(["audit", "verify", str(folder)]) == 1
    assert "does not follow" in capsys.readouterr().out
