"""Label placement: nothing overlaps, nothing is dropped without need."""

from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.labels import AROUND, BESIDE, Box, Label, overlap, place

PIXEL = st.floats(-200, 1200)
LABELS = st.lists(
    st.builds(
        Label,
        PIXEL,
        PIXEL,
        st.floats(1, 200),
        st.floats(1, 40),
        st.integers(0, 3).map(float),
        st.sampled_from([BESIDE, AROUND]),
        st.floats(0, 12),
    ),
    max_size=60,
)
BOXES = st.lists(
    st.tuples(PIXEL, PIXEL, st.floats(1, 300), st.floats(1, 300)).map(lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3]))
)


@given(LABELS, BOXES)
def test_nothing_overlaps(labels: list[Label], obstacles: list[Box]) -> None:
    boxes = list(place(labels, obstacles).values())
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert not any(overlap(box, obstacle) for box in boxes for obstacle in obstacles)


@given(LABELS, BOXES)
def test_a_label_is_dropped_only_when_all_its_places_are_taken_by_better_ones(
    labels: list[Label], obstacles: list[Box]
) -> None:
    placed = place(labels, obstacles)
    for index, label in enumerate(labels):
        if index in placed:
            assert placed[index] in list(label.boxes())
            continue
        before = [box for i, box in placed.items() if (labels[i].rank, i) < (label.rank, index)]
        assert all(any(overlap(box, other) for other in [*before, *obstacles]) for box in label.boxes())


def test_the_first_free_place_is_taken() -> None:
    label = Label(100, 100, 40, 10)
    boxes = list(label.boxes())
    assert boxes[0] == (104, 95, 144, 105)
    assert place([label]) == {0: boxes[0]}
    assert place([label], [(110, 90, 120, 110)]) == {0: boxes[1]}


def test_rank_goes_before_order() -> None:
    labels = [Label(0, 0, 50, 10, rank=2, places=AROUND[:1]), Label(10, 0, 50, 10, rank=1, places=AROUND[:1])]
    assert list(place(labels)) == [1]
