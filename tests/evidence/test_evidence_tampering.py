"""Whatever byte of a package is altered, the verifier tells, and names the file and the second."""

import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.cli import run
from smartclient.domain.errors import EvidenceError, NotAPackage
from smartclient.evidence import custody
from smartclient.evidence.handling import copy_package, record_verified
from smartclient.evidence.keys import fingerprint, new_signer
from smartclient.evidence.manifest import CUSTODY, MANIFEST, SIGNATURE, Video, from_bytes
from smartclient.evidence.verify import Report, What, verify
from tests.builders import exporting
from tests.builders.exporting import HALL
from tests.builders.recorded import START


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An intact package, and a zip of it beside it."""
    return exporting.package(tmp_path_factory.mktemp("made"), exporting.order(as_zip=True))


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    """A copy of it to tamper with."""
    return Path(shutil.copytree(made, tmp_path / made.name))


def found(report: Report) -> set[tuple[What, str]]:
    return {(problem.what, problem.file) for problem in report.problems}


def hall_video(package: Path) -> Video:
    videos = from_bytes((package / MANIFEST).read_bytes()).videos
    return next(video for video in videos if video.camera == HALL.id)


def altered(path: Path, offset: int, to: int) -> bool:
    """Sets a byte, counted from the start round the file's end; whether it was another before."""
    data = bytearray(path.read_bytes())
    offset %= len(data)
    was, data[offset] = data[offset], to
    path.write_bytes(data)
    return was != to


def test_an_intact_package_is_intact_as_folder_and_as_zip(made: Path) -> None:
    assert verify(made).intact
    report = verify(made.with_name(made.name + ".zip"))
    assert report.intact
    assert report.files == 5


@settings(max_examples=80, deadline=None)
@given(which=st.integers(0, 99), offset=st.integers(0, 2**20), to=st.integers(0, 255))
def test_any_byte(made: Path, which: int, offset: int, to: int) -> None:
    files = sorted(path for path in made.rglob("*") if path.is_file())
    path = files[which % len(files)]
    before = path.read_bytes()
    try:
        was_altered = altered(path, offset, to)
        try:
            report = verify(made)
        except NotAPackage as refusal:
            assert path.name == MANIFEST, refusal  # noqa: PT017  its version was altered
            return
        assert report.intact is not was_altered
        if was_altered:
            name = path.relative_to(made).as_posix()
            assert name in {problem.file for problem in report.problems} | ({name} if name == MANIFEST else set())
    finally:
        path.write_bytes(before)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_an_altered_picture_is_named_to_the_second(made: Path, data: st.DataObject) -> None:
    video = hall_video(made)
    block = data.draw(st.sampled_from(video.blocks))
    offset = data.draw(st.integers(block.offset, block.offset + block.length - 1))
    path = made / video.file
    before = path.read_bytes()
    try:
        altered(path, offset, before[offset] ^ data.draw(st.integers(1, 255)))
        (problem,) = verify(made).problems
    finally:
        path.write_bytes(before)
    assert (problem.what, problem.file, problem.begin, problem.end) == (
        What.ALTERED,
        video.file,
        block.begin,
        block.end,
    )
    assert "Hall B · north" in problem.words


def test_what_is_cut_off_is_named_by_its_seconds(package: Path) -> None:
    video = hall_video(package)
    path = package / video.file
    path.write_bytes(path.read_bytes()[: video.blocks[6].offset + 10])
    pictures, rest = verify(package).problems
    assert (pictures.begin, pictures.end) == (video.blocks[6].begin, video.end)
    assert "its length" in rest.words


def test_missing_extra_renamed_and_swapped_files_are_told(package: Path) -> None:
    one, other = sorted((package / "video").iterdir())
    (package / "video" / "more.mp4").write_bytes(b"more")
    assert found(verify(package)) == {(What.EXTRA, "video/more.mp4")}
    (package / "video" / "more.mp4").unlink()
    one.rename(package / "video" / "renamed.mp4")
    assert found(verify(package)) == {(What.MISSING, f"video/{one.name}"), (What.EXTRA, "video/renamed.mp4")}
    other.rename(one)
    (package / "video" / "renamed.mp4").rename(other)
    assert {name for _, name in found(verify(package))} == {f"video/{one.name}", f"video/{other.name}"}


def test_a_package_signed_anew_by_somebody_else_has_another_key(tmp_path: Path) -> None:
    ours, theirs = new_signer(), new_signer()
    package = exporting.package(tmp_path, by=exporting.means(signer=theirs))
    assert verify(package).intact
    report = verify(package, fingerprint(ours.public_key))
    assert found(report) == {(What.KEY, SIGNATURE)}
    assert verify(package, fingerprint(theirs.public_key).lower().replace(" ", "")).intact


def test_entries_of_the_chain_cannot_be_taken_out_of_its_middle(package: Path) -> None:
    for who in ("one", "two", "three"):
        record_verified(package, verify(package), who, "console", new_signer())
    assert verify(package).intact
    lines = (package / CUSTODY).read_bytes().splitlines(keepends=True)
    (package / CUSTODY).write_bytes(b"".join(lines[:1] + lines[2:]))
    assert (What.CUSTODY, CUSTODY) in found(verify(package))
    (package / CUSTODY).write_bytes(b"".join([lines[0], lines[2], lines[1], lines[3]]))
    assert (What.CUSTODY, CUSTODY) in found(verify(package))


def test_a_chain_of_another_package_does_not_fit(package: Path, tmp_path: Path) -> None:
    other = exporting.package(tmp_path, exporting.order(title="Another"))
    shutil.copy(other / CUSTODY, package / CUSTODY)
    assert found(verify(package)) == {(What.CUSTODY, CUSTODY)}


def test_a_copy_is_checked_and_noted(package: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    copied, report = copy_package(package, tmp_path / "stick", "officer", "desk", new_signer())
    assert report.intact
    assert [line.split(": ")[1].split(" by")[0] for line in verify(copied).custody] == [
        "exported",
        "copied",
        "verified",
    ]
    with pytest.raises(EvidenceError, match="there already"):
        copy_package(package, tmp_path / "stick", "officer", "desk", new_signer())


def test_links_are_no_part_of_a_package(package: Path) -> None:
    video = package / hall_video(package).file
    video.rename(package.parent / "elsewhere")
    video.symlink_to(package.parent / "elsewhere")
    assert found(verify(package)) == {(What.ALTERED, hall_video(package).file)}


HOSTILE = (
    b"", b"{}", b"null", b"[" * 100_000, b'{"format":"smartclient evidence","version":1}', b"\xff\xfe",
    b'{"format":"smartclient evidence","version":1,"videos":[{"file":"../../etc/passwd"}]}',
)  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE)
def test_a_hostile_manifest_is_no_package(tmp_path: Path, data: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(data)
    with pytest.raises(NotAPackage):
        verify(tmp_path)


def test_names_that_lead_out_of_the_package_are_not_opened(package: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    manifest = from_bytes((package / MANIFEST).read_bytes())
    names = ("../secret", "/etc/passwd", "video/../../secret", "C:\\secret", "a/b/c", "..", "video/", "x\0y")
    files = tuple(msgspec.structs.replace(manifest.files[0], file=name) for name in names)
    (package / MANIFEST).write_bytes(msgspec.json.encode(msgspec.structs.replace(manifest, files=files)))
    told = {problem.file: problem.words for problem in verify(package).problems}
    assert all("which is no file's name" in told[name] for name in names)


def test_a_later_version_is_said_to_be_one(package: Path) -> None:
    data = (package / MANIFEST).read_bytes()
    (package / MANIFEST).write_bytes(data.replace(b'"version":1', b'"version":2'))
    with pytest.raises(NotAPackage, match="Use a newer one"):
        verify(package)


def test_a_zip_that_would_burst_is_not_opened(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in package.rglob("*"):
            if file.is_file():
                archive.write(file, file.relative_to(package).as_posix())
        archive.writestr("more.bin", bytes(30 * 2**20))
    report = verify(path)
    assert found(report) == {(What.EXTRA, "more.bin")}


def test_a_zip_with_a_name_twice_is_told(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in package.rglob("*"):
            if file.is_file():
                archive.write(file, file.relative_to(package).as_posix())
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("README.txt", "Another reader shows this one.")
    assert found(verify(path)) == {(What.ALTERED, "README.txt")}


@settings(max_examples=20, deadline=None)
@given(offset=st.integers(0, 2**20), to=st.binary(min_size=1, max_size=30))
def test_a_damaged_zip_never_crashes(
    made: Path, tmp_path_factory: pytest.TempPathFactory, offset: int, to: bytes
) -> None:
    data = bytearray(made.with_name(made.name + ".zip").read_bytes())
    offset %= len(data)
    data[offset : offset + len(to)] = to
    path = tmp_path_factory.mktemp("damaged") / "damaged.zip"
    path.write_bytes(data)
    try:
        verify(path)
    except NotAPackage:
        return


def test_the_command_line_says_it_and_exits_so(
    package: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["evidence", "verify", str(package)]) == 0
    assert "Intact: 5 files" in capsys.readouterr().out
    assert run(["evidence", "verify", str(package), "--key", "0000"]) == 1
    assert run(["evidence", "verify", str(package), "--json", "--record"]) == 0
    assert msgspec.json.decode(capsys.readouterr().out.splitlines()[-1])["intact"] is True
    assert len(verify(package).custody) == 2
    altered(package / hall_video(package).file, 5_000, 0)
    assert run(["evidence", "verify", str(package)]) == 1
    assert "was altered in the pictures from 2026-03-02 14:00:0" in capsys.readouterr().out
    assert run(["evidence", "verify", str(tmp_path / "nothing")]) == 2
    assert "There is nothing at" in capsys.readouterr().err


def test_text_from_a_package_does_not_steer_the_terminal(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chain = (package / CUSTODY).read_bytes()
    entry = custody.next_entry(
        chain, (package / MANIFEST).read_bytes(), custody.Act.VERIFIED, "\x1b[2J", "x", datetime.now(UTC), "a\nb"
    )
    custody.add(package, entry, new_signer())
    assert run(["evidence", "verify", str(package)]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_times_of_the_chain_are_told(made: Path) -> None:
    (line,) = verify(made).custody
    assert line.startswith(f"{START + timedelta(hours=1):%Y-%m-%d %H:%M:%S}.000 UTC: exported by dispatcher")
