"""The past in files and behind GStreamer's RTSP server: every picture found at its time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import PictureType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartclient.demo.video.strip import burn
from smartclient.domain.errors import CannotDecode, MediaError, NoPicture
from smartclient.domain.footage import UrlSource
from smartclient.video.past import open_recording
from smartclient.video.pictures import Scaler
from smartclient.video.recorded.reel import Reel
from smartclient.video.url_recording import UrlRecording
from tests.builders.past_tiles import burnt_in
from tests.builders.rtsp_server import RtspServer

BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FPS, GOP = 10, 5
NUMBERS = [*range(40), *range(340, 360)]
TIMES = [BEGIN + timedelta(seconds=number / FPS) for number in NUMBERS]
FORMS = {
    "plain.mp4": ("libx264", {"preset": "ultrafast", "bf": "0"}),
    "out of order.mp4": ("libx264", {"preset": "veryfast", "bf": "2"}),
    "cues.mkv": ("libx264", {"preset": "veryfast", "bf": "2"}),
    "parts.mp4": ("libx265", {"preset": "ultrafast", "x265-params": "log-level=none:keyint=5:open-gop=0"}),
    "every picture a key.mkv": ("mjpeg", {}),
}


def write(path: Path, coder: str, options: dict[str, str]) -> Path:
    """Four seconds, a gap of half a minute, two seconds more."""
    with av.open(str(path), "w") as output:
        output.metadata["creation_time"] = BEGIN.isoformat()
        stream = output.add_stream(coder, rate=FPS, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = 320, 180
        stream.pix_fmt = "yuvj420p" if coder == "mjpeg" else "yuv420p"
        stream.codec_context.gop_size = GOP
        stream.codec_context.time_base = Fraction(1, FPS)
        for number in NUMBERS:
            picture = np.full((180, 320, 3), 60 + number % 60, np.uint8)
            burn(picture, BEGIN + timedelta(seconds=number / FPS))
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            if number == NUMBERS[40]:
                frame.pict_type = PictureType.I
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module", params=list(FORMS))
def recording(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UrlRecording]:
    path = write(tmp_path_factory.mktemp("past") / request.param, *FORMS[request.param])
    opened = open_recording(UrlSource(str(path), "Hall"))
    assert isinstance(opened, UrlRecording)
    yield opened
    opened.close()


def standing(at: datetime) -> datetime | None:
    """When the picture that stands at `at` was taken."""
    before = [time for time in TIMES if time <= at]
    picture = timedelta(seconds=1 / FPS)
    return before[-1] if before and (at - before[-1] < picture) else None


instants = st.one_of(
    st.sampled_from(TIMES),
    st.integers(-2_000_000, 40_000_000).map(lambda micros: BEGIN + timedelta(microseconds=micros)),
)
usually = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@usually
@given(at=instants)
def test_the_group_at_an_instant_holds_its_picture(recording: UrlRecording, at: datetime) -> None:
    gop = recording.gop(at)
    expected = standing(at)
    assert (gop is None) == (expected is None)
    if gop is None:
        return
    assert gop.begin <= at < gop.end
    assert gop.packets[0].is_key
    reel = Reel(gop, Scaler((320, 180)), lambda: 0.0)
    frame = reel.frame(reel.number(at), lambda: False, keeps_earlier=False)
    assert frame is not None
    assert frame.at == burnt_in(frame) == expected


@usually
@given(at=instants)
def test_neighbours_are_found_over_groups_and_gaps(recording: UrlRecording, at: datetime) -> None:
    assert recording.following(at) == next((time for time in TIMES if time >= at), None)
    assert recording.preceding(at) == next((time for time in reversed(TIMES) if time < at), None)


def test_groups_join_without_holes_up_to_the_gap(recording: UrlRecording) -> None:
    at, pictures = BEGIN, 0
    while (gop := recording.gop(at)) is not None and gop.is_followed:
        pictures += len(gop.packets)
        at = gop.end
    assert gop is not None
    assert pictures + len(gop.packets) == 40
    assert gop.end == TIMES[39] + timedelta(seconds=1 / FPS)


def test_a_closed_recording_says_so(recording: UrlRecording, tmp_path: Path) -> None:
    path = write(tmp_path / "other.mp4", *FORMS["plain.mp4"])
    other = open_recording(UrlSource(path.as_uri(), "Hall"))
    other.close()
    other.close()
    with pytest.raises(NoPicture, match="Hall"):
        other.gop(BEGIN)
    assert recording.key(BEGIN) is not None


def test_a_file_without_a_date_ends_when_it_was_written(clips: Path) -> None:
    clip = clips / "clip.mp4"
    recording = open_recording(UrlSource(str(clip), "Lobby"))
    written = datetime.fromtimestamp(clip.stat().st_mtime, UTC)
    last = recording.preceding(written)
    assert last is not None
    assert written - last <= timedelta(seconds=0.11)
    recording.close()


def test_an_rtsp_server_is_sought_by_range(rtsp: RtspServer) -> None:
    recording = open_recording(UrlSource(rtsp.past(), "Gate", is_live=False, begins_at=BEGIN))
    for seconds, begins in [(1.3, 1.0), (0.2, 0.0), (1.7, 1.5)]:
        at = BEGIN + timedelta(seconds=seconds)
        key = recording.key(at)
        gop = recording.gop(at)
        assert key is not None
        assert gop is not None
        assert key.at == gop.begin == BEGIN + timedelta(seconds=begins)
        reel = Reel(gop, Scaler((320, 180)), lambda: 0.0)
        frame = reel.frame(reel.number(at), lambda: False, keeps_earlier=False)
        assert frame is not None
        assert frame.at == BEGIN + timedelta(seconds=int(seconds * 10) / 10)
    recording.close()


def test_an_rtsp_stream_without_ranges_says_that_it_is_live_only(rtsp: RtspServer) -> None:
    with pytest.raises(NoPicture, match="live only"):
        open_recording(UrlSource(rtsp.url(), "Gate"))


@pytest.mark.parametrize(
    ("name", "data"), [("letter.mp4", b"Dear parents,\n" * 99), ("empty.mkv", b""), ("raw.h264", b"\0\0\0\1\x67" * 50)]
)
def test_what_is_no_past_is_a_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(MediaError, match="Gate"):
        open_recording(UrlSource(str(tmp_path / name), "Gate"))
    with pytest.raises(MediaError, match="Gate"):
        open_recording(UrlSource(str(tmp_path / "absent.mp4"), "Gate"))
    with pytest.raises(CannotDecode, match="Gate"):
        open_recording(UrlSource("http://127.0.0.1:1/past.mp4", "Gate"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=40)), min_size=1, max_size=6))
def test_a_damaged_file_never_hangs_or_crashes(tmp_path: Path, places: list[tuple[float, bytes]]) -> None:
    whole = tmp_path / "whole.mp4"
    if not whole.exists():
        write(whole, *FORMS["plain.mp4"])
    data = bytearray(whole.read_bytes())
    for place, garbage in places:
        start = int(place * len(data))
        data[start : start + len(garbage)] = garbage
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(data)
    try:
        recording = open_recording(UrlSource(str(damaged), "Gate"))
        for at in (TIMES[0], TIMES[17], TIMES[-1], TIMES[0]):
            gop = recording.gop(at)
            if gop is not None:
                Reel(gop, Scaler((160, 90)), lambda: 0.0).frame(len(gop.packets) - 1, lambda: False, keeps_earlier=True)
        recording.following(TIMES[5])
        recording.preceding(TIMES[5])
        recording.close()
    except MediaError:
        return
