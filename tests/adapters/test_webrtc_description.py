"""Offers and candidates as servers write them, and as nobody should."""

import json

import pytest
from aiortc import RTCConfiguration, RTCDtlsParameters, RTCIceParameters, RTCPeerConnection
from aiortc.rtcconfiguration import RTCBundlePolicy
from aiortc.rtcdtlstransport import RTCDtlsFingerprint
from aiortc.sdp import SessionDescription, candidate_from_sdp
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect.webrtc.description import (
    LONGEST,
    MOST_CANDIDATES,
    answer,
    read_candidate,
    read_offer,
    written,
)
from smartclient.domain.errors import BadAnswer, CannotDecode
from tests.builders.running import run

ICE = RTCIceParameters("abcd", "0123456789012345678901")
DTLS = RTCDtlsParameters([RTCDtlsFingerprint("sha-256", "00:11")], "client")
HOST = "candidate:1 1 udp 2130706431 192.0.2.7 5000 typ host"


@pytest.fixture(scope="module")
def offer() -> str:
    """An offer of sound, video and a channel, as a library made it, with the codings of its own."""

    async def made() -> str:
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        peer.addTransceiver("audio", direction="sendonly")
        peer.addTransceiver("video", direction="sendonly")
        peer.createDataChannel("any")
        sdp = (await peer.createOffer()).sdp
        await peer.close()
        return sdp

    return run(made())


def read(sdp: str) -> SessionDescription:
    return read_offer(json.dumps({"type": "offer", "sdp": sdp})).description


def test_the_answer_takes_video_and_the_channel_and_leaves_sound_alone(offer: str) -> None:
    profile = offer.replace("42e01f", "640c29")
    told = read_offer(json.dumps({"type": "offer", "sdp": profile}))
    assert {codec.mimeType for codec in told.codecs} == {"video/H264"}
    assert told.carrier.kind == "audio"
    made = json.loads(answer(told, ICE, DTLS, [candidate_from_sdp(HOST.removeprefix("candidate:"))]))
    assert made["type"] == "answer"
    sound, video, channel = SessionDescription.parse(made["sdp"]).media
    assert (sound.kind, sound.direction, sound.rtcp_mux) == ("audio", "inactive", True)
    assert (video.kind, video.direction, video.rtcp_mux) == ("video", "recvonly", True)
    assert [codec.parameters["profile-level-id"] for codec in video.rtp.codecs] == ["42001f", "640c29"]
    assert (channel.kind, channel.sctp_port) == ("application", 5000)
    assert "a=group:BUNDLE 0 1 2" in made["sdp"]
    assert HOST in made["sdp"]


def test_a_section_outside_the_bundle_is_refused(offer: str) -> None:
    told = read_offer(json.dumps({"type": "offer", "sdp": offer.replace("BUNDLE 0 1 2", "BUNDLE 1")}))
    assert (told.carrier, told.channel) == (told.media, None)
    made = json.loads(answer(told, ICE, DTLS, []))["sdp"]
    assert "m=application 0 " in made
    assert "a=group:BUNDLE 1\r\n" in made


def test_parameter_sets_are_read_from_the_offer(offer: str) -> None:
    sets = offer.replace("profile-level-id=42001f", "profile-level-id=42001f;sprop-parameter-sets=Z2E=,aGI=")
    assert read_offer(json.dumps({"type": "offer", "sdp": sets})).parameter_sets == [b"ga", b"hb"]
    broken = offer.replace("profile-level-id=42001f", "profile-level-id=42001f;sprop-parameter-sets=Z")
    assert read_offer(json.dumps({"type": "offer", "sdp": broken})).parameter_sets == []


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (None, "no session description"),
        ({"type": "offer"}, "no session description"),
        ("x" * (LONGEST + 1), "no session description"),
        ("no JSON", "not JSON"),
        ("[" * 5_000, "not JSON"),
        ("[]", "sent no offer"),
        ('{"type": "answer", "sdp": "v=0"}', "sent no offer"),
        ('{"type": "offer", "sdp": 5}', "sent no offer"),
        ('{"type": "offer", "sdp": "m=video"}', "cannot be read"),
    ],
)
def test_what_is_no_offer(sent: object, sentence: str) -> None:
    with pytest.raises(BadAnswer, match=sentence):
        read_offer(sent)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("H264", "VP9", CannotDecode),
        ("a=ice-pwd", "a=none", BadAnswer),
        ("a=fingerprint", "a=none", BadAnswer),
        ("m=video", "m=text", CannotDecode),
    ],
)
def test_offers_with_nothing_for_us(offer: str, old: str, new: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(offer.replace(old, new))


@given(data=st.data())
def test_no_offer_breaks_the_reader(offer: str, data: st.DataObject) -> None:
    lines = offer.splitlines()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        garbled = st.text(max_size=40) | st.sampled_from(lines) | st.just(lines[at][: len(lines[at]) // 2])
        lines[at] = data.draw(garbled)
    try:
        told = read_offer(json.dumps({"type": "offer", "sdp": "\r\n".join(lines)}))
    except (BadAnswer, CannotDecode):
        return
    assert len(told.candidates) <= MOST_CANDIDATES
    assert json.loads(answer(told, ICE, DTLS, []))["type"] == "answer"


def test_candidates_are_read_as_object_and_as_text() -> None:
    for sent in ({"candidate": HOST}, json.dumps({"candidate": HOST, "sdpMid": "0"})):
        found = read_candidate(sent)
        assert found is not None
        assert (found.ip, found.port) == ("192.0.2.7", 5000)
        assert json.loads(written(found, "0"))["candidate"] == HOST


@pytest.mark.parametrize(
    "line",
    [
        "",
        "candidate:1",
        "candidate:1 1 udp 1 0f1e.local 5000 typ host",
        "candidate:1 1 udp 1 example.org 5000 typ host",
        "candidate:1 1 tcp 1 192.0.2.7 5000 typ host",
        "candidate:1 2 udp 1 192.0.2.7 5000 typ host",
        "candidate:1 1 udp 1 192.0.2.7 0 typ host",
        "candidate:1 1 udp 1 192.0.2.7 70000 typ host",
        "candidate:1 1 udp 1 224.0.0.1 5000 typ host",
        "candidate:1 1 udp 1 192.0.2.7 x typ host",
        "candidate:1 1 udp 1 192.0.2.7 5000 typ prflx",
        HOST + " " * 2_000,
    ],
)
def test_candidates_of_no_use(line: str) -> None:
    assert read_candidate({"candidate": line}) is None
    assert read_candidate(json.dumps({"candidate": line})) is None


@given(st.none() | st.floats() | st.text() | st.lists(st.none()) | st.dictionaries(st.text(), st.text()))
def test_no_candidate_breaks_the_reader(sent: object) -> None:
    assert read_candidate(sent) is None
    assert read_candidate({"candidate": sent}) is None
