"""Which engine plays a source."""

import pytest

from smartclient.domain.footage import Source, UrlSource
from smartclient.video.choice import ENOUGH, FirstFrames, choose
from smartclient.video.engine import Engine
from smartclient.video.vlc_engine import VlcEngine
from smartclient.video.vlc_library import VlcLibrary
from tests.builders.fake_engine import FakeEngine

GATE = UrlSource("rtsp://gate/1", "Gate")
ONE, TWO = FakeEngine("one"), FakeEngine("two")


def chosen(source: Source = GATE, engines: tuple[Engine, ...] = (ONE, TWO), **known: object) -> tuple[str, str]:
    measured = known.get("measured", FirstFrames())
    engine_for, failed = known.get("engine_for", {}), known.get("failed", set())
    assert isinstance(measured, FirstFrames)
    assert isinstance(engine_for, dict)
    assert isinstance(failed, set)
    choice = choose(source, engines, measured, engine_for, failed)
    return (choice.engine.name if choice.engine else "", choice.reason)


def measured(**seconds: list[float]) -> FirstFrames:
    first_frames = FirstFrames()
    for engine, times in seconds.items():
        for each in times:
            first_frames.note("rtsp", engine, each)
    return first_frames


def test_the_first_engine_is_the_usual_one() -> None:
    assert chosen() == ("one", "the usual one")


def test_a_clearly_faster_engine_is_taken() -> None:
    assert chosen(measured=measured(one=[0.5] * ENOUGH, two=[0.3] * ENOUGH))[0] == "two"


@pytest.mark.parametrize(
    "known",
    [
        measured(one=[0.5] * ENOUGH, two=[0.45] * ENOUGH),
        measured(one=[0.5] * ENOUGH, two=[0.1] * (ENOUGH - 1)),
        measured(two=[0.1] * ENOUGH),
    ],
)
def test_a_little_faster_or_seldom_measured_is_not_enough(known: FirstFrames) -> None:
    assert chosen(measured=known)[0] == "one"


def test_measurements_count_for_their_kind_of_source_only() -> None:
    known = measured(one=[0.5] * ENOUGH, two=[0.3] * ENOUGH)
    assert chosen(UrlSource("http://gate/1", "Gate"), measured=known)[0] == "one"


def test_the_setting_for_a_camera_wins() -> None:
    assert chosen(engine_for={"Gate": "two"}) == ("two", "as set for this camera")


def test_a_setting_that_cannot_be_followed_is_said() -> None:
    engines = (ONE, FakeEngine("two", refuses="it is not installed"))
    assert chosen(engines=engines, engine_for={"Gate": "two"}) == ("one", "two is set, but it is not installed")


def test_an_engine_that_failed_comes_last() -> None:
    assert chosen(failed={"one"}) == ("two", "one cannot play it")
    assert chosen(failed={"one", "two"})[0] == "one"


def test_no_engine_at_all_is_said_with_every_reason() -> None:
    engines = (FakeEngine("one", refuses="too old"), FakeEngine("two", refuses="not installed"))
    assert chosen(engines=engines) == ("", "one: too old; two: not installed")


def test_an_absent_libvlc_is_a_reason_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "vlc", None)
    library = VlcLibrary()
    assert "not installed" in (VlcEngine(library=library).can_open(GATE) or "")
