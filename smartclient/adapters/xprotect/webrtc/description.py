"""Session descriptions: what we need of the server's offer, read with distrust, and our answer to it."""

import base64
import binascii
import ipaddress
import json
from dataclasses import dataclass

import msgspec
from aiortc import RTCDtlsParameters, RTCIceCandidate, RTCIceParameters
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpParameters
from aiortc.rtcsctptransport import RTCSctpCapabilities
from aiortc.sdp import GroupDescription, MediaDescription, SessionDescription, candidate_from_sdp, candidate_to_sdp

from smartclient.adapters.xprotect.values import child
from smartclient.domain.errors import BadAnswer, CannotDecode

LONGEST = 128 * 1024
MOST_SECTIONS, MOST_CANDIDATES, LONGEST_CANDIDATE = 8, 32, 1_000
SCTP_PORT, LARGEST_MESSAGE = 5000, 65_536

_LIBRARY_TROUBLE = (ValueError, AssertionError, KeyError, IndexError, AttributeError, TypeError, StopIteration)
"""What aiortc's parser raises on text that is no session description."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The parts of an offer: `media` is the section we take, in one of `codecs`; `carrier` the one whose addresses, and keys `ice` and
    `dtls`, count for all (BUNDLE, RFC 8843); `spared` what is offered beside and left alone."""

    description: SessionDescription
    carrier: MediaDescription
    ice: RTCIceParameters
    dtls: RTCDtlsParameters
    media: MediaDescription
    codecs: tuple[RTCRtpCodecParameters, ...]
    channel: MediaDescription | None
    spared: MediaDescription | None

    @property
    def candidates(self) -> list[RTCIceCandidate]:
        """Where the server may be reached."""
        return [each for each in self.carrier.ice_candidates[:MOST_CANDIDATES] if is_reachable(each)]

    @property
    def parameter_sets(self) -> list[bytes]:
        """SPS and PPS told beforehand (RFC 6184 8.1)."""
        told = str(self.codecs[0].parameters.get("sprop-parameter-sets") or "")
        try:
            return [base64.b64decode(each) for each in told.split(",")[:8] if each]
        except (binascii.Error, ValueError):
            return []


VIDEO, SOUND = "video/h264", "audio/pcmu"
_MISSING = {
    VIDEO: "The gateway offers no video of this camera.",
    SOUND: "The gateway offers no sound of this microphone.",
}
_OTHER_CODING = {
    VIDEO: "The gateway offers this camera's video in a coding other than H.264, the only one WebRTC has here.",
    SOUND: "The gateway offers this microphone's sound in a coding other than G.711, the only one WebRTC has here.",
}


def read_offer(text: object, coding: str = VIDEO) -> Offer:
    """Reads an offer, a string that holds JSON. Raises BadAnswer for what is none, CannotDecode where it has nothing of that `coding`."""
    told = _json(text)
    sdp = child(told, "sdp")
    if child(told, "type") != "offer" or not isinstance(sdp, str):
        raise BadAnswer("The gateway sent no offer.")
    try:
        description = SessionDescription.parse(sdp)
    except _LIBRARY_TROUBLE as error:
        raise BadAnswer("The gateway's offer cannot be read.") from error
    media = description.media[:MOST_SECTIONS]
    kind = coding.partition("/")[0]
    wanted = next((each for each in media if each.kind == kind), None)
    if wanted is None:
        raise CannotDecode(_MISSING[coding])
    codecs = tuple(each for each in wanted.rtp.codecs if each.mimeType.lower() == coding and each.clockRate > 0)
    if not codecs:
        raise CannotDecode(_OTHER_CODING[coding])
    bundled = next((group.items for group in description.group if group.semantic == "BUNDLE"), [wanted.rtp.muxId])
    carrier = next((each for each in media if bundled and each.rtp.muxId == bundled[0]), wanted)
    beside = {each.kind: each for each in media if each is not wanted and each.rtp.muxId in bundled}
    ice, dtls = carrier.ice, carrier.dtls
    if ice is None or not ice.usernameFragment or not ice.password:
        raise BadAnswer("The gateway's offer has no keys.")
    if dtls is None or not dtls.fingerprints:
        raise BadAnswer("The gateway's offer has no fingerprint.")
    spared = next((each for each in beside.values() if each.kind != "application"), None)
    return Offer(description, carrier, ice, dtls, wanted, codecs, beside.get("application"), spared)


def answer(offer: Offer, ice: RTCIceParameters, dtls: RTCDtlsParameters, candidates: list[RTCIceCandidate]) -> str:
    """Our answer as a string that holds JSON: the media are received, data go both ways, anything else is left alone."""
    made = SessionDescription()
    made.origin = "- 1 1 IN IP4 0.0.0.0"
    for section in offer.description.media:
        mine = _section(offer, section)
        mine.ice, mine.dtls = ice, dtls
        mine.ice_candidates, mine.ice_candidates_complete = candidates, True
        made.media.append(mine)
    bundled: list[int | str] = [each.rtp.muxId for each in made.media if each.port]
    made.group.append(GroupDescription("BUNDLE", bundled))
    return json.dumps({"type": "answer", "sdp": str(made)})


def _section(offer: Offer, section: MediaDescription) -> MediaDescription:
    mine = MediaDescription(section.kind, 9, section.profile, section.fmt)
    mine.host = "0.0.0.0"  # noqa: S104  an SDP's word for "see the candidates"
    mine.rtp = RTCRtpParameters(muxId=section.rtp.muxId)
    if section is offer.media:
        mine.fmt = [codec.payloadType for codec in offer.codecs]
        mine.direction, mine.rtcp_mux, mine.rtcp_port = "recvonly", True, 9
        mine.rtp.codecs = list(offer.codecs)
        mine.rtp.headerExtensions = section.rtp.headerExtensions
    elif section is offer.channel:
        mine.sctp_port = SCTP_PORT
        mine.sctpCapabilities = RTCSctpCapabilities(maxMessageSize=LARGEST_MESSAGE)
    elif section is offer.spared:
        mine.direction, mine.rtcp_mux, mine.rtcp_port = "inactive", True, 9
        mine.rtp.codecs = section.rtp.codecs[:1]
        mine.fmt = [codec.payloadType for codec in mine.rtp.codecs]
    else:
        mine.port = 0
    return mine


def read_candidate(sent: object) -> RTCIceCandidate | None:
    """One more address of the server, an object or a string that holds one; None for what is of no use."""
    try:
        told = _json(sent) if isinstance(sent, str) else sent
    except BadAnswer:
        return None
    line = child(told, "candidate")
    if not isinstance(line, str) or not line or len(line) > LONGEST_CANDIDATE:
        return None
    try:
        found = candidate_from_sdp(line.removeprefix("candidate:"))
    except _LIBRARY_TROUBLE:
        return None
    return found if is_reachable(found) else None


def written(candidate: RTCIceCandidate, mid: str) -> str:
    """One of our addresses as browsers send it (RTCIceCandidateInit)."""
    line = f"candidate:{candidate_to_sdp(candidate)}"
    return json.dumps({"candidate": line, "sdpMid": mid, "sdpMLineIndex": 0})


def is_reachable(candidate: RTCIceCandidate) -> bool:
    """Whether it is a plain address for UDP; names would make us ask the network for whatever a server likes."""
    try:
        address = ipaddress.ip_address(candidate.ip)
    except ValueError:
        return False
    is_usual = candidate.type in {"host", "srflx", "relay"} and candidate.protocol.lower() == "udp"
    return is_usual and candidate.component == 1 and 0 < candidate.port < 65_536 and not address.is_multicast


def _json(text: object) -> object:
    if not isinstance(text, str) or len(text) > LONGEST:
        raise BadAnswer("The gateway sent something that is no session description.")
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise BadAnswer("The gateway sent a session description that is not JSON.") from error
