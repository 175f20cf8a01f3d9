"""A person's own copy of a bundled plan: saving edits into it loses nothing that was recorded there before."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from smartclient.domain.campus_record import Agency, WalkThrough
from smartclient.domain.ids import VenueId
from smartclient.plans.records.reading import campuses, read_records
from smartclient.plans.records.writing import put_entry
from smartclient.session.plan_saving import _records_kept
from tests.builders.tiny_site import write_tiny_archive

POLICE = Agency("a", "Police", "police")
WALK = WalkThrough("w", datetime(2026, 9, 1, tzinfo=UTC))


def venue_of(path: Path) -> VenueId:
    return next(iter(campuses(path))).venue_id


def test_records_of_the_copy_stay(tmp_path: Path) -> None:
    bundled, copy = tmp_path / "bundled", tmp_path / "copy"
    bundled.mkdir()
    write_tiny_archive(bundled)
    put_entry(bundled, venue_of(bundled), POLICE)
    shutil.copytree(bundled, copy)
    put_entry(copy, venue_of(copy), WALK)
    (bundled / "unit.geojson").write_text((bundled / "unit.geojson").read_text() + " ")
    shutil.copytree(bundled, copy, dirs_exist_ok=True, ignore=_records_kept(bundled, copy))
    assert read_records(copy)[0][venue_of(copy)].walk_throughs == (WALK,)
    assert (copy / "unit.geojson").read_text().endswith(" ")


def test_a_new_copy_takes_the_record_along(tmp_path: Path) -> None:
    bundled, copy = tmp_path / "bundled", tmp_path / "copy"
    bundled.mkdir()
    write_tiny_archive(bundled)
    put_entry(bundled, venue_of(bundled), POLICE)
    shutil.copytree(bundled, copy, ignore=_records_kept(bundled, copy))
    assert read_records(copy) == read_records(bundled)
