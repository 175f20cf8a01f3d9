"""Scenarios: the same day for the same seed, every packaged one plays, mistakes are said in words."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from smartclient.demo.archive import read_site
from smartclient.demo.plan import DemoSite
from smartclient.demo.scenario import COMPOSED, SINGLE, Act, Scenario, ScenarioError, Step, expand, load, names
from tests.builders.little_district import DOOR_1, DOOR_7, HALL, guid, write_district

DOOR = guid("accessControlUnits", DOOR_7)


@pytest.fixture
def site(tmp_path: Path) -> DemoSite:
    """The little district."""
    return read_site(write_district(tmp_path / "district"))


def first(acts: Iterator[Act]) -> list[Act]:
    """An hour of what may have no end."""
    return list(takewhile(lambda act: act.at < 3600, acts))


@pytest.mark.parametrize("name", names())
def test_the_same_seed_gives_the_same_day(name: str, site: DemoSite) -> None:
    scenario = load(name)
    acts = first(expand(scenario, site, 3))
    assert acts == first(expand(scenario, site, 3))
    assert acts != first(expand(scenario, site, 4))
    assert acts == sorted(acts, key=lambda act: act.at)
    assert {act.act for act in acts} <= SINGLE
    assert all(act.guid in site.by_guid for act in acts if act.act != "crowd")


def test_the_packaged_scenarios_are_these() -> None:
    assert {"school-day", "forced-door", "weapon", "vape", "panic", "tour"} <= set(names())


def test_a_door_is_forced_after_twenty_seconds(site: DemoSite) -> None:
    (forced,) = [act for act in first(expand(load("forced-door"), site, 1)) if act.act == "door.forced"]
    assert (forced.at, forced.guid) == (20.0, DOOR)


def test_a_school_day_has_bells_badges_and_locked_doors(site: DemoSite) -> None:
    acts = list(expand(load("school-day"), site, 1))
    happening = {act.act for act in acts}
    assert {
        "crowd",
        "door.granted",
        "door.denied",
        "door.opened",
        "door.closed",
        "door.locked",
        "camera.motion",
    } <= happening
    assert max(act.at for act in acts) > 9 * 3600
    main = [
        act
        for act in acts
        if act.act in {"door.unlocked", "door.locked"} and act.guid == guid("accessControlUnits", DOOR_1)
    ]
    assert [(act.act, act.at) for act in main] == [("door.unlocked", 5.0), ("door.locked", 35 * 60.0)]


def test_steps_with_a_cue_wait_for_it(site: DemoSite) -> None:
    tour = load("tour")
    assert "door.forced" not in {act.act for act in first(expand(tour, site, 1))}
    assert {act.act for act in expand(tour, site, 1, "forced-door")} == {"camera.motion", "door.forced"}


def test_picking_repeating_and_lasting(site: DemoSite) -> None:
    every = Step("door.break", at="00:01", device=["*nowhere*", "HS*door*"], pick="all", seconds=9.0)
    acts = list(expand(Scenario("x", [every], starts="00:00:30"), site, 1))
    assert [(act.at, act.act) for act in acts] == [(30.0, "door.forced")] * 2 + [(39.0, "door.shut")] * 2
    repeated = list(expand(Scenario("x", [Step("camera.motion", every=10.0, until=1000.0, device=HALL)]), site, 1))
    assert 80 <= len(repeated) <= 130
    assert {act.guid for act in repeated} == {guid("cameras", HALL)}
    nothing = Step("camera.motion", every=1.0, device="nothing like it")
    assert list(expand(Scenario("x", [nothing]), site, 1)) == []


def test_every_word_is_made_of_single_acts() -> None:
    assert {act for parts in COMPOSED.values() for _, act in parts} <= SINGLE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = 'x'", "step"),
        ("not toml", "cannot be used"),
        ("title = 'x'\n[[step]]\nact = 'dance'", "no act 'dance'"),
        ("title = 'x'\n[[step]]\nact = 'crowd'\nat = 'noon'", "not a time of day"),
        ("title = 'x'\n[[step]]\nact = 'crowd'\nwhere = 5", "where"),
        ("title = 'x'\n[[step]]\nact = 'crowd'\nevery = 0.0001", "more often"),
    ],
)
def test_mistakes_are_said_in_words(text: str, words: str, tmp_path: Path, site: DemoSite) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(ScenarioError, match=words):
        expand(load(str(file)), site, 1)


def test_an_unknown_scenario_names_the_known_ones() -> None:
    with pytest.raises(ScenarioError, match="forced-door"):
        load("nothing")
    with pytest.raises(ScenarioError):
        load("/nowhere/at/all.toml")
