"""The past from a recorder: groups and gaps are exact, a group costs one round trip, and a cut is mended."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.adapters.xprotect import playback
from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Gop
from tests.builders.past_recorder import BEGIN, PastRecorder, Shot, playing, steady

MS = timedelta(milliseconds=1)


def at(ms: float) -> datetime:
    return BEGIN + ms * MS


def told(gop: Gop | None) -> tuple[list[float], float, bool] | None:
    """Times in ms after BEGIN."""
    if gop is None:
        return None
    assert gop.packets[0].is_key
    assert not any(packet.is_key for packet in gop.packets[1:])
    return [(packet.at - BEGIN) / MS for packet in gop.packets], (gop.end - BEGIN) / MS, gop.is_followed


def test_a_group_is_found_by_any_time_within_it() -> None:
    with playing(PastRecorder(steady(0, groups=4))) as recording:
        for ms in (500, 500.4, 733, 999, 999.999):
            assert told(recording.gop(at(ms))) == ([500, 600, 700, 800, 900], 1000, True)
        first = recording.gop(at(0))
        assert first is not None
        assert first.packets[0].data == b"picture 0"
        assert first.packets[0].codec is Codec.H264


def test_before_a_gap_a_group_ends_one_picture_after_its_last() -> None:
    with playing(PastRecorder([*steady(0, groups=2), *steady(60_000, groups=2)])) as recording:
        assert told(recording.gop(at(700))) == ([500, 600, 700, 800, 900], 1000, False)
        assert told(recording.gop(at(999))) == ([500, 600, 700, 800, 900], 1000, False)
        for ms in (1000, 1001, 30_000, 59_999):
            assert recording.gop(at(ms)) is None
            assert recording.key(at(ms)) is None
            assert recording.following(at(ms)) == at(60_000)
            assert recording.preceding(at(ms)) == at(900)
        assert told(recording.gop(at(60_000))) == ([60_000, 60_100, 60_200, 60_300, 60_400], 60_500, True)


def test_nothing_before_the_beginning_and_after_the_end() -> None:
    with playing(PastRecorder(steady(0, groups=2))) as recording:
        assert recording.gop(at(-1)) is None
        assert recording.key(at(-1)) is None
        assert recording.following(at(-5_000)) == at(0)
        assert recording.preceding(at(0)) is None
        assert told(recording.gop(at(950))) == ([500, 600, 700, 800, 900], 1000, False)
        assert recording.gop(at(1_000)) is None
        assert recording.following(at(901)) is None
        assert recording.preceding(at(5_000)) == at(900)


def test_neighbours_of_a_time() -> None:
    with playing(PastRecorder(steady(0, groups=2))) as recording:
        assert recording.following(at(300)) == at(300)
        assert recording.following(at(300.2)) == at(400)
        assert recording.preceding(at(300)) == at(200)
        assert recording.preceding(at(300.2)) == at(300)


def test_playing_forward_costs_a_round_trip_a_group_and_no_picture_twice() -> None:
    recorder = PastRecorder(steady(0, groups=14, length=15))
    with playing(recorder) as recording:
        for ms in (0, 1_500):
            recording.gop(at(ms))
        moment, turns, sent = at(3_000), recorder.turns, len(recorder.sent)
        for number in range(2, 12):
            gop = recording.gop(moment)
            assert gop is not None
            assert gop.begin == at(number * 1_500)
            moment = gop.end
        assert recorder.turns - turns == 10
        assert len(recorder.sent) - sent == 150


def test_playing_backward_costs_a_round_trip_a_group_and_no_picture_twice() -> None:
    recorder = PastRecorder(steady(0, groups=12, length=15))
    with playing(recorder) as recording:
        gop = recording.gop(at(11 * 1_500))
        assert gop is not None
        turns, sent = recorder.turns, len(recorder.sent)
        for number in range(10, 0, -1):
            gop = recording.gop(gop.begin - MS / 1000)
            assert gop is not None
            assert gop.begin == at(number * 1_500)
        assert recorder.turns - turns == 10
        assert len(recorder.sent) - sent == 150


def test_a_jump_costs_one_round_trip() -> None:
    recorder = PastRecorder(steady(0, groups=40, length=15))
    with playing(recorder) as recording:
        recording.gop(at(0))
        turns = recorder.turns
        for number in (30, 7, 22, 3):
            gop = recording.gop(at(number * 1_500 + 700))
            assert gop is not None
            assert gop.begin == at(number * 1_500)
        assert recorder.turns - turns == 4


def test_the_key_frame_alone_comes_in_one_round_trip() -> None:
    recorder = PastRecorder([*steady(0, groups=2, length=15), *steady(60_000, groups=2, length=15)])
    with playing(recorder) as recording:
        recording.gop(at(0))
        turns = recorder.turns
        key = recording.key(at(2_400))
        assert key is not None
        assert (key.at, key.is_key, key.data) == (at(1_500), True, b"picture 1500")
        assert recorder.turns - turns == 1
        assert recording.key(at(3_100)) is None


def test_where_a_server_sends_jpeg_each_picture_is_its_own_group() -> None:
    shots = [Shot(ms, is_key=True) for ms in (0, 100, 200, 10_000)]
    with playing(PastRecorder(shots, is_jpeg=True)) as recording:
        gop = recording.gop(at(130))
        assert told(gop) == ([100], 200, True)
        assert gop is not None
        assert gop.packets[0].codec is Codec.JPEG
        assert told(recording.gop(at(250))) == ([200], 300, False)
        assert recording.gop(at(350)) is None
        key = recording.key(at(130))
        assert key is not None
        assert key.at == at(100)


def test_a_recording_of_few_pictures_is_not_full_of_gaps() -> None:
    slow = [*steady(0, groups=3, length=4, interval_ms=2_500), *steady(300_000, groups=2, length=4, interval_ms=2_500)]
    with playing(PastRecorder(slow)) as recording:
        key = recording.key(at(6_000))
        assert key is not None
        assert key.at == at(0)
        assert told(recording.gop(at(6_000))) == ([0, 2_500, 5_000, 7_500], 10_000, True)
        assert told(recording.gop(at(29_000))) == ([20_000, 22_500, 25_000, 27_500], 30_000, False)
        assert recording.gop(at(31_000)) is None
        assert recording.key(at(31_000)) is None


@pytest.mark.parametrize("is_jpeg", [True, False])
def test_key_frames_alone_at_equal_distances_are_a_slow_recording(is_jpeg: bool) -> None:
    shots = [Shot(ms, is_key=True) for ms in (*range(0, 60_000, 5_000), *range(300_000, 330_000, 5_000))]
    with playing(PastRecorder(shots, is_jpeg=is_jpeg)) as recording:
        for ms in (0, 5_000):
            assert recording.gop(at(ms)) is not None
        assert told(recording.gop(at(14_000))) == ([10_000], 15_000, True)
        assert told(recording.gop(at(58_000))) == ([55_000], 60_000, False)
        assert recording.gop(at(61_000)) is None


@pytest.mark.parametrize(
    "recorder",
    [
        PastRecorder([*steady(0, 3), *steady(60_000, 3)], goes_nearest=True),
        PastRecorder([*steady(0, 3), *steady(60_000, 3)], ignores_keys=True),
        PastRecorder([*steady(0, 3), *steady(60_000, 3)], ignores_keys=True, tells_keys=False),
        PastRecorder([*steady(0, 3), *steady(60_000, 3)], goes_nearest=True, ignores_keys=True),
        PastRecorder([*steady(0, 3), *steady(60_000, 3)], one_at_a_time=True),
    ],
    ids=["nearest", "no key frames only", "nor their times", "both", "one call at a time"],
)
def test_recorders_that_read_the_protocol_otherwise(recorder: PastRecorder) -> None:
    with playing(recorder) as recording:
        assert told(recording.gop(at(960))) == ([500, 600, 700, 800, 900], 1000, True)
        assert told(recording.gop(at(499))) == ([0, 100, 200, 300, 400], 500, True)
        assert recording.gop(at(50_000)) is None
        key = recording.key(at(60_450))
        assert key is not None
        assert key.at == at(60_000)
        assert recording.following(at(50_000)) == at(60_000)
        assert recording.preceding(at(59_000)) == at(1_400)


def test_a_cut_in_the_middle_of_a_picture_is_mended() -> None:
    recorder = PastRecorder(steady(0, groups=4), cuts_after=7)
    with playing(recorder) as recording:
        assert told(recording.gop(at(0))) == ([0, 100, 200, 300, 400], 500, True)
        assert told(recording.gop(at(500))) == ([500, 600, 700, 800, 900], 1000, True)
        assert recorder.connections == 2
        assert told(recording.gop(at(1_000))) == ([1_000, 1_100, 1_200, 1_300, 1_400], 1500, True)


def test_after_a_cut_an_expired_token_is_replaced() -> None:
    recorder = PastRecorder(steady(0, groups=4), cuts_after=7)
    with playing(recorder, "old", "new") as recording:
        recorder.refuses = {b"old"}
        assert told(recording.gop(at(500))) is not None
        assert told(recording.gop(at(1_000))) is not None
        assert recorder.connections == 3


def test_a_recorder_that_went_away_is_no_picture_and_is_found_again() -> None:
    recorder = PastRecorder(steady(0, groups=4))
    recorder.refuses = {b"bad"}
    with playing(recorder, "good", "bad") as recording:
        recorder.cuts_after, recorder.refuses = 0, {b"good", b"bad"}
        with pytest.raises(NoPicture, match="The recorder refused Camera 1"):
            recording.gop(at(0))
        recorder.refuses = set()
        assert told(recording.gop(at(0))) is not None


def test_a_group_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback, "MOST_PICTURES", 20)
    shots = [Shot(ms * 100, is_key=ms == 0) for ms in range(100)]
    with playing(PastRecorder(shots)) as recording, pytest.raises(NoPicture, match="group without end"):
        recording.gop(at(0))


def test_pictures_that_lean_on_nothing_are_no_pictures() -> None:
    with playing(PastRecorder([Shot(0), Shot(100), *steady(200, groups=1)])) as recording:
        assert recording.gop(at(150)) is None
        assert told(recording.gop(at(200))) == ([200, 300, 400, 500, 600], 700, False)


@st.composite
def pasts(draw: st.DrawFn) -> list[Shot]:
    """Groups of some pictures 40 to 400 ms apart, with gaps of a minute here and there."""
    interval = draw(st.integers(40, 400))
    shots, ms = [], 0
    for length, has_gap in draw(st.lists(st.tuples(st.integers(2, 6), st.booleans()), min_size=1, max_size=6)):
        shots += [Shot(ms + i * interval, i == 0) for i in range(length)]
        ms = shots[-1].ms + (60_000 if has_gap else interval)
    return shots


@settings(max_examples=40, deadline=None)
@given(past=pasts(), wanted=st.lists(st.floats(-0.1, 1.1), min_size=1, max_size=6), nearest=st.booleans())
def test_every_time_of_every_past(past: list[Shot], wanted: list[float], nearest: bool) -> None:
    interval = past[1].ms - past[0].ms
    with playing(PastRecorder(past, goes_nearest=nearest)) as recording:
        recording.gop(past[0].at)
        for share in wanted:
            ms = round(share * past[-1].ms, 3)
            standing = [shot for shot in past if shot.ms <= ms < shot.ms + interval]
            gop = recording.gop(at(ms))
            assert (gop is not None) == bool(standing)
            if gop is not None:
                shown = max(packet.at for packet in gop.packets if packet.at <= at(ms))
                assert shown == standing[-1].at
            later, earlier = [s.at for s in past if s.ms >= ms], [s.at for s in past if s.ms < ms]
            assert recording.following(at(ms)) == min(later, default=None)
            assert recording.preceding(at(ms)) == max(earlier, default=None)
