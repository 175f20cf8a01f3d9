"""Who stands too near below a camera has the face under the picture."""

import math

import pytest

from smartclient.domain.devices import CameraForm, View
from smartclient.geometry.visibility import nearest_face_m


def test_the_lower_edge_of_the_picture_meets_faces_where_height_tilt_and_lens_say() -> None:
    below = math.radians(18) + math.atan(math.tan(math.radians(39)) * 9 / 16)
    assert nearest_face_m(View(0, 78, 20, tilt_deg=18, height_m=2.8)) == pytest.approx(1.3 / math.tan(below))
    steeper, higher = View(0, 78, 20, tilt_deg=40, height_m=2.8), View(0, 78, 20, tilt_deg=18, height_m=6)
    assert nearest_face_m(steeper) < nearest_face_m(View(0, 78, 20, tilt_deg=18, height_m=2.8)) < nearest_face_m(higher)


@pytest.mark.parametrize(
    "view",
    [
        View(0, 78, 20),
        View(0, 78, 20, tilt_deg=18),
        View(0, 78, 20, height_m=2.8),
        View(0, 78, 20, CameraForm.PTZ, tilt_deg=18, height_m=2.8),
        View(0, 180, 20, CameraForm.FISHEYE, tilt_deg=90, height_m=2.8),
        View(0, 78, 20, tilt_deg=80, height_m=2.8),
        View(0, 78, 20, tilt_deg=18, height_m=1.2),
    ],
)
def test_nothing_is_hidden_where_it_is_not_known_or_the_camera_looks_down(view: View) -> None:
    assert nearest_face_m(view) == 0
