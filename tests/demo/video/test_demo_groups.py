"""Groups of pictures that are kept: whole ones only, the last ones, and those just filmed live."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartclient.demo.video.groups import Groups, group_of
from smartclient.demo.video.shots import Shot, Stream, tick_at, tick_ms

STREAM = Stream("cam-hall", 640, 360)
BEGIN = 1_795_400_000_000


def group(begin: int = BEGIN, stream: Stream = STREAM, size: int = 10) -> tuple[Shot, ...]:
    first = tick_at(begin)
    ticks = range(first, first + 12)
    return tuple(Shot(stream, b"x" * size, tick == first, tick_ms(tick), begin, tick) for tick in ticks)


def test_what_was_just_filmed_is_kept() -> None:
    groups, filmed = Groups(), [*group(BEGIN - 1000)[5:], *group(), *group(BEGIN + 1000)[:4]]
    for shot in filmed:
        groups.film(shot)
    assert groups.get(STREAM, BEGIN) == group()
    assert groups.get(STREAM, BEGIN - 1000) is None
    assert groups.get(STREAM, BEGIN + 1000) is None


@pytest.mark.parametrize("missing", [0, 5, 11])
def test_a_group_with_a_hole_is_not_kept(missing: int) -> None:
    groups = Groups()
    for shot in (*group()[:missing], *group()[missing + 1 :], *group(BEGIN + 1000)):
        groups.film(shot)
    assert groups.get(STREAM, BEGIN) is None
    assert groups.get(STREAM, BEGIN + 1000)


def test_rough_pictures_are_not_kept() -> None:
    groups, rough = Groups(), [*group()]
    rough[7] = replace(rough[7], is_rough=True)
    for shot in rough:
        groups.film(shot)
    groups.put(tuple(rough))
    assert groups.get(STREAM, BEGIN) is None


def test_the_last_ones_used_are_kept() -> None:
    groups = Groups(most_bytes=12 * 1_200 * 3)
    for second in range(4):
        groups.put(group(BEGIN + second * 1000, size=1_000))
        groups.get(STREAM, BEGIN)
    held = [second for second in range(4) if groups.get(STREAM, BEGIN + second * 1000)]
    assert held == [0, 2, 3]


def test_groups_are_whole_seconds() -> None:
    assert [group_of(BEGIN + ms) for ms in (0, 999, 1000)] == [BEGIN, BEGIN, BEGIN + 1000]
