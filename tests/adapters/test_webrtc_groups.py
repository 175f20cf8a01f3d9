"""Groups of pictures out of a playback session, and those kept."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from smartclient.adapters.xprotect.webrtc import kept_groups
from smartclient.adapters.xprotect.webrtc.arrivals import Arrivals, PacketsLost, ReadAhead
from smartclient.adapters.xprotect.webrtc.groups import Groups
from smartclient.adapters.xprotect.webrtc.kept_groups import KeptGroups
from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Gop, Packet

BEGIN = datetime(2026, 10, 25, 0, 59, 58, tzinfo=UTC)


def packet(second: float, *, is_key: bool = False, size: int = 10) -> Packet:
    return Packet(b"x" * size, Codec.H264, is_key, BEGIN + timedelta(seconds=second))


def filmed(begin: float, seconds: int) -> list[Packet]:
    return [packet(begin + second + step / 4, is_key=step == 0) for second in range(seconds) for step in range(4)]


def one_by_one(packets: list[Packet]) -> Callable[[], Packet | None]:
    coming = iter(packets)
    return lambda: next(coming, None)


def grouped(packets: list[Packet]) -> Iterator[Gop]:
    groups = Groups(one_by_one(packets))
    while (group := groups.next()) is not None:
        yield group
    assert groups.is_silent


def test_groups_follow_each_other_and_gaps_are_told() -> None:
    found = list(grouped([packet(-0.25), *filmed(0, 2), *filmed(60, 1)]))
    assert [(group.begin - BEGIN).total_seconds() for group in found] == [0, 1, 60]
    assert [(group.end - BEGIN).total_seconds() for group in found] == [1, 2, 61]
    assert [group.is_followed for group in found] == [True, False, False]
    assert [len(group.packets) for group in found] == [4, 4, 4]


def test_key_frames_alone_are_groups_of_one_with_the_distance_seen_before() -> None:
    keys = [packet(second, is_key=True) for second in (0, 1, 2, 30)]
    found = list(grouped(keys))
    assert [group.is_followed for group in found] == [True, True, False, False]
    assert found[2].end - found[2].begin == timedelta(milliseconds=200)


def test_pictures_that_go_back_in_time_are_left_out() -> None:
    (group,) = grouped([packet(0, is_key=True), packet(0.25), packet(0.25), packet(0.1), packet(0.5)])
    assert [(each.at - BEGIN).total_seconds() for each in group.packets] == [0, 0.25, 0.5]


def test_kept_groups_are_found_by_time_and_the_farthest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_groups, "MOST_GROUPS", 4)
    kept = KeptGroups()
    groups = list(grouped([*filmed(0, 6), *filmed(60, 1)]))
    for group in (*groups[2:5], groups[1], groups[3]):
        kept.keep(group)
    assert kept.at(BEGIN) is None
    assert kept.at(BEGIN + timedelta(seconds=1.9)) is groups[1]
    assert kept.at(BEGIN + timedelta(seconds=5)) is None
    assert kept.has_within(BEGIN, timedelta(seconds=1))
    assert not kept.has_within(BEGIN - timedelta(seconds=9), timedelta(seconds=9))
    assert not kept.has_within(BEGIN + timedelta(seconds=4), timedelta(seconds=9))
    kept.keep(groups[0])
    assert kept.at(BEGIN) is groups[0]
    assert kept.at(groups[4].begin) is None
    monkeypatch.setattr(kept_groups, "MOST_BYTES", 41)
    kept.keep(groups[6])
    assert kept.at(groups[6].begin) is groups[6]
    assert kept.at(BEGIN) is None


def test_live_pictures_nobody_takes_are_passed_over_up_to_a_key_frame() -> None:
    arrivals = Arrivals(most_pictures=3)
    for each in filmed(0, 3):
        arrivals.put(each)
    taken = [arrivals.take(0.0) for _ in range(3)]
    assert [each.at for each in taken if each] == [each.at for each in filmed(0, 1)[:3]]
    arrivals.put(filmed(3, 1)[1])
    assert arrivals.take(0.0) is None
    arrivals.put(filmed(4, 1)[0])
    assert arrivals.take(0.0) is not None
    arrivals.end(NoPicture("first"))
    arrivals.end(NoPicture("second"))
    arrivals.put(filmed(5, 1)[0])
    with pytest.raises(NoPicture, match="first"):
        arrivals.take(0.0)


def test_recorded_pictures_are_never_passed_over() -> None:
    arrivals = Arrivals(keeps_all=True, most_pictures=2)
    for each in filmed(0, 1):
        arrivals.put(each)
    assert arrivals.has_ended
    assert [arrivals.take(0.0) for _ in range(2)] == filmed(0, 1)[:2]
    with pytest.raises(ReadAhead):
        arrivals.take(0.0)
    holed = Arrivals(keeps_all=True)
    holed.put(filmed(0, 1)[0])
    holed.lose()
    assert holed.take(0.0) is not None
    with pytest.raises(PacketsLost):
        holed.take(0.0)
    Arrivals().lose()
