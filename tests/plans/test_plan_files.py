"""Folders and zips: everything that tries to get out, or to be larger than it says, is refused."""

import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans import files
from smartclient.plans.files import Folder, is_safe_name, open_zip


def _zip(path: Path, members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "C:/x", "c:x", "a\\b", "..\\x", "", "a\x00b", "a\nb", "https://x"]
)
def test_names_that_lead_out_are_not_safe(name: str) -> None:
    assert not is_safe_name(name)


@pytest.mark.parametrize("name", ["unit.geojson", "clips/hall 1.mp4", "a/b/c", "Ä.json"])
def test_ordinary_names_are_safe(name: str) -> None:
    assert is_safe_name(name)


def test_members_outside_are_listed_as_refused_and_never_read(tmp_path: Path) -> None:
    path = _zip(
        tmp_path / "a.zip", {"unit.geojson": b"1", "../up.geojson": b"2", "/abs.geojson": b"3", "x/../../y": b"4"}
    )
    opened = open_zip(path)
    assert opened.names() == ["unit.geojson"]
    assert opened.refused() == ["../up.geojson", "/abs.geojson", "x/../../y"]
    for name in opened.refused():
        with pytest.raises(PlanUnreadable):
            opened.read(name)


def test_links_in_zips_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("level.geojson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("unit.geojson", "{}")
    opened = open_zip(tmp_path / "a.zip")
    assert opened.names() == ["unit.geojson"]
    assert opened.refused() == ["level.geojson"]


def test_a_bomb_is_stopped_at_the_limit(tmp_path: Path) -> None:
    path = _zip(tmp_path / "bomb.zip", {"unit.geojson": bytes(files.MAX_FILE_BYTES + 1), "a": b"1"})
    assert path.stat().st_size < 100_000
    with pytest.raises(PlanUnreadable, match="larger than 64 MB"):
        open_zip(path).read("unit.geojson")


def test_a_header_that_lies_about_its_size_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 10_000)
    path = _zip(tmp_path / "liar.zip", {"unit.geojson": bytes(100_000)})
    raw = path.read_bytes()
    true_size, said_size = (100_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert raw.count(true_size) == 2
    path.write_bytes(raw.replace(true_size, said_size))
    with pytest.raises(PlanUnreadable):
        open_zip(path).read("unit.geojson")


def test_all_members_together_are_limited_and_so_are_zips_in_the_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_ZIP_BYTES", 250_000)
    inner = _zip(tmp_path / "inner.zip", {"c": bytes(100_000), "d": bytes(100_000)}, zipfile.ZIP_STORED).read_bytes()
    opened = open_zip(_zip(tmp_path / "outer.zip", {"a": b"", "campus.zip": inner}))
    campus = opened.inside("campus.zip")
    with pytest.raises(PlanUnreadable, match="larger than"):
        campus.read("c")


def test_zips_go_one_deep(tmp_path: Path) -> None:
    deepest = _zip(tmp_path / "3.zip", {"unit.geojson": b"{}", "a": b""}).read_bytes()
    middle = _zip(tmp_path / "2.zip", {"campus.zip": deepest, "a": b""}).read_bytes()
    outer = open_zip(_zip(tmp_path / "1.zip", {"campus.zip": middle, "a": b""}))
    nested = outer.inside("campus.zip")
    assert nested.names() == ["a", "campus.zip"]
    with pytest.raises(PlanUnreadable, match="too deep"):
        nested.inside("campus.zip")


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_ZIP_MEMBERS", 3)
    with pytest.raises(PlanUnreadable, match="holds 4 files"):
        open_zip(_zip(tmp_path / "a.zip", dict.fromkeys("abcd", b"")))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_cannot_be_unpacked_in_steps_are_refused(tmp_path: Path, compression: int) -> None:
    path = _zip(tmp_path / "a.zip", {"unit.geojson": b"{}"}, compression)
    with pytest.raises(PlanUnreadable, match="unusual"):
        open_zip(path).read("unit.geojson")


def test_a_zip_around_one_folder_is_that_folder(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"site/unit.geojson": b"{}", "site/clips/a.mp4": b"", "__MACOSX/site/._unit": b""})
    assert open_zip(path).names() == ["unit.geojson"]
    assert open_zip(path).read("unit.geojson") == b"{}"


def test_a_torn_zip_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"unit.geojson": bytes(range(256)) * 100})
    raw = bytearray(path.read_bytes())
    raw[60:80] = b"\xff" * 20
    path.write_bytes(raw)
    with pytest.raises(PlanUnreadable, match=r"unit\.geojson cannot be unpacked"):
        open_zip(path).read("unit.geojson")
    path.write_bytes(raw[:100])
    with pytest.raises(PlanUnreadable, match="not a whole zip"):
        open_zip(path)


def test_a_link_out_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    site = tmp_path / "site"
    site.mkdir()
    (site / "unit.geojson").symlink_to(tmp_path / "secret.txt")
    (site / "level.geojson").write_text("{}")
    folder = Folder(site)
    assert folder.names() == ["level.geojson"]
    assert folder.refused() == ["unit.geojson"]
    with pytest.raises(PlanUnreadable):
        folder.read("unit.geojson")


def test_a_campus_outside_the_district_is_refused(tmp_path: Path) -> None:
    (tmp_path / "district").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "district" / "link").symlink_to(tmp_path / "other")
    folder = Folder(tmp_path / "district")
    for name in ("../other", "link", str(tmp_path / "other"), "nowhere"):
        with pytest.raises(PlanUnreadable):
            folder.inside(name)


def test_a_file_too_large_for_a_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 2**20)
    (tmp_path / "unit.geojson").write_bytes(bytes(2**20 + 1))
    with pytest.raises(PlanUnreadable, match="larger than 1 MB"):
        Folder(tmp_path).read("unit.geojson")
