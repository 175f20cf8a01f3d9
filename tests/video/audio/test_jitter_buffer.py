"""The jitter buffer: order, loss, doubles, and a delay that never grows over its bound."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smartclient.video.audio.jitter_buffer import MOST, WANTED, JitterBuffer
from smartclient.video.audio.samples import Samples

PACKET = 320


def numbered(stamp: int, count: int = PACKET) -> Samples:
    """Samples that say their own numbers, none of them 0."""
    return (np.arange(stamp, stamp + count) % 60_000 + 1).astype(np.float32)


def filled(*stamps: int) -> JitterBuffer:
    buffer = JitterBuffer()
    for stamp in stamps:
        buffer.put(stamp, numbered(stamp))
    return buffer


def test_nothing_is_played_before_enough_lies_ready() -> None:
    buffer = filled(0, PACKET, 2 * PACKET)
    assert not buffer.take(PACKET).any()
    buffer.put(3 * PACKET, numbered(3 * PACKET))
    assert np.array_equal(buffer.take(PACKET), numbered(0))


def test_what_comes_in_another_order_is_played_in_its_own() -> None:
    buffer = filled(0, 2 * PACKET, PACKET, 3 * PACKET, 3 * PACKET)
    played = np.concatenate([buffer.take(100) for _ in range(12)])
    assert np.array_equal(played, numbered(0, 1_200))


def test_what_is_lost_is_silence_and_what_is_late_is_left_out() -> None:
    buffer = filled(0, PACKET, 3 * PACKET, 4 * PACKET)
    played = np.concatenate([buffer.take(PACKET) for _ in range(4)])
    assert not played[2 * PACKET : 3 * PACKET].any()
    assert np.array_equal(played[3 * PACKET :], numbered(3 * PACKET))
    buffer.put(2 * PACKET, numbered(2 * PACKET))
    assert np.array_equal(buffer.take(PACKET), numbered(4 * PACKET))


def test_after_a_dry_spell_it_waits_until_enough_lies_ready_again() -> None:
    buffer = filled(*range(0, WANTED, PACKET))
    assert buffer.take(2 * WANTED)[:WANTED].all()
    buffer.put(WANTED, numbered(WANTED))
    assert not buffer.take(PACKET).any()
    for stamp in range(WANTED + PACKET, 2 * WANTED, PACKET):
        buffer.put(stamp, numbered(stamp))
    assert np.array_equal(buffer.take(PACKET), numbered(WANTED))


def test_a_burst_is_cut_to_the_present() -> None:
    buffer = filled(*range(0, 20 * MOST, PACKET))
    assert buffer.waiting <= MOST
    assert buffer.take(PACKET)[0] > 19 * MOST % 60_000 - MOST


def test_a_stream_that_begins_anew_elsewhere_is_followed() -> None:
    buffer = filled(*range(0, WANTED, PACKET))
    for stamp in range(-(10**9), -(10**9) + WANTED, PACKET):
        buffer.put(stamp, numbered(stamp))
    assert buffer.waiting == WANTED


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("put"), st.integers(-20, 400), st.integers(0, 4_000)),
            st.tuples(st.just("take"), st.integers(0, 2_000), st.just(0)),
        ),
        max_size=60,
    )
)
def test_the_delay_is_bounded_and_what_is_played_was_put_there(steps: list[tuple[str, int, int]]) -> None:
    buffer = JitterBuffer()
    known: set[float] = {0.0}
    for step, number, count in steps:
        if step == "put":
            sound = numbered(number * PACKET, count)
            known.update(sound.tolist())
            buffer.put(number * PACKET, sound)
        else:
            played = buffer.take(number)
            assert len(played) == number
            assert set(played.tolist()) <= known
        assert 0 <= buffer.waiting <= MOST
