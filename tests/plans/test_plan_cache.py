"""Compiled plans: the same answer, fresh after every change, whatever happens to the cache."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from smartclient import plans
from smartclient.domain.errors import PlanMissing
from smartclient.plans import district
from smartclient.plans.cache import read_cached
from tests.builders.tiny_site import tiny_archive, write_files, write_tiny_archive


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    write_tiny_archive(tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def _forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path) -> None:
        raise AssertionError(f"{path} is read again")

    monkeypatch.setattr(district, "read_campuses", read)


def test_the_second_reading_is_the_first_without_reading(
    site_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tiny_archive()
    del files["grid.json"]
    files["unit.geojson"]["features"].append(5)
    write_files(site_folder, files)
    expected = plans.read(site_folder)
    assert read_cached(site_folder, cache) == expected
    _forbid_reading(monkeypatch)
    assert read_cached(site_folder, cache) == expected
    assert expected[1]


def test_a_changed_file_is_read_again(site_folder: Path, cache: Path) -> None:
    read_cached(site_folder, cache)
    files = tiny_archive()
    files["venue.geojson"]["features"][0]["properties"]["name"]["en"] = "Tiny Campus"
    write_files(site_folder, files)
    assert read_cached(site_folder, cache)[0].name == "Tiny Campus"
    (site_folder / "device.geojson").unlink()
    assert read_cached(site_folder, cache)[0].devices == ()
    assert len(list((cache / "plans").glob("*.plan"))) == 1


def test_a_file_of_the_same_size_and_another_time_is_read_again(site_folder: Path, cache: Path) -> None:
    read_cached(site_folder, cache)
    venue = site_folder / "venue.geojson"
    before = venue.stat()
    venue.write_text(venue.read_text().replace("Tiny School", "Tall School"))
    os.utime(venue, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000_000))
    assert venue.stat().st_size == before.st_size
    assert read_cached(site_folder, cache)[0].name == "Tall School"


@pytest.mark.parametrize("at", [0, 40, 70, 500])
def test_a_broken_cache_is_ignored_and_written_anew(
    site_folder: Path, cache: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = read_cached(site_folder, cache)
    (compiled,) = (cache / "plans").glob("*.plan")
    content = bytearray(compiled.read_bytes())
    content[at] ^= 0x01
    compiled.write_bytes(content)
    assert read_cached(site_folder, cache) == expected
    compiled.write_bytes(content[: at + 1])
    assert read_cached(site_folder, cache) == expected
    _forbid_reading(monkeypatch)
    assert read_cached(site_folder, cache) == expected


def test_a_cache_that_cannot_be_written_is_no_trouble(site_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert read_cached(site_folder, tmp_path / "file")[0].name == "Tiny School"


def test_a_missing_plan_is_missing(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(PlanMissing):
        read_cached(tmp_path / "absent", cache)


def test_a_cached_start_imports_no_geometry(site_folder: Path, cache: Path) -> None:
    read_cached(site_folder, cache)
    code = (
        "import sys; from pathlib import Path; from smartclient.plans.cache import read_cached; "
        "site, _ = read_cached(Path(sys.argv[1]), Path(sys.argv[2])); "
        "print(site.name, [m for m in ('shapely', 'pyproj', 'numpy') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, site_folder, cache], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "Tiny School []"
