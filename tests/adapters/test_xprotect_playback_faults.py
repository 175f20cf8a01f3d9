"""Recorders that break in playback: every fault is a sentence, in bounded time and memory, whatever the bytes."""

import socket
import struct
import threading
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.adapters.xprotect import image_calls, image_connection
from smartclient.adapters.xprotect.picture import LARGEST_PICTURE, image, key_time, packet
from smartclient.adapters.xprotect.playback import ImageServerRecording
from smartclient.domain.errors import MediaError, NoPicture
from smartclient.domain.footage import Gop, Packet
from tests.builders.past_recorder import BEGIN, PastRecorder, past_feed, playing, serving


class Talker(PastRecorder):
    """Lets the client in and then says only this: over and over when `for_ever`, and waits unless it `hangs_up`."""

    def __init__(self, said: bytes, *, for_ever: bool = False, hangs_up: bool = False) -> None:
        super().__init__(())
        self.said, self.for_ever, self.hangs_up = said, for_ever, hangs_up

    def talk(self, peer: socket.socket) -> None:
        peer.recv(65536)
        peer.sendall(b"<r><connected>yes</connected></r>\r\n\r\n")
        peer.recv(65536)
        peer.sendall(self.said)
        while self.for_ever:
            peer.sendall(self.said)
        while not self.hangs_up and peer.recv(65536):
            pass


@pytest.mark.parametrize(
    ("said", "for_ever", "sentence"),
    [
        (b"", False, "nothing came"),
        (b"<status/>\r\n\r\n", True, "too slow"),
        (b"ImageResponse\r\nRequestId: 0\r\nContent-length: 0\r\n\r\n", True, "too slow"),
        (b"ImageResponse\r\nRequestId: 1\r\nContent-length: 9", False, "nothing came"),
    ],
    ids=["silence", "status without end", "answers nobody asked for", "half a header"],
)
def test_a_recorder_that_keeps_one_waiting(
    monkeypatch: pytest.MonkeyPatch, said: bytes, for_ever: bool, sentence: str
) -> None:
    monkeypatch.setattr(image_connection, "FETCHING_S", 0.2)
    monkeypatch.setattr(image_calls, "ANSWER_S", 0.3)
    with playing(Talker(said, for_ever=for_ever)) as recording, pytest.raises(NoPicture, match=sentence):
        recording.gop(BEGIN)


@pytest.mark.parametrize(
    "said",
    [
        b"<r><requestid>1</requestid><errorreason>Success</errorreason></r>\r\n\r\n",
        b"ImageResponse\r\nRequestId: 1\r\nPrev: 0\r\nCurrent: 0\r\nNext: 0\r\nContent-length: 0\r\n\r\n",
        b"ImageResponse\r\nRequestId: 1\r\nCurrent: 99999999999999\r\nContent-length: 3\r\n\r\n\xff\xd8 ",
    ],
    ids=["a text", "an empty picture", "a picture of no time"],
)
def test_an_answer_without_a_picture_is_a_gap(said: bytes) -> None:
    with playing(Talker(said)) as recording:
        assert recording.gop(BEGIN) is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            b"<r><requestid>1</requestid><errorreason>Disk away.</errorreason></r>\r\n\r\n",
            "of that time .Disk away.\\.",
        ),
        (
            b"ImageResponse\r\nRequestId: 1\r\nCurrent: 1772460000000\r\nContent-length: 0\r\n\r\n",
            "cannot give this picture",
        ),
        (b"ImageResponse\r\nRequestId: 1\r\nCurrent: 1772460000000\r\nContent-length: 2\r\n\r\nxy", "damaged picture"),
        (b"ImageResponse\r\nRequestId: 1\r\nContent-length: 99999999999\r\n\r\n", "impossible size"),
        (b"ImageResponse\r\nRequestId: 1\r\nContent-length: \xb2\r\n\r\n", "impossible size"),
        (
            b"<r><connected>no</connected><errorreason>Token expired</errorreason></r>\r\n\r\n",
            "connection .Token expired",
        ),
        (b"\x00" * 100_000, "header without end"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "no picture"),
    ],
    ids=["in words", "none now", "damaged", "too large", "no number", "cut in words", "no end", "another protocol"],
)
def test_what_a_recorder_cannot_give_is_said(said: bytes, sentence: str) -> None:
    with playing(Talker(said)) as recording, pytest.raises(NoPicture, match=sentence):
        recording.gop(BEGIN)


def test_close_from_another_thread_ends_a_waiting_call() -> None:
    with serving(Talker(b"")) as address:
        recording = ImageServerRecording(past_feed(address))
        failures: list[str] = []

        def wait() -> None:
            try:
                recording.gop(BEGIN)
            except NoPicture as error:
                failures.append(str(error))

        reader = threading.Thread(target=wait)
        reader.start()
        recording.close()
        recording.close()
        reader.join(timeout=5)
        assert failures == ["No picture from Camera 1: it was closed."]


def test_close_ends_even_the_sign_in_of_a_recorder_that_says_nothing() -> None:
    class Mute(PastRecorder):
        def talk(self, peer: socket.socket) -> None:
            if self.connections == 0:
                self.connections = 1
                peer.recv(65536)
                peer.sendall(b"<r><connected>yes</connected></r>\r\n\r\n")
                return
            self.sent.append(len(peer.recv(65536)))
            while peer.recv(65536):
                pass

    mute = Mute(())
    failures: list[str] = []
    with serving(mute) as address:
        recording = ImageServerRecording(past_feed(address))

        def wait() -> None:
            try:
                recording.gop(BEGIN)
            except NoPicture as error:
                failures.append(str(error))

        reader = threading.Thread(target=wait)
        reader.start()
        patience = threading.Event()
        while not mute.sent:
            patience.wait(0.005)
        recording.close()
        reader.join(timeout=5)
    assert failures == ["No picture from Camera 1: it was closed."]


HEADERS = st.builds(
    lambda fields: b"ImageResponse\r\n" + b"\r\n".join(fields) + b"\r\n\r\n",
    st.lists(
        st.builds(
            lambda name, value: name + b": " + value,
            st.sampled_from([b"RequestId", b"Prev", b"Current", b"Next", b"Content-length", b"Content-type"]),
            st.sampled_from(
                [b"1", b"0", b"-1", b"36", b"1772460000000", b"1772460000100", b"9" * 30, b"\xff", b"1e3", b""]
            ),
        ),
        max_size=8,
    ),
)
BODIES = st.builds(
    lambda kind, length, codec, flags, sync, at, rest: (
        struct.pack(">HIHHHqq", kind, length, codec, 1, flags, sync, at) + rest
    ),
    st.sampled_from([16, 0, 0xFFFF]),
    st.sampled_from([32, 33, 36, 0, 2**32 - 1]),
    st.sampled_from([10, 1, 14, 0, 15, 999]),
    st.sampled_from([0, 1, 0xFFFF]),
    st.sampled_from([0, 1_772_460_000_000, -(2**63), 2**63 - 1]),
    st.sampled_from([0, 1_772_460_000_000, -(2**63), 2**63 - 1]),
    st.binary(max_size=12),
)
SAYINGS = st.lists(
    HEADERS
    | BODIES
    | st.binary(max_size=40)
    | st.sampled_from([b"\r\n\r\n", b"<r><requestid>1</requestid></r>\r\n\r\n", b"\xff\xd8"]),
    max_size=8,
).map(b"".join)


@settings(max_examples=40, deadline=None)
@given(said=SAYINGS)
def test_whatever_a_recorder_says_is_a_picture_a_gap_or_a_media_error(said: bytes) -> None:
    with playing(Talker(said, hangs_up=True)) as recording:
        for ask in (recording.gop, recording.key, recording.following, recording.preceding):
            try:
                found = ask(BEGIN)
            except MediaError:
                continue
            assert found is None or isinstance(found, (Gop, Packet, datetime))


@given(body=BODIES | st.binary(max_size=80))
def test_whatever_a_body_holds_is_a_picture_or_a_media_error(body: bytes) -> None:
    key_time(body)
    try:
        read = packet(body, BEGIN)
    except MediaError:
        return
    assert 0 < len(read.data) <= len(body)


@given(header=HEADERS | st.binary(max_size=200))
def test_whatever_the_lines_before_a_picture_say_its_length_is_bounded(header: bytes) -> None:
    told, length = image(header)
    assert 0 <= length <= LARGEST_PICTURE
    assert told is None or told.body == b""
