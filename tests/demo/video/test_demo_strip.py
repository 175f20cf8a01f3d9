"""The time strip: what is burnt in is read again, through H.264 and scaling, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from smartclient.demo.video import strip
from smartclient.demo.video.codec import H264Encoder, pixels

times = st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def whole_ms(at: datetime) -> datetime:
    return at - timedelta(microseconds=at.microsecond % 1000)


def textured(width: int, height: int) -> NDArray[np.uint8]:
    down, across = np.mgrid[:height, :width]
    luma = (120 + 60 * np.sin(across / 9) * np.cos(down / 7)).astype(np.uint8)
    packed = np.full((height * 3 // 2, width), 128, np.uint8)
    packed[:height] = luma
    return packed


@given(times)
def test_any_time_is_read_again(at: datetime) -> None:
    frame = np.zeros((360, 640, 3), np.uint8)
    strip.burn(frame, at)
    assert strip.read(frame) == whole_ms(at)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (1280, 720)])
@settings(max_examples=8, deadline=None)
@given(first=times, gaps=st.lists(st.integers(1, 10**7), min_size=3, max_size=6))
def test_it_survives_h264(width: int, height: int, first: datetime, gaps: list[int]) -> None:
    packed = textured(width, height)
    encoder, decoder = H264Encoder(width, height), av.CodecContext.create("h264", "r")
    sent, got = [], []
    at = whole_ms(first)
    for number, gap in enumerate(gaps):
        strip.burn(packed[:height], at)
        data, _ = encoder.encode(packed, number * 83, key=number == 0)
        got += [strip.read(pixels(frame.reformat(format="rgb24"))) for frame in decoder.decode(av.Packet(data))]
        sent.append(at)
        at += timedelta(milliseconds=gap)
    got += [strip.read(pixels(frame.reformat(format="rgb24"))) for frame in decoder.decode(None)]
    assert got == sent


@pytest.mark.parametrize(("width", "height"), [(640, 360), (320, 180), (426, 240), (960, 540), (1600, 900)])
def test_it_survives_scaling(width: int, height: int) -> None:
    at = datetime(2026, 11, 23, 14, 2, 11, 83_000, tzinfo=UTC)
    frame = np.repeat(textured(1280, 720)[:720, :, None], 3, axis=2)
    strip.burn(frame, at)
    scaled = av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(width, height, interpolation="BICUBIC")
    assert strip.read(pixels(scaled.reformat(format="rgb24"))) == at


@given(st.integers(0, 63))
def test_one_wrong_cell_is_noticed(cell: int) -> None:
    frame = np.zeros((360, 640), np.uint8)
    strip.burn(frame, datetime(2026, 11, 23, tzinfo=UTC))
    area = frame[-6:, cell * 10 : cell * 10 + 10]
    area[:] = strip.BLACK + strip.WHITE - area
    assert strip.read(frame) is None


@pytest.mark.parametrize(
    "frame", [np.zeros((360, 640, 3), np.uint8), np.zeros((4, 4, 3), np.uint8), textured(640, 360)[:360]]
)
def test_a_picture_without_strip_has_no_time(frame: NDArray[np.uint8]) -> None:
    assert strip.read(frame) is None


def test_times_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        strip.burn(np.zeros((360, 640), np.uint8), datetime(1969, 12, 31, tzinfo=UTC))
