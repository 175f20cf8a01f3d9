"""Packets joined to pictures: in order, out of order, lost, and garbled."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect.webrtc.access_units import PATIENCE, WINDOW, AccessUnit, AccessUnits, RtpPart

START = b"\x00\x00\x00\x01"
SPS, PPS, IDR, SLICE = b"\x67sps", b"\x68pps", b"\x65\x88" + b"key" * 20, b"\x41\x9a" + b"delta" * 20


def stap(*nals: bytes) -> bytes:
    return b"\x18" + b"".join(len(nal).to_bytes(2, "big") + nal for nal in nals)


def fragments(nal: bytes, count: int) -> list[bytes]:
    size = -(-(len(nal) - 1) // count)
    pieces = [nal[1 + at : 1 + at + size] for at in range(0, len(nal) - 1, size)]
    flags = [(index == 0) << 7 | (index == len(pieces) - 1) << 6 for index in range(len(pieces))]
    return [bytes((nal[0] & 0xE0 | 28, flag | nal[0] & 31)) + piece for flag, piece in zip(flags, pieces, strict=True)]


def picture(stamp: int, *payloads: bytes) -> list[tuple[int, bool, bytes]]:
    return [(stamp, index == len(payloads) - 1, payload) for index, payload in enumerate(payloads)]


def numbered(parts: list[tuple[int, bool, bytes]], first: int = 65_530) -> list[RtpPart]:
    return [RtpPart((first + index) % 65_536, *part) for index, part in enumerate(parts)]


def joined(parts: list[RtpPart], units: AccessUnits | None = None) -> list[AccessUnit]:
    units = units or AccessUnits()
    return [unit for part in parts for unit in units.add(part)]


KEY = picture(0, stap(SPS, PPS), *fragments(IDR, 4))
STREAM = numbered([*KEY, *picture(90, SLICE), *picture(180, *fragments(SLICE, 3)), *picture(270, SLICE)])
WHOLE = [
    AccessUnit(START + SPS + START + PPS + START + IDR, 0, True),
    AccessUnit(START + SLICE, 90, False),
    AccessUnit(START + SLICE, 180, False),
    AccessUnit(START + SLICE, 270, False),
]


def test_packets_in_order_are_pictures_at_once() -> None:
    units = AccessUnits()
    assert joined(STREAM, units) == WHOLE
    assert not units.has_lost
    assert not units.missing()
    last = AccessUnits()
    assert joined(STREAM[:5], last) == WHOLE[:1]


@given(st.randoms(use_true_random=False))
def test_packets_in_any_near_order_are_the_same_pictures(chance: random.Random) -> None:
    order = sorted(range(1, len(STREAM)), key=lambda index: index + chance.uniform(0, 6))
    assert joined([STREAM[0], *(STREAM[index] for index in order), STREAM[-1]]) == WHOLE


def test_what_is_missing_is_named_and_waited_for() -> None:
    units = AccessUnits()
    assert joined([*STREAM[:5], *STREAM[6:]], units) == WHOLE[:1]
    assert units.missing() == [STREAM[5].sequence]
    assert units.add(STREAM[5]) == WHOLE[1:]
    assert units.missing() == []
    assert not units.has_lost


def test_after_a_loss_nothing_is_shown_before_the_next_key_frame() -> None:
    units = AccessUnits()
    later = [part for step in range(PATIENCE) for part in picture(400 + step, SLICE)]
    parts = numbered([*KEY, *picture(90, SLICE), *later, *picture(9_000, SPS, PPS, IDR), *picture(9_090, SLICE)])
    found = joined([part for part in parts if part.stamp != 90], units)
    assert [unit.stamp for unit in found] == [0, 9_000, 9_090]
    assert found[1].is_key
    assert units.has_lost


def test_a_jump_of_the_count_begins_anew() -> None:
    units = AccessUnits()
    joined(STREAM, units)
    again = numbered(KEY, (STREAM[-1].sequence + WINDOW + 50) % 65_536)
    assert joined(again, units) == WHOLE[:1]
    assert units.has_lost


def test_parameter_sets_of_the_description_stand_before_bare_key_frames() -> None:
    units = AccessUnits([SPS, PPS])
    (bare,) = joined(numbered(picture(0, IDR)), units)
    assert bare.data == WHOLE[0].data
    (own,) = joined(numbered(KEY), AccessUnits([b"\x67other", PPS]))
    assert own.data == WHOLE[0].data


def test_a_server_that_sets_no_markers_shows_each_picture_with_the_next() -> None:
    parts = [RtpPart(part.sequence, part.stamp, False, part.payload) for part in STREAM]
    assert joined(parts) == WHOLE[:-1]


@pytest.mark.parametrize(
    "payload",
    [
        fragments(IDR, 3)[1],
        b"\x1c",
        b"\x18\x00",
        b"\x18\x00\xff\x67",
        stap(SPS) + b"\x00\x00",
        b"\x19\x00\x00\x00",
        b"\x00\x00",
        b"\x9f",
    ],
)
def test_a_picture_with_a_broken_packet_is_left_out(payload: bytes) -> None:
    units = AccessUnits()
    parts = numbered([*KEY, *picture(90, SLICE, payload), *picture(180, SLICE), *picture(270, IDR)])
    assert [unit.stamp for unit in joined(parts, units)] == [0, 270]
    assert units.has_lost


_PART = st.builds(
    RtpPart,
    sequence=st.integers(0, 40) | st.integers(0, 65_535),
    stamp=st.integers(0, 3) | st.integers(0, 2**32 - 1),
    marker=st.booleans(),
    payload=st.binary(max_size=40) | st.sampled_from([SPS, PPS, IDR, SLICE, *fragments(IDR, 3)]),
)


@given(st.lists(_PART, max_size=300))
def test_no_packets_break_it(parts: list[RtpPart]) -> None:
    units = AccessUnits()
    found = joined(parts, units)
    assert all(unit.data.startswith(START) for unit in found)
    assert not found or found[0].is_key
    assert len(units.missing()) <= WINDOW
    assert len(units._waiting) <= PATIENCE


def test_a_first_picture_that_lost_its_parameter_sets_is_left_out() -> None:
    again = [*picture(9_000, stap(SPS, PPS), IDR), *picture(9_090, SLICE)]
    units = AccessUnits()
    assert [unit.stamp for unit in joined(numbered([*KEY[1:], *picture(90, SLICE), *again]), units)] == [9_000, 9_090]
    assert units.has_lost


def test_a_first_picture_that_lost_its_first_slice_is_left_out() -> None:
    second = IDR[:1] + b"\x40" + IDR[2:]
    again = [*picture(9_000, SPS, PPS, IDR, second), *picture(9_090, SLICE)]
    units = AccessUnits([SPS, PPS])
    assert [unit.stamp for unit in joined(numbered([*picture(0, second), *again]), units)] == [9_000, 9_090]
    assert units.has_lost
