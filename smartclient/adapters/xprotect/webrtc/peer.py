"""Our end of one WebRTC connection, put together from aiortc's transports.

Its RTCPeerConnection is passed over: it refuses every H.264 profile but baseline, though nothing is decoded here, and runs a
decoder thread for each stream.
"""

import contextlib
from collections.abc import Sequence

from aiortc import (
    RTCCertificate,
    RTCDataChannel,
    RTCDataChannelParameters,
    RTCDtlsTransport,
    RTCIceCandidate,
    RTCIceGatherer,
    RTCIceTransport,
    RTCSctpTransport,
)
from aiortc.rtcsctptransport import RTCSctpCapabilities

from smartclient.adapters.xprotect.webrtc.access_units import AccessUnits
from smartclient.adapters.xprotect.webrtc.description import LARGEST_MESSAGE, SCTP_PORT, Offer, answer
from smartclient.adapters.xprotect.webrtc.receiver import EncodedReceiver, Listener
from smartclient.adapters.xprotect.webrtc.sound_units import SoundUnits
from smartclient.domain.errors import NoPicture
from smartclient.runtime.tasks import Tasks

CHANNEL, PROTOCOL = "commands", "videoos-commands"


class Peer:
    """Belongs to one loop; `listener` hears of its media."""

    def __init__(self, certificate: RTCCertificate, listener: Listener) -> None:
        self._listener = listener
        self._gatherer = RTCIceGatherer(iceServers=[])
        self._ice = RTCIceTransport(self._gatherer)
        self._dtls = RTCDtlsTransport(self._ice, [certificate])
        self._sctp: RTCSctpTransport | None = None
        self._tasks = Tasks("webrtc peer")

    async def answer(self, offer: Offer, addresses: Sequence[str]) -> str:
        """Our answer, with every address of ours in it. `addresses`: where to take media; empty for all but loopback."""
        if addresses:
            _gather_only(self._gatherer, addresses)
        await self._gatherer.gather()
        self._ice._connection.ice_controlling = offer.ice.iceLite  # noqa: SLF001
        mine = self._dtls.getLocalParameters()
        mine.role = "server" if offer.dtls.role == "client" else "client"
        self._dtls._set_role(mine.role)  # noqa: SLF001
        return answer(offer, self._gatherer.getLocalParameters(), mine, self._gatherer.getLocalCandidates())

    async def connect(self, offer: Offer) -> None:
        """Finds a way to the server and opens everything on it. Raises NoPicture; whoever calls sets the time limit."""
        for candidate in offer.candidates:
            await self.add_candidate(candidate)
        await self._ice.start(offer.ice)
        if self._ice.state != "completed":
            raise NoPicture("No way to the gateway's media was found.")
        units = SoundUnits() if offer.media.kind == "audio" else AccessUnits(offer.parameter_sets)
        receiver = EncodedReceiver(self._dtls, offer.codecs, units, self._listener)
        self._dtls.on("statechange", self._watch)
        await self._dtls.start(offer.dtls)
        if self._dtls.state != "connected":
            raise NoPicture("The gateway's media connection is not the one it offered.")
        self._tasks.start("reports", receiver.report())
        if offer.channel is not None:
            self._sctp = RTCSctpTransport(self._dtls, SCTP_PORT)
            capabilities = offer.channel.sctpCapabilities or RTCSctpCapabilities(maxMessageSize=LARGEST_MESSAGE)
            await self._sctp.start(capabilities, offer.channel.sctp_port or SCTP_PORT)

    async def add_candidate(self, candidate: RTCIceCandidate) -> None:
        """One more address of the server."""
        with contextlib.suppress(ValueError):
            await self._ice.addRemoteCandidate(candidate)

    def channel(self) -> RTCDataChannel | None:
        """A new data channel for commands; None where the server offered none."""
        if self._sctp is None:
            return None
        return RTCDataChannel(self._sctp, RTCDataChannelParameters(label=CHANNEL, protocol=PROTOCOL))

    async def close(self) -> None:
        """Ends everything and waits for it."""
        await self._tasks.cancel()
        if self._sctp is not None:
            await self._sctp.stop()
        await self._dtls.stop()
        await self._ice.stop()

    def _watch(self) -> None:
        if self._dtls.state in {"closed", "failed"}:
            self._listener.left()


def _gather_only(gatherer: RTCIceGatherer, ours: Sequence[str]) -> None:
    """Takes media at these addresses only: aiortc leaves out the loopback one, at which a server on this machine may be."""
    connection, name = gatherer._connection, "get_component_candidates"  # noqa: SLF001
    usual = connection.get_component_candidates

    async def at_ours(component: int, addresses: list[str], timeout: int = 5) -> object:  # noqa: ARG001, ASYNC109
        return await usual(component, list(ours), timeout)

    setattr(connection, name, at_ours)
