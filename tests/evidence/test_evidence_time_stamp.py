"""Trusted time stamps: fetched at export, checked without a network, missed without harm."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from smartclient.cli import run
from smartclient.domain.errors import EvidenceError
from smartclient.evidence.manifest import TIME_STAMP
from smartclient.evidence.time_stamp import read
from smartclient.evidence.time_stamp_authority import fetch
from smartclient.evidence.verify import What, verify
from tests.builders import exporting
from tests.builders.time_stamps import Authority, new_authority, serving


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    """An authority that serves."""
    with serving(new_authority()) as serves:
        yield serves


@pytest.fixture
def stamped(authority: Authority, tmp_path: Path) -> Path:
    """A package with its stamp."""
    return exporting.package(tmp_path, exporting.order(time_stamp_url=authority.url))


def test_a_stamp_is_over_the_signature_and_by_the_authority(stamped: Path, authority: Authority) -> None:
    report = verify(stamped, roots=[authority.root])
    assert report.intact
    assert "by CN=Test TSA, which descends from the given root" in report.time_stamp
    assert "its authority was not checked" in verify(stamped).time_stamp


def test_a_stamp_by_somebody_else_is_told(stamped: Path) -> None:
    (problem,) = verify(stamped, roots=[new_authority().root]).problems
    assert problem.what is What.TIME_STAMP
    assert "not by an authority that descends" in problem.words


def test_the_command_line_takes_a_root(stamped: Path, authority: Authority, tmp_path: Path) -> None:
    pem = tmp_path / "root.pem"
    pem.write_bytes(authority.root.public_bytes(Encoding.PEM))
    assert run(["evidence", "verify", str(stamped), "--tsa-root", str(pem)]) == 0
    pem.write_bytes(b"nothing")
    assert run(["evidence", "verify", str(stamped), "--tsa-root", str(pem)]) == 2


def test_a_stamp_that_is_gone_altered_or_of_another_package_is_told(stamped: Path, authority: Authority) -> None:
    stamp = (stamped / TIME_STAMP).read_bytes()
    (stamped / TIME_STAMP).unlink()
    assert [problem.what for problem in verify(stamped).problems] == [What.MISSING]
    for other in (stamp[:-1], stamp + b"x", fetch(authority.url, b"another package"), b""):
        (stamped / TIME_STAMP).write_bytes(other)
        assert [problem.what for problem in verify(stamped).problems] == [What.TIME_STAMP]


def test_an_authority_that_is_away_is_said_in_the_chain_and_stops_nothing(tmp_path: Path) -> None:
    package = exporting.package(tmp_path, exporting.order(time_stamp_url="http://127.0.0.1:9/"))
    report = verify(package)
    assert report.intact
    assert "gave no time stamp" in report.custody[0]


@pytest.mark.parametrize("settings", [{"status": 500}, {"answers_same_nonce": False}])
def test_bad_answers_are_one_sentence(settings: dict[str, int]) -> None:
    with serving(new_authority(), **settings) as bad, pytest.raises(EvidenceError):  # type: ignore[arg-type]
        fetch(bad.url, b"signed")


@pytest.mark.parametrize("url", ["ftp://x", "http://", "nonsense", "http://[::1"])
def test_an_address_that_is_none_is_one_sentence(url: str) -> None:
    with pytest.raises(EvidenceError):
        fetch(url, b"signed")


@pytest.mark.parametrize("stamp", [b"", b"junk", b"\x30\x03\x02\x01\x00", bytes(300_000)])
def test_junk_is_no_stamp(stamp: bytes) -> None:
    with pytest.raises(EvidenceError, match="cannot be read"):
        read(stamp, b"signed")
