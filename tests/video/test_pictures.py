"""Decoded pictures become frames: right in every colour and size, in memory that is used again."""

import av
import numpy as np
import pytest

from smartclient.video.pictures import Scaler

COLOURS = np.array([(255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)], np.uint8)


def picture(width: int, height: int, form: str) -> av.VideoFrame:
    """Four upright stripes: red, green, blue and grey."""
    stripes = np.repeat(COLOURS, width // 4, axis=0)[None].repeat(height, axis=0)
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(stripes), "rgb24").reformat(format=form)


@pytest.mark.parametrize("form", ["yuv420p", "yuvj420p", "yuv422p", "nv12", "yuv420p10le", "gbrp", "bgra"])
@pytest.mark.parametrize("size", [(640, 360), (318, 178), (100, 57)])
def test_a_frame_has_the_colours_of_its_picture_in_every_format(form: str, size: tuple[int, int]) -> None:
    source = picture(640, 360, form)
    frame = Scaler(size).frame(source, None, 0.0)
    assert frame.pixels.shape == (frame.height, frame.width, 4)
    stripe = frame.width / 4
    for number, colour in enumerate(COLOURS):
        inside = frame.pixels[:, round((number + 0.2) * stripe) : round((number + 0.8) * stripe), 2::-1].astype(int)
        assert np.abs(inside - colour).max() <= 6


def test_a_frames_memory_is_its_rows_with_what_lies_between() -> None:
    frame = Scaler((300, 300)).frame(picture(640, 360, "yuv420p"), None, 0.0)
    row_bytes = frame.rows.row_bytes
    flat = np.frombuffer(frame.rows.memory, np.uint8)
    assert np.shares_memory(flat, frame.pixels)
    for row in (0, 7, frame.height - 1):
        begin = row * row_bytes
        np.testing.assert_array_equal(flat[begin : begin + 4 * frame.width], frame.pixels[row].ravel())


def test_frames_that_nobody_keeps_lie_where_others_lay_and_kept_ones_stay_as_they_are() -> None:
    scaler, grey, red = Scaler((320, 180)), picture(640, 360, "yuv420p"), picture(640, 360, "yuvj420p")
    kept = scaler.frame(grey, None, 0.0)
    held = kept.pixels
    before = held.copy()
    places = set()
    for _ in range(50):
        passing = scaler.frame(grey, None, 0.0).pixels
        places.add(passing.ctypes.data)
        assert not np.shares_memory(passing, held)
    scaler.frame(red, None, 0.0)
    assert len(places) <= 3
    np.testing.assert_array_equal(held, before)
    np.testing.assert_array_equal(kept.pixels, before)


def test_another_size_or_format_in_the_middle_of_a_stream_is_followed() -> None:
    scaler = Scaler((320, 180))
    assert scaler.frame(picture(640, 360, "yuv420p"), None, 0.0).width == 320
    scaler.resize(160, 90)
    assert scaler.frame(picture(640, 360, "yuv420p"), None, 0.0).width == 160
    square = scaler.frame(picture(400, 400, "yuv444p"), None, 0.0)
    assert (square.width, square.height, square.source_width) == (88, 90, 400)
