"""One WebRTC session: an offer with everything in it, the client's answer, and a data channel for commands."""

import json
from collections.abc import Callable

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.exceptions import InternalError, InvalidAccessError, InvalidStateError, OperationError
from aiortc.rtcconfiguration import RTCBundlePolicy

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.ids import fresh
from smartclient.demo.sound.recorded_track import RecordedMicrophoneTrack
from smartclient.demo.webrtc.ice import candidates, gather_only, give_up, read_candidate, usable_answer
from smartclient.demo.webrtc.millisecond_clock import MillisecondClock
from smartclient.demo.webrtc.pictures import Pictures
from smartclient.demo.webrtc.tracks import CodedTrack

LONGEST_SDP = 64 * 1024
CHANNEL = "videoos"
_REFUSALS = (ValueError, AssertionError, InternalError, InvalidAccessError, InvalidStateError, OperationError)


class Session:
    """`token` is what it lives by; `device` what it shows or lets hear; `heard` gets every message of a data channel."""

    def __init__(self, user: str, token: str, device: str, *, is_live: bool) -> None:
        self.id = fresh()
        self.user, self.token, self.device, self.is_live = user, token, device, is_live
        self.heard: Callable[[str | bytes], None] = lambda _message: None
        configuration = RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        self._peer = RTCPeerConnection(configuration)
        self._told_candidates = False
        self._is_answered = False

    @property
    def is_over(self) -> bool:
        """Whether the client has gone or never came through."""
        return self._peer.connectionState in {"failed", "closed"}

    @property
    def is_answered(self) -> bool:
        """Whether the client has answered the offer."""
        return self._is_answered

    async def offer(self, pictures: Pictures | None, sound: MediaStreamTrack | None, addresses: list[str]) -> str:
        """The offer as a string that holds JSON, with the addresses the gateway is reached at."""
        peer = self._peer
        if pictures is not None:
            track = CodedTrack(pictures)
            sender = self._send(track, "video/H264")
            if not self.is_live:
                MillisecondClock(sender.transport, track)
        if sound is not None:
            sender = self._send(sound, "audio/PCMU")
            if isinstance(sound, RecordedMicrophoneTrack):
                MillisecondClock(sender.transport, sound)
        peer.createDataChannel(CHANNEL)  # without one the offer has no room for the channel that a client opens later
        peer.on("datachannel", self._opened)
        gather_only(peer, addresses)
        await peer.setLocalDescription(await peer.createOffer())
        return _as_json(peer.localDescription)

    def _send(self, track: MediaStreamTrack, coding: str) -> RTCRtpSender:
        transceiver = self._peer.addTransceiver(track, direction="sendonly")
        known = RTCRtpSender.getCapabilities(track.kind)
        transceiver.setCodecPreferences([each for each in known.codecs if each.mimeType == coding])
        return transceiver.sender

    async def answer(self, text: object) -> None:
        """Takes the client's answer, a string that holds JSON. Raises ApiError 400."""
        if self._is_answered:
            raise ApiError(400, "The session was answered already.", place="answerSDP")
        try:
            told = json.loads(text) if isinstance(text, str) and len(text) <= LONGEST_SDP else None
            sdp = told["sdp"] if isinstance(told, dict) and told.get("type") == "answer" else None
        except (ValueError, KeyError, RecursionError) as error:
            raise ApiError(400, "answerSDP must be a string that holds JSON.", place="answerSDP") from error
        if not isinstance(sdp, str):
            raise ApiError(400, "answerSDP must hold an answer.", place="answerSDP")
        try:
            await self._peer.setRemoteDescription(RTCSessionDescription(usable_answer(sdp), "answer"))
        except (*_REFUSALS, KeyError, IndexError, AttributeError, TypeError, StopIteration) as error:
            raise ApiError(400, "The answer does not fit the offer.", place="answerSDP") from error
        self._is_answered = True

    def candidates(self) -> list[Json]:
        """Addresses the client has not been told by this call before; they are in the offer as well."""
        found = [] if self._told_candidates else candidates(self._peer)
        self._told_candidates = True
        return found

    async def add_candidate(self, sent: object) -> None:
        """Takes one address of the client. Raises ApiError 400."""
        candidate = read_candidate(sent)
        if candidate is not None and self._is_answered:
            try:
                await self._peer.addIceCandidate(candidate)
            except ValueError as error:
                raise ApiError(400, "The candidate cannot be used.", place="candidates") from error

    async def close(self) -> None:
        """Ends it; calling it twice is harmless."""
        for transceiver in self._peer.getTransceivers():
            if (track := transceiver.sender.track) is not None:
                track.stop()
        if self._is_answered and self._peer.connectionState in {"new", "connecting"}:
            await give_up(self._peer)
        await self._peer.close()

    def _opened(self, channel: RTCDataChannel) -> None:
        channel.on("message", self.heard)


def _as_json(description: RTCSessionDescription) -> str:
    return json.dumps({"type": description.type, "sdp": description.sdp})
