"""A few inputs for every reader, and every input that once was a fault."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing import apart
from tests.fuzz.all_targets import all_targets
from tests.fuzz.attempt import FOUND, attempt, smaller
from tests.fuzz.campaign import Course
from tests.fuzz.mutation import LARGEST, bent
from tests.fuzz.target import Form, Target

TARGETS = {target.name: target for target in all_targets()}
SHARE_S = 0.15
"""Of each reader's time; a few hundred inputs for most."""
MOST_INPUTS = 400


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings(action="ignore"):
        yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_is_a_surprise(name: str) -> None:
    if TARGETS[name].is_fatal:
        pytest.skip("its library may take the tests with it; what it died of is read apart below")
    course = Course(TARGETS[name], Random(f"tests {name}"))
    course.go_on(MOST_INPUTS, lambda *_: None, SHARE_S)
    assert course.tried > 0
    assert not course.faults


@pytest.mark.parametrize("path", sorted(FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_a_fault_is_none_any_more(path: Path) -> None:
    target = TARGETS[path.parent.name]
    if not target.is_fatal:
        assert attempt(target, path.read_bytes()) is None


@pytest.mark.parametrize("path", sorted(FOUND.glob("drawing-ifc/*")), ids=lambda path: path.name)
def test_what_kills_the_reader_of_drawings_does_not_kill_the_program(path: Path, tmp_path: Path) -> None:
    drawing = tmp_path / "model.ifc"
    drawing.write_bytes(path.read_bytes())
    with suppress(PlanUnreadable):
        assert apart.read(drawing).name == "model"


def test_names_are_unlike_and_seeds_are_read() -> None:
    assert len(TARGETS) == len(all_targets()) > 40
    for target in TARGETS.values():
        seeds = target.seeds()
        assert seeds
        assert all(seeds)


def test_faults_are_noticed() -> None:
    def read(data: bytes) -> None:
        if b"loop" in data:
            while True:
                pass
        if b"boom" in data:
            raise KeyError(data)

    target = Target("trial", Form.TEXT, lambda: [b"x"], read)
    assert attempt(target, b"fine") is None
    loop, boom = attempt(target, b"a loop"), attempt(target, b"a boom is here")
    assert loop is not None
    assert boom is not None
    assert loop.what == "more than 1 s"
    assert boom.what == "KeyError"
    assert smaller(target, b"a boom is here", boom) == b"boom"


@pytest.mark.parametrize("form", Form)
def test_what_is_bent_is_bounded_and_repeatable(form: Form) -> None:
    seeds = [b'{"a": [1, {"b": "c"}], "d": null}', b'<a x="1">text</a>\n7']
    made = [bent(seed, form, Random(seed), seeds) for seed in seeds * 50]
    assert made == [bent(seed, form, Random(seed), seeds) for seed in seeds * 50]
    assert all(len(each) <= LARGEST for each in made)
    assert set(made) - set(seeds)
