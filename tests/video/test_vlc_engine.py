"""What only libVLC needs: knowing that it has no RTSP input, and bytes handed to it."""

import threading

import pytest
import vlc

from smartclient.domain.footage import UrlSource
from smartclient.video.vlc_engine import NO_RTSP, VlcEngine
from smartclient.video.vlc_feed import BytePipe
from tests.builders.clips import Camera
from tests.builders.rtsp_server import RtspServer
from tests.video.conftest import LIMITS, Stage


def test_a_missing_rtsp_input_is_learned_once_and_said(rtsp: RtspServer) -> None:
    engine = VlcEngine(limits=LIMITS)
    for _ in range(2):
        stage = Stage(engine, UrlSource(rtsp.url(), "Gate"))
        stage.until_frames(2)
        assert (NO_RTSP in stage.decoding.engine) == engine.lacks_rtsp
        stage.decoding.stop()
        assert stage.decoding.join(10)


def test_a_dead_camera_is_not_taken_for_a_missing_input() -> None:
    engine = VlcEngine(limits=LIMITS)
    stage = Stage(engine, UrlSource("rtsp://127.0.0.1:1/x", "Gate"))
    assert "Gate" in str(stage.until_end())
    assert stage.decoding.join(10)
    assert not engine.lacks_rtsp


def test_libvlc_tells_no_pictures_time() -> None:
    """Its callback has the user's data and the picture, its player a time that it guesses between pictures: nobody could say
    which picture a seek brought. So the past is read by PyAV, which finds the very picture (test_engine_contract.py).
    """
    assert len(vlc.CallbackDecorators.VideoDisplayCb._argtypes_) == 2
    camera = Camera()
    stage = Stage(VlcEngine(limits=LIMITS), camera.source())
    assert all(frame.at is None for frame in stage.until_frames(3))
    stage.decoding.stop()
    assert stage.decoding.join(10)


def test_bytes_come_out_in_order_and_in_the_size_asked_for() -> None:
    pipe = BytePipe()
    pipe.write(b"abcdef")
    pipe.write(b"gh")
    assert [pipe.read(4), pipe.read(4), pipe.read(4)] == [b"abcd", b"ef", b"gh"]


def test_closing_wakes_a_waiting_reader_and_a_waiting_writer() -> None:
    empty, full = BytePipe(), BytePipe(capacity=2)
    full.write(b"ab")
    read: list[bytes] = []
    refused: list[bool] = []

    def write() -> None:
        with pytest.raises(BrokenPipeError):
            full.write(b"c")
        refused.append(True)

    threads = [threading.Thread(target=lambda: read.append(empty.read(1))), threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    empty.close()
    full.close()
    for thread in threads:
        thread.join(5)
    assert read == [b""]
    assert refused == [True]
