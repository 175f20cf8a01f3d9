"""What every video engine must do, on every kind of source and with every kind of trouble."""

import itertools
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.domain.errors import CannotDecode, MediaError, NoPicture, ServerUnreachable
from smartclient.domain.footage import Codec, PacketSource, PacketStream, UrlSource
from smartclient.video.engine import Ended, Engine
from smartclient.video.frames import Frame
from smartclient.video.past import open_recording
from smartclient.video.pictures import Scaler
from smartclient.video.recorded.reel import Reel
from tests.builders.clips import BLUE_AT, GOP, HEIGHT, RED_AT, WIDTH, Camera, write_clip
from tests.builders.http_video import silent_port
from tests.builders.past_tiles import burnt_in
from tests.builders.rtsp_server import RtspServer
from tests.video.conftest import Stage
from tests.video.test_url_recording import FORMS, TIMES
from tests.video.test_url_recording import write as write_past

Play = Callable[..., Stage]


def assert_is_the_drawing(frame: Frame) -> None:
    assert frame.pixels.shape == (frame.height, frame.width, 4)
    assert frame.pixels.strides[1:] == (4, 1)
    assert (frame.source_width, frame.source_height) == (WIDTH, HEIGHT)
    down, right = frame.height / HEIGHT, frame.width / WIDTH
    blue, green, red, _ = map(int, frame.pixels[int(RED_AT[0] * down), int(RED_AT[1] * right)])
    assert red > 180
    assert max(blue, green) < 70
    blue, green, red, _ = map(int, frame.pixels[int(BLUE_AT[0] * down), int(BLUE_AT[1] * right)])
    assert blue > 180
    assert max(red, green) < 70


def assert_moves(frames: list[Frame]) -> None:
    assert any((one.pixels != other.pixels).any() for one, other in itertools.pairwise(frames))


@pytest.mark.parametrize("codec", list(Codec))
def test_packets_play(play: Play, codec: Codec) -> None:
    stage = play(Camera(codec).source())
    frames = stage.until_frames(4)
    assert_is_the_drawing(frames[-1])
    assert_moves(frames)
    assert stage.decoding.stats.codec == codec.value


def test_packets_carry_the_cameras_time_or_none(play: Play) -> None:
    stage = play(Camera().source())
    at = stage.until_frames(GOP)[-1].at
    assert at is None or timedelta(0) < datetime.now(UTC) - at < timedelta(seconds=5)
    assert at is not None or stage.decoding.engine.startswith("libVLC")


def test_a_file_plays_to_its_end_at_its_own_pace(play: Play, clips: Path) -> None:
    stage = play(UrlSource(str(clips / "clip.mp4"), "Lobby"))
    assert isinstance(stage.until_end(), Ended)
    assert_is_the_drawing(stage.frames[-1])
    assert_moves(stage.frames)
    assert stage.frames[-1].received_s - stage.frames[0].received_s > 1.0
    assert "Lobby" in str(stage.ends[0])


def test_a_file_url_plays(play: Play, clips: Path) -> None:
    stage = play(UrlSource((clips / "clip.mp4").as_uri(), "Lobby"))
    assert_is_the_drawing(stage.until_frames(1)[0])


@pytest.mark.parametrize("address", ["live.ts", "live.mjpeg"])
def test_http_plays(play: Play, web: str, address: str) -> None:
    frames = play(UrlSource(f"{web}/{address}", "Yard")).until_frames(4)
    assert_is_the_drawing(frames[-1])
    assert_moves(frames)


def test_rtsp_plays(play: Play, rtsp: RtspServer) -> None:
    stage = play(UrlSource(rtsp.url(), "Gate"))
    frames = stage.until_frames(GOP * 2)
    assert_is_the_drawing(frames[-1])
    assert_moves(frames)
    stats = stage.decoding.stats
    assert stats.frames >= len(frames)
    assert stats.first_frame_s is not None
    assert stats.first_frame_s > 0
    assert stats.codec == "h264"


def test_frames_fit_the_tile_and_follow_it(play: Play) -> None:
    stage = play(Camera().source(), (160, 160))
    first = stage.until_frames(1)[-1]
    assert (first.width, first.height) == (160, 90)
    assert_is_the_drawing(first)
    stage.decoding.resize(4000, 3000)
    stage.until(lambda s: s.frames[-1].width == WIDTH)
    assert_is_the_drawing(stage.frames[-1])
    stage.decoding.resize(33, 1)
    stage.until(lambda s: s.frames[-1].height == 1)


def test_nothing_comes_after_a_stop(play: Play) -> None:
    camera = Camera()
    stage = play(camera.source())
    stage.until_frames(2)
    stage.decoding.stop()
    count = len(stage.frames)
    stage.decoding.stop()
    assert stage.decoding.join(3)
    assert camera.is_closed
    assert len(stage.frames) == count
    assert stage.ends == []


def test_a_stop_while_the_server_says_nothing_returns_at_once(play: Play) -> None:
    with silent_port() as port:
        stage = play(UrlSource(f"rtsp://127.0.0.1:{port}/x", "Gate"))
        stopping = threading.Thread(target=stage.decoding.stop, name="stopping")
        stopping.start()
        stopping.join(0.5)
        assert not stopping.is_alive()
        assert stage.decoding.join(5)
        assert stage.ends == []


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("http://127.0.0.1:1/x", NoPicture),
        ("rtsp://127.0.0.1:1/x", NoPicture),
        ("/nowhere/at/all.mp4", NoPicture),
        ("gopher://127.0.0.1/x", CannotDecode),
    ],
)
def test_what_is_not_there_ends_with_a_sentence(play: Play, address: str, error: type[MediaError]) -> None:
    end = play(UrlSource(address, "Gate")).until_end()
    assert isinstance(end, error)
    assert "Gate" in str(end)
    assert address not in str(end)


def broken_files(folder: Path) -> dict[str, Path]:
    whole = write_clip(folder / "whole.mp4", options={"movflags": "faststart"}).read_bytes()
    files = {
        "no video": b"This is a letter, not a film.\n" * 400,
        "empty": b"",
        "cut in its head": whole[:200],
        "unknown coding": whole.replace(b"avc1", b"zzzz"),
    }
    for name, data in files.items():
        (folder / f"{name}.mp4").write_bytes(data)
    return {name: folder / f"{name}.mp4" for name in files}


@pytest.mark.parametrize("name", ["no video", "empty", "cut in its head", "unknown coding"])
def test_a_file_that_cannot_be_played_ends_with_a_sentence(play: Play, tmp_path: Path, name: str) -> None:
    stage = play(UrlSource(str(broken_files(tmp_path)[name]), "Gate"))
    end = stage.until_end()
    assert isinstance(end, CannotDecode)
    assert str(end).startswith("Gate")
    assert stage.frames == []


def test_a_truncated_file_plays_as_far_as_it_goes(play: Play, tmp_path: Path) -> None:
    path = write_clip(tmp_path / "cut.mp4", options={"movflags": "faststart"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    stage = play(UrlSource(str(path), "Gate"))
    assert isinstance(stage.until_end(), MediaError)
    assert_is_the_drawing(stage.frames[0])


def test_a_refused_password_is_said(play: Play, web: str) -> None:
    assert "password" in str(play(UrlSource(f"{web}/locked", "Gate")).until_end())


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_server_that_says_nothing_is_given_up(play: Play, scheme: str) -> None:
    with silent_port() as port:
        end = play(UrlSource(f"{scheme}://127.0.0.1:{port}/silent", "Gate")).until_end()
    assert isinstance(end, NoPicture)
    assert "says nothing" in str(end)


def test_an_http_server_that_vanishes_is_noticed(play: Play, web: str) -> None:
    stage = play(UrlSource(f"{web}/vanishing.ts", "Yard"))
    stage.until_frames(1)
    end = stage.until_end()
    assert isinstance(end, NoPicture)
    assert not isinstance(end, Ended)


def test_an_rtsp_server_that_vanishes_is_noticed(play: Play, rtsp: RtspServer) -> None:
    stage = play(UrlSource(rtsp.url(), "Gate"))
    stage.until_frames(3)
    rtsp.vanish()
    assert isinstance(stage.until_end(), NoPicture)


def test_packets_that_stop_end_with_the_recorders_words(play: Play) -> None:
    end = play(Camera(lasts=GOP).source()).until_end()
    assert str(end) == "Hall camera: the recorder sends no more."


def test_a_recorder_that_cannot_be_reached_is_said(play: Play) -> None:
    def refuse() -> PacketStream:
        raise ServerUnreachable("The recorder does not answer.")

    end = play(PacketSource(refuse, "Hall")).until_end()
    assert isinstance(end, NoPicture)
    assert str(end) == "The recorder does not answer."


def test_addresses_of_an_unknown_kind_are_refused_beforehand(engine: Engine) -> None:
    assert engine.can_open(UrlSource("rtsp://camera/1", "Gate")) is None
    assert engine.can_open(Camera().source()) is None
    assert engine.can_open(UrlSource("concat:/etc/passwd", "Gate")) is not None


def test_the_past_is_sought_to_the_very_picture_whatever_engine_plays_the_present(
    play: Play, engine: Engine, tmp_path: Path
) -> None:
    """libVLC hands pictures over without their times (see test_vlc_engine.py), so PyAV alone reads the past."""
    path = write_past(tmp_path / "past.mp4", *FORMS["out of order.mp4"])
    source = UrlSource(str(path), "Hall", is_live=False, begins_at=TIMES[0])
    assert engine.can_open(source) is None
    assert_moves(play(source).until_frames(4))
    with closing(open_recording(source)) as recording:
        for number in (33, 0, 7, 59, 12):
            gop = recording.gop(TIMES[number])
            assert gop is not None
            reel = Reel(gop, Scaler((320, 180)), lambda: 0.0)
            frame = reel.frame(reel.number(TIMES[number]), lambda: False, keeps_earlier=False)
            assert frame is not None
            assert frame.at == burnt_in(frame) == TIMES[number]
