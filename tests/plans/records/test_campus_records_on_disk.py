"""Records of campuses on disk: read with every problem told, changed one entry at a time, and nothing else lost."""

import json
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient import plans
from smartclient.domain.campus_record import (
    Absence,
    Agency,
    CampusRecord,
    Outcome,
    Review,
    Signature,
    StopCheck,
    WalkThrough,
)
from smartclient.domain.errors import PlanUnreadable, PlanUnwritable
from smartclient.domain.ids import VenueId
from smartclient.plans.exporting import Format, export
from smartclient.plans.problems import Report
from smartclient.plans.records.entries import to_record
from smartclient.plans.records.reading import campuses, read_records
from smartclient.plans.records.writing import put_entry, remove_entry
from smartclient.plans.revision import revision_of
from tests.builders.tiny_site import write_tiny_archive

AT = datetime(2026, 9, 1, 14, 0, tzinfo=UTC)
WALK = WalkThrough(
    "walk 1",
    AT,
    "0a1b2c3d",
    stops=2,
    checks=(StopCheck("unit 1", AT), StopCheck("unit 2", AT, Outcome.CORRECTED, "sign fell off", {"number": "214B"})),
    ended=AT,
    signatures=(Signature("Ada", AT, "coordinator", "district"),),
)
ENTRIES = (WALK, Agency("a", "Police", "police", ("PDF",)), Review("r", date(2026, 8, 1), agencies=("Police",)))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_tiny_archive(folder)
    return folder


def the_record(path: Path) -> CampusRecord:
    records, problems = read_records(path)
    assert problems == ()
    (record,) = records.values()
    return record


def venue_of(path: Path) -> VenueId:
    return next(iter(campuses(path))).venue_id


def zipped(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder.with_name("packed")), "zip", folder))


@pytest.mark.parametrize("is_zip", [False, True])
def test_what_is_put_is_read(archive: Path, is_zip: bool) -> None:
    path = zipped(archive) if is_zip else archive
    revision, venue = revision_of(plans.read(path)[0]), venue_of(path)
    for entry in ENTRIES:
        put_entry(path, venue, entry)
    record = the_record(path)
    assert (record.walk_throughs, record.agencies, record.reviews) == ((ENTRIES[0],), (ENTRIES[1],), (ENTRIES[2],))
    assert record.last_walk_through == WALK
    later = replace(ENTRIES[2], on=date(2026, 9, 1))
    put_entry(path, venue, later)
    remove_entry(path, venue, ENTRIES[1])
    assert the_record(path) == replace(record, reviews=(later,), agencies=())
    site, problems = plans.read(path)
    assert (problems, revision_of(site)) == ((), revision)


def test_the_extension_is_declared_once(archive: Path) -> None:
    for entry in ENTRIES:
        put_entry(archive, venue_of(archive), entry)
    extensions = json.loads((archive / "manifest.json").read_text())["extensions"]
    assert [each for each in extensions if "record" in each] == ["imdf:extension:smartclient:record#1.0.0"]
    (archive / "manifest.json").write_text('{"version": "1.0.0", "language": "en"}')
    (problem,) = read_records(archive)[1]
    assert "not declared" in problem.what


def test_what_is_not_understood_stays_in_the_file(archive: Path) -> None:
    venue = venue_of(archive)
    put_entry(archive, venue, WALK)
    file = archive / "record.json"
    raw: dict[str, Any] = json.loads(file.read_text())
    raw["fences"] = [1, 2]
    raw["walk_throughs"][0]["weather"] = "rain"
    raw["walk_throughs"][0]["checks"][1]["photo"] = "214.jpg"
    raw["drills"] = {"2026": 4}
    file.write_text(json.dumps(raw))
    put_entry(archive, venue, replace(WALK, revision="ffffffff"))
    put_entry(archive, venue, ENTRIES[1])
    kept = json.loads(file.read_text())
    assert kept["fences"] == [1, 2]
    assert kept["drills"] == {"2026": 4}
    walk = kept["walk_throughs"][0]
    assert (walk["weather"], walk["revision"]) == ("rain", "ffffffff")
    assert walk["checks"][1]["photo"] == "214.jpg"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("not json", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"reviews": 3}', "reviews is no list"),
        ('{"reviews": [{"on": "yesterday"}]}', "no entry of reviews"),
        ('{"reviews": ["x"]}', "no entry of reviews"),
        ('{"walk_throughs": [{"id": "w", "began": "2026-09-01"}]}', "no entry of walk_throughs"),
        (
            '{"absences": [{"id": "a", "what": "x", "on": "2026-09-01"}, {"id": "a", "what": "y", "on": "2026-09-01"}]}',
            "twice",
        ),
    ],
)
def test_a_broken_record_is_told_and_the_rest_read(archive: Path, text: str, what: str) -> None:
    (archive / "record.json").write_text(text)
    records, problems = read_records(archive)
    assert len(records) == 1
    assert any(what in problem.what for problem in problems), problems


def test_a_broken_record_is_never_written_over(archive: Path) -> None:
    (archive / "record.json").write_text('{"reviews": [')
    with pytest.raises(PlanUnreadable, match="left as it is"):
        put_entry(archive, venue_of(archive), WALK)
    assert (archive / "record.json").read_text() == '{"reviews": ['


def test_entries_that_cannot_be_used_stay_where_they_are(archive: Path) -> None:
    put_entry(archive, venue_of(archive), WALK)
    raw = json.loads((archive / "record.json").read_text())
    raw["walk_throughs"].append({"id": "odd", "began": "long ago"})
    (archive / "record.json").write_text(json.dumps(raw))
    put_entry(archive, venue_of(archive), replace(WALK, by="police"))
    assert json.loads((archive / "record.json").read_text())["walk_throughs"][1] == {"id": "odd", "began": "long ago"}


def test_a_disk_that_takes_nothing_is_one_sentence(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venue = venue_of(archive)
    monkeypatch.setattr(Path, "replace", _full)
    with pytest.raises(PlanUnwritable, match="No space left"):
        put_entry(archive, venue, WALK)
    assert not (archive / "record.json").exists()


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_zip_keeps_its_other_members(archive: Path) -> None:
    (archive / "photo.bin").write_bytes(bytes(range(256)))
    path = zipped(archive)
    put_entry(path, venue_of(path), WALK)
    with zipfile.ZipFile(path) as packed:
        assert packed.read("photo.bin") == bytes(range(256))
        assert packed.namelist().count("record.json") == 1


def test_records_go_with_an_exported_archive(archive: Path, tmp_path: Path) -> None:
    for entry in ENTRIES:
        put_entry(archive, venue_of(archive), entry)
    raw = json.loads((archive / "record.json").read_text())
    (archive / "record.json").write_text(json.dumps(raw | {"fences": 3}))
    out = tmp_path / "out.zip"
    export(plans.read(archive)[0], Format.IMDF, out, source=archive)
    assert the_record(out) == the_record(archive)
    with zipfile.ZipFile(out) as packed:
        assert json.loads(packed.read("record.json"))["fences"] == 3
    site, problems = plans.read(out)
    assert (site.name, problems) == (plans.read(archive)[0].name, ())


def test_a_broken_record_stays_behind(archive: Path, tmp_path: Path) -> None:
    (archive / "record.json").write_text("{")
    out = tmp_path / "out.zip"
    export(plans.read(archive)[0], Format.IMDF, out, source=archive)
    assert the_record(out) == CampusRecord(venue_of(out))


def test_another_campus_is_not_written(archive: Path) -> None:
    with pytest.raises(PlanUnreadable, match="open it again"):
        put_entry(archive, VenueId("nobody"), WALK)


def test_absences_are_found_by_what_they_are_of() -> None:
    record = CampusRecord(VenueId("v"), absences=(Absence("a", "suites", date(2026, 1, 1)),))
    assert record.absence("suites") is not None
    assert record.absence("gas shut-off") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["walk_throughs", "agencies", "deliveries", "reviews", "aerials", "agreements", "absences"]),
        JSON
        | st.lists(st.dictionaries(st.sampled_from(["id", "on", "began", "name", "kind", "checks", "what"]), JSON)),
    )
)
def test_no_record_breaks_the_reader(value: dict[str, Any]) -> None:
    record = to_record(VenueId("v"), value, "record.json", Report())
    assert isinstance(record, CampusRecord)
