"""Addresses for media (ICE candidates): our own are chosen and not found out, a client's are read with care."""

import asyncio
import json

from aiortc import RTCIceCandidate, RTCIceTransport, RTCPeerConnection
from aiortc.sdp import candidate_from_sdp, candidate_to_sdp

from smartclient.demo.answers import ApiError, Json

LONGEST_CANDIDATE = 1_000
MOST_TURNS = 1_000


def gather_only(peer: RTCPeerConnection, ours: list[str]) -> None:
    """Makes a connection take media at these addresses: aiortc would leave out the loopback one, and has no word for adding it."""
    connection = _ice(peer).iceGatherer._connection  # noqa: SLF001
    usual, name = connection.get_component_candidates, "get_component_candidates"

    async def at_ours(component: int, addresses: list[str], timeout: int = 5) -> object:  # noqa: ARG001, ASYNC109
        return await usual(component, ours, timeout)

    setattr(connection, name, at_ours)


async def give_up(peer: RTCPeerConnection) -> None:
    """Ends the search for a way to the client: closed in the midst of it, aiortc would leave a failed task behind."""
    await _ice(peer).iceGatherer._connection.close()  # noqa: SLF001
    for _ in range(MOST_TURNS):
        if peer.connectionState not in {"new", "connecting"}:
            return
        await asyncio.sleep(0)


def candidates(peer: RTCPeerConnection) -> list[Json]:
    """The connection's addresses as browsers write them (RTCIceCandidateInit)."""
    found = _ice(peer).iceGatherer.getLocalCandidates()
    return [{"candidate": f"candidate:{candidate_to_sdp(each)}", "sdpMid": "0", "sdpMLineIndex": 0} for each in found]


def _ice(peer: RTCPeerConnection) -> RTCIceTransport:
    return peer.getTransceivers()[0].receiver.transport.transport


def read_candidate(sent: object) -> RTCIceCandidate | None:
    """A client's address, an object or a string that holds one. None for those that are no use: the empty one that ends them, as
    a client behind a translator is heard from where it announced nothing; and `.local` names. Raises ApiError 400.
    """
    try:
        told = json.loads(sent[:LONGEST_CANDIDATE]) if isinstance(sent, str) else sent
        line = told["candidate"] if isinstance(told, dict) else ""
        if not line or ".local" in line:
            return None
        found = candidate_from_sdp(str(line)[:LONGEST_CANDIDATE].removeprefix("candidate:"))
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError) as error:
        raise ApiError(400, "The candidate cannot be read.", place="candidates") from error
    found.sdpMLineIndex = 0
    return found


def usable_answer(sdp: str) -> str:
    """An answer without the candidates that `read_candidate` passes over."""
    left_out = ("a=end-of-candidates", "a=candidate:")
    kept = [
        line for line in sdp.splitlines() if not (line.startswith(left_out) and (".local" in line or "end-of" in line))
    ]
    return "\r\n".join(kept) + "\r\n"
