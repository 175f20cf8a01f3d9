"""Plans kept as they were: read back the same, found by time, bounded, and never a reason to fail."""

import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient import plans
from smartclient.domain.errors import PlanMissing, PlanUnreadable
from smartclient.domain.site import Site
from smartclient.plans import earlier_plans
from smartclient.plans.earlier_plans import INDEX, SUFFIX, EarlierPlans
from smartclient.plans.revision import revision_of
from tests.builders.tiny_site import write_tiny_archive

START = datetime(2026, 11, 23, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    write_tiny_archive(tmp_path / "site")
    return plans.read(tmp_path / "site")[0]


def test_a_whole_district_is_read_back_as_it_was(tmp_path: Path) -> None:
    district, _ = plans.read(ROOT / "floorplans" / "maple-grove")
    kept = EarlierPlans(tmp_path / "kept")
    revision = revision_of(district)
    kept.keep(district, revision, START)
    read = kept.read(revision)
    assert revision_of(read) == revision
    assert read == district
    assert (tmp_path / "kept" / f"{revision}{SUFFIX}").stat().st_size < 4 * 1024 * 1024


def test_the_first_that_is_known_after_a_time_was_so_then(tmp_path: Path, site: Site) -> None:
    kept = EarlierPlans(tmp_path / "kept")
    venues = frozenset(venue.id for venue in site.venues)
    assert kept.then(START, venues) is None
    kept.keep(site, "old", START + HOUR)
    kept.keep(replace(site, name="New"), "new", START + 3 * HOUR)
    kept.keep(replace(site, name="New"), "new", START + 4 * HOUR)
    for hours, revision in ((0, "old"), (1, "old"), (2, "new"), (4, "new")):
        known = kept.then(START + hours * HOUR, venues)
        assert known is not None
        assert known.revision == revision
    assert kept.then(START + 5 * HOUR, venues) is None
    assert kept.then(START, frozenset()) is None, "a plan with campuses that this user may not see is not for him"


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier_plans, "MOST_KEPT", 3)
    kept = EarlierPlans(tmp_path / "kept")
    for number in range(5):
        kept.keep(site, f"r{number}", START + number * HOUR)
    assert {each.stem for each in (tmp_path / "kept").glob(f"*{SUFFIX}")} == {"r2", "r3", "r4"}
    with pytest.raises(PlanMissing, match="r0 is not kept"):
        kept.read("r0")
    monkeypatch.setattr(earlier_plans, "MOST_BYTES", 1)
    kept.keep(site, "r5", START + 5 * HOUR)
    assert {each.stem for each in (tmp_path / "kept").glob(f"*{SUFFIX}")} == {"r5"}, "the newest stays, however large"


@given(damage=st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(zlib.compress)))
def test_what_is_damaged_is_said(damage: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("kept")
    (folder / f"x{SUFFIX}").write_bytes(damage)
    (folder / INDEX).write_bytes(damage)
    kept = EarlierPlans(folder)
    assert kept.then(START, frozenset()) is None
    with pytest.raises(PlanUnreadable, match="damaged"):
        kept.read("x")


def test_a_name_from_the_index_never_leaves_the_folder(tmp_path: Path) -> None:
    with pytest.raises(PlanMissing):
        EarlierPlans(tmp_path / "kept").read("../../etc/passwd")
