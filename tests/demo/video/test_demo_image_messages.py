"""The words of the ImageServer protocol, and what is refused."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.demo.video import image_messages as messages
from smartclient.demo.video.image_messages import MalformedCallError, read_call
from smartclient.demo.video.shots import Shot, Stream, tick_at, tick_ms


def test_a_connect_call_is_read() -> None:
    call = read_call(
        b'<?xml version="1.0" encoding="utf-8"?><methodcall><requestid>3</requestid><methodname>Connect</methodname>'
        b"<transcode><width>640</width></transcode>"
        b"<connectparam>id=ABC&amp;connectiontoken=TOKEN#1+2#host//x#&amp;streamid=S</connectparam></methodcall>"
    )
    assert (call.method, call.request_id) == ("connect", 3)
    assert call.number("transcode/width", 0) == 640
    assert call.parameters == {"id": "ABC", "connectiontoken": "TOKEN#1+2#host//x#", "streamid": "S"}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"GET / HTTP/1.1",
        b"<methodcall>",
        b"<other/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><methodcall><methodname>&b;</methodname></methodcall>',
        b"<methodcall><requestid>one</requestid></methodcall>",
        b"<methodcall><requestid>9999999999999999999</requestid></methodcall>",
        b'<?xml version="1.0" encoding="no-such"?><methodcall/>',
        b"<methodcall>" + b" " * messages.LONGEST_CALL + b"</methodcall>",
    ],
)
def test_what_is_no_call_is_refused(text: bytes) -> None:
    with pytest.raises(MalformedCallError):
        read_call(text)


@given(st.binary(max_size=300))
def test_rubbish_never_breaks_it(text: bytes) -> None:
    with contextlib.suppress(MalformedCallError):
        read_call(b"<methodcall>" + text + b"</methodcall>")


def test_too_many_parameters_are_refused() -> None:
    call = read_call(b"<methodcall><connectparam>" + b"a=b&amp;" * 200 + b"</connectparam></methodcall>")
    with pytest.raises(MalformedCallError):
        _ = call.parameters


def test_coded_video_has_the_generic_header() -> None:
    shot = Shot(Stream("c", 640, 360), b"\0\0\0\1x", True, 1_700_000_000_123, 1_700_000_000_000, 65_537)
    body = messages.coded(shot)
    assert struct.unpack(">HIHHHqqi", body[:32]) == (0x10, 37, 0x0A, 1, 1, 1_700_000_000_000, 1_700_000_000_123, 0)
    assert body[32:] == b"\0\0\0\1x"


def test_answers_are_escaped() -> None:
    answer = messages.response(messages.Call("<x>", 1, {}), errorreason="a < b & c")
    assert b"<methodname>&lt;x&gt;</methodname>" in answer
    assert b"a &lt; b &amp; c" in answer


@given(st.integers(0, 2**41))
def test_ticks_are_twelve_a_second(milliseconds: int) -> None:
    number = tick_at(milliseconds)
    assert tick_ms(number) <= milliseconds < tick_ms(number + 1)
    assert tick_ms(number + 12) - tick_ms(number) == 1000
