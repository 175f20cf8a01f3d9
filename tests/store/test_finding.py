"""Finding: by name with slips, by grid cell and floor, by square and degrees; ranked, and nearest first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.geometry.usng import usng
from smartclient.store.finding.finder import Finder
from smartclient.store.finding.lexicon import Lexicon, words_of
from smartclient.store.finding.match import Kind
from tests.builders.maple_grove import maple_grove
from tests.builders.maple_grove_places import maple_grove_places

FINDER = Finder(maple_grove_places())
FINDER.warm_up()
MIDDLE = next(venue for venue in maple_grove().venues if "Middle" in venue.name)
HIGH = next(venue for venue in maple_grove().venues if "High" in venue.name)


@pytest.mark.parametrize(
    ("typed", "kind", "name", "words"),
    [
        ("214", Kind.ROOM, "214 · Classroom", "Middle School, second floor"),
        ("door 6", Kind.DOOR, "MS · Door 6", "Middle School, first floor"),
        ("hall b cam", Kind.CAMERA, "MS · 1F · Hall B · north", "Middle School, first floor"),
        ("door6", Kind.DOOR, "MS · Door 6", "Middle School, first floor"),
        ("rm 214", Kind.ROOM, "214 · Classroom", "Middle School, second floor"),
        ("bathroom 241", Kind.ROOM, "241 · Girls restroom", "Middle School, second floor"),
        ("libary", Kind.ROOM, "170 · Library", "Middle School, first floor"),
        ("gymansium", Kind.ROOM, "190 · Gymnasium", "Middle School, first floor"),
        ("aed gymn", Kind.SAFETY, "MS · 1F · AED Gymnasium", "Middle School, first floor"),
        ("defibrilator", Kind.SAFETY, "MS · 1F · AED Gymnasium", "Middle School, first floor"),
        ("stair 2", Kind.STAIRS, "139 · Stair 2", "Middle School, first floor"),
        ("main building", Kind.BUILDING, "Main Building", "Maple Grove High School"),
        ("415 prairie road", Kind.CAMPUS, "Maple Grove Middle School", MIDDLE.address),
        ("415 prarie", Kind.CAMPUS, "Maple Grove Middle School", MIDDLE.address),
        ("panic 214", Kind.DEVICE, "MS · 214 Classroom · panic button", "Middle School, second floor"),
        ("N23 2f", Kind.CELL, "Grid N23 · 2F", "Middle School, second floor"),
        ("grid n 23", Kind.CELL, "Grid N23", "Maple Grove Middle School"),
        ("h20", Kind.CELL, "Grid H20", "Maple Grove Middle School"),
        ("h4 2f", Kind.CELL, "Grid H4", "Maple Grove Middle School · no building there has 2F"),
        ("18T WN 4711 2033", Kind.POSITION, "18T WN 4711 2033", "off campus, 42.63402, -74.42536"),
        ("43.09, -89.51", Kind.POSITION, "43.09000, -89.51000", "off campus, 16T BN 9570 7386"),
    ],
)
def test_what_is_typed_near_the_middle_school(typed: str, kind: Kind, name: str, words: str) -> None:
    best = FINDER.find(typed, 12, MIDDLE.display_point)[0]
    assert (best.kind, best.name, best.words) == (kind, name, words)
    assert best.bounds[0] < best.bounds[2]
    assert best.bounds[1] < best.bounds[3]


def test_of_equal_answers_the_nearer_comes_first() -> None:
    near_high = FINDER.find("stair 1", 1, HIGH.display_point)[0]
    near_middle = FINDER.find("stair 1", 1, MIDDLE.display_point)[0]
    assert near_high.words.startswith("Main Building")
    assert near_middle.words.startswith("Middle School")
    cells = [FINDER.find("h20", 1, venue.display_point)[0].words for venue in (HIGH, MIDDLE)]
    assert cells == [HIGH.name, MIDDLE.name]


def test_a_campus_narrows_the_answers() -> None:
    found = FINDER.find("145 high school", 12, MIDDLE.display_point)
    assert found
    assert all(match.words.startswith("Main Building") for match in found)


def test_a_floor_is_chosen_with_its_cell() -> None:
    best = FINDER.find("N23 2f", 1)[0]
    assert best.level is not None
    assert maple_grove_places().levels[best.level].short_name == "2F"
    assert best.building is not None


def test_a_square_inside_a_campus_says_what_is_there() -> None:
    best = FINDER.find(usng(*MIDDLE.display_point).replace(" ", ""), 1)[0]
    assert best.kind is Kind.POSITION
    assert best.words.startswith("Maple Grove Middle School, grid ")


def test_a_right_word_is_no_slip() -> None:
    assert all("Door" in match.name or "door" in match.name for match in FINDER.find("door", 12))
    assert FINDER.find("qqqq", 12) == []


@settings(deadline=None)
@given(st.text(max_size=200))
def test_anything_typed_is_answered_in_order(typed: str) -> None:
    found = FINDER.find(typed, 3, MIDDLE.display_point)
    assert len(found) <= 3
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


@pytest.mark.parametrize("typed", ["librarx", "libary", "librrary", "lirbary", "libr", "lihr", "brary"])
def test_a_slip_is_forgiven(typed: str) -> None:
    assert Lexicon([("Library", {}), ("Gymnasium", {})]).scores(words_of(typed)).argmax() == 0
    assert Lexicon([("Library", {})]).scores(words_of(typed))[0] > 0


@pytest.mark.parametrize("typed", ["labrory", "gym", "li8", "librarians"])
def test_more_than_a_slip_is_another_word(typed: str) -> None:
    assert Lexicon([("Library", {})]).scores(words_of(typed))[0] == 0


def test_a_whole_word_is_better_than_a_beginning_and_that_than_an_inside() -> None:
    scores = Lexicon([("Art", {}), ("Artist", {}), ("Smart", {}), ("Lab", {"art": 0.5})]).scores(("art",))
    assert scores[0] > scores[1] > scores[3] > 0
    assert scores[1] > scores[2] > 0


def test_every_word_must_be_there() -> None:
    scores = Lexicon([("Hall B", {"camera": 0.6}), ("Hall A", {"camera": 0.6})]).scores(("hall", "b", "cam"))
    assert scores[0] > 0
    assert scores[1] == 0


def test_accents_do_not_matter() -> None:
    assert Lexicon([("Café", {})]).scores(words_of("CAFE"))[0] == pytest.approx(1.0)
