"""Clusters: everybody is in one, and panning changes none."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smartclient.geometry.clusters import cell_size_m, cluster

PLACE = st.floats(-50_000, 50_000)
PLACES = st.lists(st.tuples(PLACE, PLACE), min_size=1, max_size=80)
SIDES = st.sampled_from([0.5, 4.0, 64.0, 1024.0])


@given(PLACES, SIDES)
def test_every_point_is_in_one_cluster_around_its_mean(places: list[tuple[float, float]], side: float) -> None:
    points = np.array(places)
    found = cluster(points, side)
    assert found.counts.sum() == len(points)
    for index, center in enumerate(found.centers):
        members = points[found.members == index]
        assert len(members) == found.counts[index] > 0
        assert np.allclose(members.mean(axis=0), center, atol=1e-6)
        assert (np.floor(members / side) == np.floor(members[0] / side)).all()


@given(PLACES, SIDES, st.data())
def test_what_is_out_of_sight_does_not_change_a_cluster(
    places: list[tuple[float, float]], side: float, data: st.DataObject
) -> None:
    points = np.array(places)
    chosen = points[data.draw(st.integers(0, len(points) - 1))]
    same_square = (np.floor(points / side) == np.floor(chosen / side)).all(axis=1)
    all_of_it, alone = cluster(points, side), cluster(points[same_square], side)
    index = all_of_it.members[np.flatnonzero(same_square)[0]]
    assert alone.counts.tolist() == [all_of_it.counts[index]]
    assert np.allclose(alone.centers[0], all_of_it.centers[index])


@given(st.floats(0.005, 500), st.floats(8, 100))
def test_squares_are_large_enough_and_change_in_doublings(scale: float, cell_px: float) -> None:
    side = cell_size_m(scale, cell_px)
    assert cell_px * scale <= side <= 2 * cell_px * scale * (1 + 1e-12)
    assert np.log2(side).is_integer()


def test_no_points_no_clusters() -> None:
    found = cluster(np.empty((0, 2)), 10.0)
    assert len(found.counts) == len(found.members) == len(found.centers) == 0
