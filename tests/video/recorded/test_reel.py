"""One group on the decoder: any picture in any order, within its bound of memory."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.domain.footage import Codec, Gop, Packet
from smartclient.video.pictures import Scaler
from smartclient.video.recorded import reel as reel_module
from smartclient.video.recorded.reel import Reel
from tests.builders.past import BEGIN, gops
from tests.builders.past_tiles import burnt_in

GROUPS = {
    "in order": gops(BEGIN, 20, 10, 20)[0],
    "out of order": gops(BEGIN, 20, 10, 20, b_frames=3)[0],
    "H.265 out of order": gops(BEGIN, 20, 10, 20, Codec.H265, b_frames=2)[0],
}
FRAME_BYTES = 320 * 180 * 4


def never() -> bool:
    return False


@pytest.mark.parametrize("group", list(GROUPS))
@settings(max_examples=15, deadline=None)
@given(asked=st.lists(st.tuples(st.integers(0, 19), st.booleans()), min_size=1, max_size=12))
def test_any_picture_in_any_order_within_the_bound(group: str, asked: list[tuple[int, bool]]) -> None:
    reel = Reel(GROUPS[group], Scaler((320, 180)), lambda: 0.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reel_module, "PICTURE_BYTES", 6 * FRAME_BYTES)
        for number, keeps_earlier in asked:
            frame = reel.frame(number, never, keeps_earlier)
            assert frame is not None
            assert frame.at == burnt_in(frame) == reel.times[number] == BEGIN + timedelta(milliseconds=100 * number)
            assert reel.kept_bytes <= 6 * FRAME_BYTES


def test_backward_a_group_is_decoded_once() -> None:
    reel = Reel(GROUPS["out of order"], Scaler((320, 180)), lambda: 0.0)
    while reel.prepare():
        pass
    fed = reel.fed
    shown = [reel.frame(number, never, keeps_earlier=True) for number in reversed(range(20))]
    assert [frame.at for frame in shown if frame is not None] == reel.times[::-1]
    assert reel.fed == fed


def test_decoding_for_a_place_that_is_no_longer_wanted_ends_at_once() -> None:
    reel = Reel(GROUPS["in order"], Scaler((320, 180)), lambda: 0.0)
    asked = iter([False, False, True])
    assert reel.frame(19, lambda: next(asked), keeps_earlier=False) is None
    frame = reel.frame(19, never, keeps_earlier=False)
    assert frame is not None
    assert frame.at == reel.times[19]


def test_pictures_that_lean_on_the_group_before_are_left_out() -> None:
    gop = GROUPS["in order"]
    early = Packet(b"\0\0\1\1early", Codec.H264, False, gop.begin - timedelta(milliseconds=100))
    reel = Reel(Gop((gop.packets[0], early, *gop.packets[1:]), gop.end), Scaler((320, 180)), lambda: 0.0)
    assert reel.times[0] == gop.begin
    frame = reel.frame(0, never, keeps_earlier=False)
    assert frame is not None
    assert frame.at == gop.begin


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.binary(max_size=200), st.booleans()), min_size=1, max_size=8), st.sampled_from(list(Codec))
)
def test_garbage_gives_no_picture_and_no_crash(packets: list[tuple[bytes, bool]], codec: Codec) -> None:
    pictures = tuple(
        Packet(data, codec, is_key, BEGIN + timedelta(milliseconds=40 * number))
        for number, (data, is_key) in enumerate(packets)
    )
    reel = Reel(Gop(pictures, BEGIN + timedelta(seconds=1)), Scaler((320, 180)), lambda: 0.0)
    reel.frame(len(reel.times) - 1, never, keeps_earlier=True)
    while reel.prepare():
        pass
