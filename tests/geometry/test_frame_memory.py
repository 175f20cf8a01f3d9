"""A frame that remembers answers what one answers that works everything out, and asks the library only for what is new."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.frame_memory import FrameMemory, Points
from smartclient.geometry.frames import Frame

HERE = (-89.5, 43.09)
NEAR = np.array([[-89.5, 43.09], [-89.49, 43.1], [-89.52, 43.05]])


def must_not_work_out(_lonlat: Points) -> Points:
    raise AssertionError("it is known")


@given(
    st.lists(
        st.tuples(st.floats(-89.6, -89.4, allow_subnormal=False), st.floats(43, 43.2, allow_subnormal=False)),
        min_size=1,
    )
)
def test_the_answer_is_the_same_to_the_bit_worked_out_or_remembered(lonlat: list[tuple[float, float]]) -> None:
    points, memory = np.array(lonlat), FrameMemory()
    plain, remembering = Frame(*HERE), Frame(*HERE, memory)
    assert np.array_equal(plain.to_local(points), remembering.to_local(points))
    again = FrameMemory(dict(memory.known))
    assert np.array_equal(plain.to_local(points), again.recall(HERE, points, must_not_work_out))
    assert remembering == plain
    assert not again.has_learnt


def test_what_is_new_or_of_another_frame_is_worked_out() -> None:
    memory = FrameMemory()
    Frame(*HERE, memory).to_local(NEAR)
    assert memory.has_learnt
    for frame, points in ((HERE, NEAR[:2]), ((-89.5, 43.08), NEAR), (HERE, NEAR + 1e-9)):
        with pytest.raises(AssertionError, match="it is known"):
            memory.recall(frame, points, must_not_work_out)


def test_one_point_is_remembered_like_many() -> None:
    memory = FrameMemory()
    frame = Frame(*HERE, memory)
    point = frame.point_to_local(-89.49, 43.1)
    assert point == Frame(*HERE).point_to_local(-89.49, 43.1)
    assert tuple(memory.recall(HERE, np.array([[-89.49, 43.1]]), must_not_work_out)[0]) == point


def test_an_answer_may_be_changed_by_who_asked() -> None:
    memory = FrameMemory()
    frame = Frame(*HERE, memory)
    first = frame.to_local(NEAR).copy()
    frame.to_local(NEAR)[:] = 0
    assert np.array_equal(frame.to_local(NEAR), first)


def test_a_closed_memory_is_left_alone() -> None:
    memory = FrameMemory({b"x": b""})
    memory.is_open = False
    Frame(*HERE, memory).to_local(NEAR)
    Frame(*HERE, memory).point_to_local(*HERE)
    assert memory.known == {b"x": b""}


def test_an_answer_of_the_wrong_length_is_worked_out_again() -> None:
    memory = FrameMemory()
    frame = Frame(*HERE, memory)
    expected = frame.to_local(NEAR).copy()
    memory.known.update(dict.fromkeys(memory.known, b"12345678"))
    assert np.array_equal(frame.to_local(NEAR), expected)
