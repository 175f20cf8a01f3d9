"""What is blurred cannot be recovered: of a hidden piece nothing goes on but the means of a few squares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from smartclient.evidence.boxes import at_moment, rectangle
from smartclient.evidence.detector import Grey, installed_detector
from smartclient.evidence.manifest import MANIFEST, Kind, Video, from_bytes
from smartclient.evidence.mosaic import SQUARES_ACROSS, on_grid, pixelate, square_px
from smartclient.evidence.order import Box, KeyBox, Redaction, Track
from smartclient.evidence.tracking import HOLD, tracks
from smartclient.evidence.verify import verify
from tests.builders import exporting
from tests.builders.clips import HEIGHT, WIDTH
from tests.builders.exporting import HALL
from tests.builders.recorded import START, Recorded, groups

MIDDLE = Box(0.3, 0.3, 0.4, 0.4)


def planes(seed: int, width: int = 320, height: int = 180) -> tuple[NDArray[np.uint8], ...]:
    random = np.random.default_rng(seed)
    sizes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
    return tuple(random.integers(0, 256, size, np.uint8) for size in sizes)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 9), x=st.floats(0, 0.9), y=st.floats(0, 0.9), w=st.floats(0.01, 1), h=st.floats(0.01, 1))
def test_pictures_with_the_same_means_become_the_same_picture(
    seed: int, x: float, y: float, w: float, h: float
) -> None:
    picture = planes(seed)
    hidden = rectangle(Box(x, y, w, h), 320, 180)
    assert hidden is not None
    square = square_px(hidden)
    shuffled = tuple(plane.copy() for plane in picture)
    left, top, right, bottom = on_grid(hidden, square)
    random = np.random.default_rng(seed + 1)
    for plane, scale in zip(shuffled, (1, 2, 2), strict=True):
        step = square // scale
        for row in range(top // scale, min(bottom // scale, plane.shape[0]), step):
            for column in range(left // scale, min(right // scale, plane.shape[1]), step):
                piece = plane[row : row + step, column : column + step]
                piece[:] = random.permutation(piece.ravel()).reshape(piece.shape)
    pixelate(picture, [hidden])  # type: ignore[arg-type]
    pixelate(shuffled, [hidden])  # type: ignore[arg-type]
    assert all(np.array_equal(one, other) for one, other in zip(picture, shuffled, strict=True))


def test_a_box_becomes_few_flat_squares_and_all_of_it() -> None:
    picture = planes(1)
    before = picture[0].copy()
    pixelate(picture, [(100, 40, 220, 160)])  # type: ignore[arg-type]
    hidden = picture[0][40:160, 100:220]
    assert len(np.unique(hidden)) <= (SQUARES_ACROSS + 2) ** 2
    square = square_px((100, 40, 220, 160))
    assert all(
        len(np.unique(picture[0][y : y + square, x : x + square])) == 1
        for y in range(on_grid((100, 40, 220, 160), square)[1], 160, square)
        for x in range(on_grid((100, 40, 220, 160), square)[0], 220, square)
        if y + square <= 180
    )
    assert np.array_equal(picture[0][:30, :60], before[:30, :60])


def export(parent: Path, redaction: Redaction, detector: "FakeDetector | None" = None) -> tuple[Path, Video, Video]:
    by = exporting.means({HALL.id: Recorded(groups(3))}, detector=lambda: detector)
    package = exporting.package(parent, exporting.order(3, cameras=(HALL,), redaction=redaction), by)
    original, copy = from_bytes((package / MANIFEST).read_bytes()).videos
    assert verify(package).intact
    return package, original, copy


def pictures(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as file:
        return [np.asarray(frame.to_ndarray(format="gray"), np.uint8) for frame in file.decode(video=0)]


@dataclass
class FakeDetector:
    boxes: Sequence[Box]
    name: str = "a detector"
    looked: int = 0

    def find(self, picture: Grey) -> Sequence[Box]:
        """What it was told; every third picture it misses."""
        assert picture.shape == (HEIGHT, WIDTH)
        self.looked += 1
        return self.boxes if self.looked % 3 else ()


def test_what_a_detector_finds_stays_hidden_where_it_misses_it(tmp_path: Path) -> None:
    package, original, copy = export(tmp_path, Redaction(finds_people=True), FakeDetector([MIDDLE]))
    assert "a detector" in copy.made_how
    assert copy.made_from == original.sha256
    shown, hidden = pictures(package / original.file), pictures(package / copy.file)
    assert len(shown) == len(hidden)
    white = [int((picture[70:90, 110:210] > 220).sum()) for picture in hidden]
    assert max(int((picture[70:90, 110:210] > 220).sum()) for picture in shown) >= 300
    assert max(white) == 0, "the white square is in no picture"


@pytest.mark.parametrize(
    ("redaction", "detector", "words"),
    [
        (Redaction(whole=True), None, "the whole picture pixelated"),
        (Redaction(finds_people=True), None, "no detector of people is installed"),
        (Redaction(finds_people=True), FakeDetector([]), "found nobody"),
        (Redaction(), None, "the whole picture pixelated"),
    ],
)
def test_where_nothing_can_be_found_everything_is_hidden(
    tmp_path: Path, redaction: Redaction, detector: FakeDetector | None, words: str
) -> None:
    package, _, copy = export(tmp_path, redaction, detector)
    assert words in copy.made_how
    assert copy.kind is Kind.REDACTED
    for picture in pictures(package / copy.file):
        assert len(np.unique(picture // 12)) < 12


def test_an_area_drawn_by_hand_moves_and_hides_nothing_else(tmp_path: Path) -> None:
    far = Box(0.0, 0.6, 0.2, 0.3)
    track = Track((KeyBox(START, MIDDLE), KeyBox(START + timedelta(seconds=2), far)), stays=True)
    package, original, copy = export(tmp_path, Redaction(tracks={HALL.id: (track,)}))
    assert "1 area drawn by hand" in copy.made_how
    shown, hidden = pictures(package / original.file), pictures(package / copy.file)
    assert int((hidden[0][70:90, 110:210] > 220).sum()) == 0
    assert int((hidden[-1][70:90, 110:210] > 220).sum()) >= 300
    assert abs(int(hidden[0][10, 300]) - int(shown[0][10, 300])) < 6


def test_the_copy_holds_no_byte_of_the_originals_pictures(tmp_path: Path) -> None:
    package, original, copy = export(tmp_path, Redaction(whole=True))
    copied = (package / copy.file).read_bytes()
    with av.open(str(package / original.file)) as file:
        coded = [bytes(packet) for packet in file.demux(video=0)]
    assert not [data for data in coded if len(data) > 40 and data[8:40] in copied]


@given(part=st.floats(0, 1))
def test_a_box_moves_in_a_straight_line(part: float) -> None:
    track = Track((KeyBox(START, Box(0, 0, 0.2, 0.2)), KeyBox(START + timedelta(seconds=1), Box(1, 0.5, 0.4, 0.2))))
    box = at_moment(track, START + timedelta(seconds=1) * part)
    assert box is not None
    assert (box.x, box.y, box.width) == pytest.approx((part, part / 2, 0.2 + part * 0.2), abs=2e-6)


def test_a_track_ends_with_its_last_moment_unless_it_stays() -> None:
    keys = (KeyBox(START, MIDDLE), KeyBox(START + timedelta(seconds=1), MIDDLE))
    late = START + timedelta(seconds=2)
    assert at_moment(Track(keys), late) is None
    assert at_moment(Track(keys, stays=True), late) == MIDDLE
    assert at_moment(Track(keys), START - timedelta(seconds=1)) is None


def test_two_people_who_walk_are_two_tracks_held_before_and_after() -> None:
    steps = [START + timedelta(milliseconds=200 * step) for step in range(10)]
    found = [
        (at, [Box(0.1 + step * 0.02, 0.2, 0.1, 0.3), Box(0.8 - step * 0.02, 0.5, 0.1, 0.3)])
        for step, at in enumerate(steps)
    ]
    found[4] = (steps[4], [found[4][1][1]])
    made = tracks(found)
    assert len(made) == 2
    assert all(at_moment(track, steps[4]) is not None for track in made)
    assert all(at_moment(track, steps[0] - HOLD) is not None for track in made)
    assert all(at_moment(track, steps[-1] + HOLD * 2) is None for track in made)


def test_opencv_finds_a_drawn_person_or_says_it_found_nobody() -> None:
    detector = installed_detector()
    assert detector is not None
    assert "OpenCV" in detector.name
    assert list(detector.find(np.full((360, 640), 90, np.uint8))) == []
    assert list(detector.find(np.full((40, 40), 90, np.uint8))) == []
