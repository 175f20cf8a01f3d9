"""The base map as the picture from above that laws ask for."""

from dataclasses import replace
from pathlib import Path

import pytest

from smartclient.domain.site import Venue
from smartclient.plans.base_maps.aerial import aerials_of
from smartclient.plans.base_maps.tiles import tile_at
from smartclient.plans.law.answers import Verdict
from smartclient.plans.law.checking import check_law
from smartclient.plans.law.findings import Finding
from smartclient.plans.law.rules import law
from smartclient.runtime.settings import KeptBaseMap
from tests.builders.maple_grove import DAY, campus_named, maple_grove_records, maple_grove_revision
from tests.builders.tile_files import mbtiles, raster

HIGH, ELM = "Maple Grove High School", "Elm Street Elementary School"


def the_venue(name: str) -> Venue:
    return campus_named(name).venues[0]


def over(file: Path, venue: Venue) -> Path:
    return mbtiles(file, {tile_at(venue.display_point, zoom): "#445566" for zoom in (15, 17)})


def nj_finding(kept: KeptBaseMap) -> Finding:
    """New Jersey's line of the aerial picture, for a campus without one on record."""
    site = campus_named(HIGH)
    venue = site.venues[0].id
    records = {venue: replace(maple_grove_records()[venue], aerials=())}
    findings = check_law(site, records, law("NJ"), maple_grove_revision(), DAY, aerials_of(kept, site.venues))
    return next(finding for finding in findings if finding.rule.check == "aerial")


def test_a_base_map_counts_for_the_campuses_it_shows(tmp_path: Path) -> None:
    file = over(tmp_path / "high.mbtiles", the_venue(HIGH))
    kept = KeptBaseMap(place=str(file), attribution="© County", captured="2026-05-01")
    assert set(aerials_of(kept, [the_venue(HIGH), the_venue(ELM)])) == {the_venue(HIGH).id}
    lon, lat = the_venue(ELM).display_point
    picture = raster(tmp_path / "elm.png", "#334455", lon - 0.001, lat + 0.001, 0.002 / 64, 64)
    assert set(aerials_of(replace_place(kept, picture), [the_venue(HIGH), the_venue(ELM)])) == {the_venue(ELM).id}


def replace_place(kept: KeptBaseMap, place: Path) -> KeptBaseMap:
    return KeptBaseMap(place=str(place), attribution=kept.attribution, captured=kept.captured)


def test_the_law_passes_with_the_dated_base_map_alone(tmp_path: Path) -> None:
    file = over(tmp_path / "high.mbtiles", the_venue(HIGH))
    dated = nj_finding(KeptBaseMap(place=str(file), attribution="© County", captured="2026-05-01"))
    assert (dated.answer.verdict, dated.answer.words) == (
        Verdict.PASS,
        "base map captured on 2026-05-01, © County",
    )


@pytest.mark.parametrize("captured", ["", "last summer"])
def test_a_base_map_without_its_date_is_no_dated_picture(captured: str, tmp_path: Path) -> None:
    file = over(tmp_path / "high.mbtiles", the_venue(HIGH))
    found = nj_finding(KeptBaseMap(place=str(file), captured=captured))
    assert found.answer.verdict is Verdict.MISSING
    assert "no base map with a capture date shows the campus" in found.answer.words


def test_an_address_is_believed_and_a_lost_file_is_not(tmp_path: Path) -> None:
    venues = [the_venue(HIGH)]
    address = KeptBaseMap(place="https://tiles.example/{z}/{x}/{y}.png", captured="2026-05-01")
    assert len(aerials_of(address, venues)) == 1
    assert aerials_of(replace_place(address, tmp_path / "gone.mbtiles"), venues) == {}
    assert aerials_of(KeptBaseMap(captured="2026-05-01"), venues) == {}
