"""The find box over districts that are called alike in everything: nothing of one hides what is the other's."""

from pathlib import Path

from smartclient.domain.ids import ServerKey, server_of
from smartclient.plans.district import read
from smartclient.plans.several import joined
from smartclient.store.finding.finder import Finder
from smartclient.store.places import Places
from tests.builders.demo_district import write_district

NAMES = {ServerKey("north"): "North School District", ServerKey("south"): "South School District"}


def test_both_are_found_each_with_its_district(tmp_path: Path) -> None:
    plan, _ = read(write_district(tmp_path / "site"))
    site = joined(dict.fromkeys(NAMES, plan), NAMES, "2 districts")
    found = Finder(Places(site)).find("panic button", 20)
    buttons = {server_of(match.device) for match in found if match.device is not None}
    assert buttons == set(NAMES)
    assert {match.words.partition(" · ")[0] for match in found} == {"North", "South"}
    campuses = [
        match for match in Finder(Places(site)).find(plan.venues[0].name, 20) if match.name == plan.venues[0].name
    ]
    assert len(campuses) == 2
    assert all("south" in match.words.lower() for match in Finder(Places(site)).find("south panic", 1))
