"""Whatever a file or stream holds, reading it ends: with pictures, or with a sentence."""

from pathlib import Path

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartclient.domain.errors import MediaError
from smartclient.domain.footage import UrlSource
from smartclient.video.engine import Ended, Limits
from smartclient.video.troubles import media_error
from smartclient.video.url_input import UrlInput
from tests.builders.clips import write_clip

FORMS = ["clip.mp4", "clip.ts", "clip.mkv", "clip.avi"]


class Whole:
    """The bytes of a whole file of each form."""

    def __init__(self, folder: Path) -> None:
        self._bytes = {form: write_clip(folder / form, seconds=1.0).read_bytes() for form in FORMS}

    def __getitem__(self, form: str) -> bytes:
        return self._bytes[form]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return Whole(tmp_path_factory.mktemp("forms"))


def read_all(path: Path) -> tuple[int, MediaError]:
    """How many pictures it holds, and why reading ended."""
    count = 0
    try:
        opened = UrlInput(UrlSource(str(path), "Gate"), Limits(silent_s=5.0))
        try:
            for coded in opened.coded():
                try:
                    count += len(opened.decode(coded))
                except (av.InvalidDataError, av.ArgumentError):
                    continue
        finally:
            opened.close()
    except (MediaError, av.FFmpegError, OSError) as error:
        return count, media_error(error, "Gate")
    raise AssertionError("it never just ends")


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_file_is_read_to_its_end(whole: Whole, tmp_path: Path, form: str) -> None:
    (tmp_path / form).write_bytes(whole[form])
    count, error = read_all(tmp_path / form)
    assert count == 10
    assert isinstance(error, Ended)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=80)), max_size=6),
    length=st.floats(0, 1),
)
def test_a_damaged_file_ends_with_a_sentence(
    whole: Whole, tmp_path: Path, form: str, places: list[tuple[float, bytes]], length: float
) -> None:
    data = bytearray(whole[form])
    for place, garbage in places:
        start = int(place * len(data))
        data[start : start + len(garbage)] = garbage
    damaged = tmp_path / form
    damaged.write_bytes(data[: int(length * len(data)) if length < 0.5 else len(data)])
    count, error = read_all(damaged)
    assert count < 1000
    assert "Gate" in str(error)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000), form=st.sampled_from(FORMS))
def test_noise_ends_with_a_sentence(tmp_path: Path, data: bytes, form: str) -> None:
    (tmp_path / form).write_bytes(data)
    _, error = read_all(tmp_path / form)
    assert "Gate" in str(error)
