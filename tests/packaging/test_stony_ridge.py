"""The committed neighbouring district is what the generator draws, lies beside the first, and shares no id with it."""

from pathlib import Path

import pytest

from smartclient import plans
from smartclient.plans.zone import distance_m

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "floorplans" / "stony-ridge"


def test_generator_writes_the_committed_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from maple_grove.stony_ridge import write

    write(tmp_path)
    drawn = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*json")}
    committed = {p.relative_to(DISTRICT): p.read_bytes() for p in DISTRICT.rglob("*json")}
    del committed[Path("policy.json")]  # written by hand, and signed
    assert drawn.keys() == committed.keys()
    assert [str(name) for name in drawn if drawn[name] != committed[name]] == []


def test_it_is_sound_and_another_district() -> None:
    site, problems = plans.read(DISTRICT)
    other, _ = plans.read(ROOT / "floorplans" / "maple-grove")
    assert problems == ()
    assert not {device.id for device in site.devices} & {device.id for device in other.devices}
    assert not {venue.id for venue in site.venues} & {venue.id for venue in other.venues}
    middles = [venue.display_point for venue in other.venues]
    assert all(
        5_000 < min(distance_m(venue.display_point, middle) for middle in middles) < 20_000 for venue in site.venues
    )
