"""Every rule of every law: the demo district passes it, and a plan from which that one thing was taken does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smartclient.domain.campus_record import CampusRecord, WalkThrough
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site, UnitKind
from smartclient.plans.law.answers import Verdict
from smartclient.plans.law.checking import check_law
from smartclient.plans.law.checks import CHECKS
from smartclient.plans.law.findings import Finding, summary
from smartclient.plans.law.rules import Law, LawUnknown, LawUnreadable, Rule, law, names
from tests.builders.maple_grove import (
    DAY,
    campus_named,
    maple_grove,
    maple_grove_records,
    maple_grove_revision,
)

Plan = tuple[Site, CampusRecord]
LAWS = [law(name) for name in names()]
RULES = [(each, rule) for each in LAWS for rule in each.rules]


def middle_school() -> Plan:
    site = campus_named("Maple Grove Middle School")
    return site, maple_grove_records()[site.venues[0].id]


def found(rule: Rule, plan: Plan, today: date = DAY) -> Finding:
    site, record = plan
    (finding,) = check_law(
        site, {record.venue_id: record}, Law("T", "Test", "", "", (rule,)), maple_grove_revision(), today
    )
    return finding


def _without_units(plan: Plan, kinds: set[str]) -> Site:
    return replace(plan[0], units=tuple(unit for unit in plan[0].units if unit.kind not in kinds))


def _unlabelled(plan: Plan, *kinds: UnitKind) -> Plan:
    """The first unit of these kinds loses its name and number."""
    victim = next(unit for unit in plan[0].units if unit.kind in kinds and (unit.name or unit.number))
    units = tuple(replace(unit, name="", number="") if unit is victim else unit for unit in plan[0].units)
    return replace(plan[0], units=units), plan[1]


def _doors(plan: Plan, rename: Callable[[str], str]) -> Plan:
    openings = tuple(replace(o, name=rename(o.name)) if o.name else o for o in plan[0].openings)
    return replace(plan[0], openings=openings), plan[1]


def _far_walls(plan: Plan) -> Plan:
    """Floors so large that nothing on them can be read."""
    lon, lat = plan[0].venues[0].display_point
    far = ((lon - 0.1, lat - 0.1), (lon + 0.1, lat - 0.1), (lon + 0.1, lat + 0.1), (lon - 0.1, lat - 0.1))
    return replace(plan[0], levels=tuple(replace(level, area=(far,)) for level in plan[0].levels)), plan[1]


GUTTED: dict[str, Callable[[Plan], Plan]] = {
    "floor-plans": lambda plan: (replace(plan[0], units=()), plan[1]),
    "rooms-labelled": lambda plan: _unlabelled(plan, UnitKind.ROOM),
    "halls-named": lambda plan: _unlabelled(plan, UnitKind.CORRIDOR),
    "suites-numbered": lambda plan: (plan[0], replace(plan[1], absences=())),
    "exterior-doors-numbered": lambda plan: _doors(plan, lambda name: name.replace("Door 4", "Door 9")),
    "stairs-numbered": lambda plan: _unlabelled(plan, UnitKind.STAIRS),
    "equipment": lambda plan: (
        replace(
            plan[0],
            devices=(),
            amenities=(),
            units=tuple(u for u in plan[0].units if u.category != "firstaid"),
        ),
        plan[1],
    ),
    "areas-named": lambda plan: _unlabelled(plan, UnitKind.GROUNDS),
    "roads-named": lambda plan: (
        replace(plan[0], surroundings=tuple(replace(s, name="") for s in plan[0].surroundings)),
        plan[1],
    ),
    "neighbours-named": lambda plan: (replace(plan[0], surroundings=()), plan[1]),
    "grid": lambda plan: (replace(plan[0], grids=()), plan[1]),
    "true-north": lambda plan: (
        replace(plan[0], grids=tuple(replace(grid, bearing_deg=3.0) for grid in plan[0].grids)),
        plan[1],
    ),
    "outline": lambda plan: (replace(plan[0], units=()), plan[1]),
    "printable": _far_walls,
    "aerial": lambda plan: (plan[0], replace(plan[1], aerials=())),
    "walk-through": lambda plan: (plan[0], replace(plan[1], walk_throughs=())),
    "invited": lambda plan: (
        plan[0],
        replace(plan[1], walk_throughs=tuple(replace(w, invited=()) for w in plan[1].walk_throughs)),
    ),
    "review": lambda plan: (plan[0], replace(plan[1], reviews=())),
    "agencies": lambda plan: (plan[0], replace(plan[1], agencies=())),
    "delivered": lambda plan: (plan[0], replace(plan[1], deliveries=())),
    "agreement": lambda plan: (plan[0], replace(plan[1], agreements=())),
}


def _gutted_for(rule: Rule, plan: Plan) -> Plan:
    """`areas-named` looks at one category of grounds: that one loses its names."""
    if rule.check != "areas-named":
        return GUTTED[rule.check](plan)
    categories = set(rule.values["categories"])
    units = tuple(replace(u, name="") if u.category in categories else u for u in plan[0].units)
    return replace(plan[0], units=units), plan[1]


def test_there_is_every_law_of_the_issue_with_its_source() -> None:
    assert names() == ("MI", "NJ", "VA", "WI", "FL", "TX", "AR", "model")
    for each in LAWS:
        assert each.act
        assert each.source
        assert len({rule.id for rule in each.rules}) == len(each.rules)
    assert any(not rule.verified for rule in law("fl").rules)
    assert all(rule.verified for rule in law("mi").rules)


@pytest.mark.parametrize("wanted", LAWS, ids=lambda each: each.id)
def test_the_demo_district_passes(wanted: Law) -> None:
    findings = check_law(maple_grove(), maple_grove_records(), wanted, maple_grove_revision(), DAY)
    told = [f for f in findings if f.rule.check != "outside"]
    assert [(f.rule.id, f.venue.name, f.answer.words) for f in told if f.answer.verdict is not Verdict.PASS] == []
    assert len(findings) == len(wanted.rules) * 5
    passing = sum(rule.check != "outside" for rule in wanted.rules)
    assert f"{passing} of {len(wanted.rules)} rules pass" in summary(wanted, findings)


def test_what_nobody_can_tell_is_never_shown_as_passed() -> None:
    (rule,) = [rule for rule in law("model").rules if rule.check == "outside"]
    answer = found(rule, middle_school()).answer
    assert (answer.verdict, answer.lacks) == (Verdict.UNKNOWN, ())
    assert "no plan tells" in answer.words


@pytest.mark.parametrize("wanted", LAWS, ids=lambda each: each.id)
def test_each_rule_of_a_law_can_fail(wanted: Law) -> None:
    for rule in wanted.rules:
        if rule.check == "product":
            assert found(rule, middle_school()).answer.verdict is Verdict.PASS
            continue
        if rule.check == "outside":
            continue
        answer = found(rule, _gutted_for(rule, middle_school())).answer
        assert answer.verdict is Verdict.MISSING, (rule.id, answer)
        assert answer.words
        assert answer.lacks or answer.what


def test_every_check_is_used_and_gutted() -> None:
    assert {rule.check for _, rule in RULES} == set(CHECKS) == {*GUTTED, "product", "outside"}


def test_a_lack_leads_to_the_feature() -> None:
    site, record = _unlabelled(middle_school(), UnitKind.ROOM)
    victim = next(unit for unit in site.units if unit.kind is UnitKind.ROOM and not unit.name)
    (lack,) = found(law("MI").rules[1], (site, record)).answer.lacks
    assert (lack.feature, lack.position, lack.level_id) == (victim.id, victim.display_point, victim.level_id)
    assert "Middle School" in lack.words


@pytest.mark.parametrize(
    ("rename", "words"),
    [
        (lambda name: name.replace("Door ", "Entrance "), "no number"),
        (lambda name: "Door 3" if name == "Door 4" else name, "used twice"),
    ],
)
def test_doors_without_a_number_or_with_one_that_is_taken(rename: Callable[[str], str], words: str) -> None:
    plain = Rule("X", "", "exterior-doors-numbered")
    site, record = middle_school()
    named = _doors((site, record), lambda name: "Main entrance" if words == "no number" and name == "Door 1" else name)
    answer = found(plain, named if words == "no number" else _doors((site, record), rename)).answer
    assert [lack.words.rsplit(": ", 1)[1] for lack in answer.lacks] == [
        "the number is used twice" if words == "used twice" else "no number"
    ]


def test_doors_may_run_either_way_round_and_skip_numbers() -> None:
    ordered = Rule("X", "", "exterior-doors-numbered", {"in_order": True})
    backwards = _doors(middle_school(), lambda name: f"Door {40 - 2 * int(name.removeprefix('Door '))}")
    assert found(ordered, backwards).answer.verdict is Verdict.PASS


def test_ages_are_counted_to_the_day() -> None:
    yearly = Rule("X", "", "walk-through", {"oldest_days": 365})
    plan = middle_school()
    walk = plan[1].last_walk_through
    assert walk is not None
    assert walk.ended is not None
    last = walk.ended.date()
    assert found(yearly, plan, date(last.year + 1, last.month, last.day)).answer.verdict is Verdict.PASS
    assert found(yearly, plan, date(last.year + 1, last.month, last.day + 1)).answer.verdict is Verdict.MISSING


def test_a_walk_through_counts_only_signed_and_for_what_it_covers() -> None:
    site, record = middle_school()
    (walk,) = record.walk_throughs
    rule = Rule("X", "", "walk-through", {"covers": ["building", "grounds"]})
    open_walk: WalkThrough = replace(walk, ended=None, signatures=())
    assert "going on" in found(rule, (site, replace(record, walk_throughs=(open_walk,)))).answer.lacks[0].words.lower()
    indoors = replace(walk, covers=("building",))
    assert "grounds" in found(rule, (site, replace(record, walk_throughs=(indoors,)))).answer.words


def test_a_changed_plan_has_to_be_sent_again() -> None:
    site, record = middle_school()
    rule = Rule("X", "", "delivered", {"kinds": ["police"], "current": True})
    old = replace(record, deliveries=tuple(replace(each, revision="00000000") for each in record.deliveries))
    answer = found(rule, (site, old)).answer
    assert answer.verdict is Verdict.MISSING
    assert "00000000" in answer.words
    assert maple_grove_revision() in answer.words


def test_what_a_person_says_there_is_none_of_is_not_missing() -> None:
    site, record = middle_school()
    rule = Rule("X", "", "equipment", {"what": "gas shut-off", "devices": ["shutoff.gas"], "each": "building"})
    bare = replace(site, devices=())
    assert found(rule, (bare, record)).answer.verdict is Verdict.MISSING
    said = replace(record.absences[0], id="gas", what="gas shut-off")
    assert found(rule, (bare, replace(record, absences=(said,)))).answer.verdict is Verdict.PASS


def test_without_a_plan_nothing_is_found_and_nothing_breaks() -> None:
    for each in LAWS:
        assert check_law(Site("Nothing"), {}, each, "", DAY) == ()


def test_an_empty_campus_breaks_no_check() -> None:
    site, _ = middle_school()
    bare = Site("Bare", venues=site.venues)
    for _, rule in RULES:
        finding = found(rule, (bare, CampusRecord(VenueId(site.venues[0].id))))
        assert finding.answer.words


def test_an_unknown_law_names_the_known() -> None:
    with pytest.raises(LawUnknown, match="MI, NJ, VA, WI, FL, TX, AR, model"):
        law("Ohio")


@pytest.mark.parametrize(
    "text",
    [
        "not toml [",
        'id = "X"',
        'id = "X"\nstate = "X"\nact = ""\nsource = ""\n[[rules]]\nid = "X-1"\ntext = "?"\ncheck = 3',
    ],
)
def test_a_broken_file_of_rules_is_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(LawUnreadable, match=r"own\.toml"):
        law(str(file))


@pytest.mark.parametrize("rule", [Rule("X-1", "", "none-such"), Rule("X-1", "", "walk-through", {"oldest_days": "?"})])
def test_a_rule_that_no_check_takes_is_one_sentence(rule: Rule) -> None:
    with pytest.raises(LawUnreadable, match="check"):
        found(rule, middle_school())


def test_rules_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    rules: list[dict[str, Any]] = [{"id": "OWN-1", "text": "Cameras.", "check": "rooms-labelled"}]
    file.write_text(
        'id = "OWN"\nstate = "Own"\nact = "House rules"\nsource = "the board"\n'
        + "".join(f'[[rules]]\nid = "{r["id"]}"\ntext = "{r["text"]}"\ncheck = "{r["check"]}"\n' for r in rules)
    )
    (rule,) = law(str(file)).rules
    assert found(rule, middle_school()).answer.verdict is Verdict.PASS
