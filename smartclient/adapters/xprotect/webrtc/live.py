"""A camera's live pictures through the gateway."""

import logging
from concurrent.futures import Future
from contextlib import suppress

from smartclient.adapters.xprotect.webrtc.arrivals import Arrivals
from smartclient.adapters.xprotect.webrtc.loop_thread import LoopThread
from smartclient.adapters.xprotect.webrtc.session import OPEN_TIMEOUT_S, Gateway, Session
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Packet

SILENCE_S = 10.0

log = logging.getLogger(__name__)


class GatewayStream:
    """One live feed; a PacketStream."""

    def __init__(self, thread: LoopThread, gateway: Gateway, wish: Wish, label: str) -> None:
        """Opens the feed. Raises NoPicture, CannotDecode or a ServerError."""
        self._thread, self._label = thread, label
        self._arrivals = Arrivals()
        self._session = Session(gateway, wish, label, self._arrivals)
        thread.run(self._session.open(), OPEN_TIMEOUT_S + 5)

    def read(self) -> Packet:
        """The next picture. Raises NoPicture when the feed ends, stalls or was closed."""
        packet = self._arrivals.take(SILENCE_S)
        if packet is None:
            raise NoPicture(f"No picture from {self._label}: nothing came for {SILENCE_S:.0f} s.")
        return packet

    def close(self) -> None:
        """Ends the feed and a waiting `read`, from any thread, without waiting for the gateway."""
        self._arrivals.end(NoPicture(f"No picture from {self._label}: it was closed."))
        self._arrivals.clear()
        end_soon(self._thread, self._session)


def end_soon(thread: LoopThread, session: Session) -> None:
    """Ends a session on its own loop; one whose loop has ended went with it."""
    with suppress(NoPicture):
        thread.start(session.close()).add_done_callback(_tell_failure)


def _tell_failure(ending: "Future[None]") -> None:
    if not ending.cancelled() and (failure := ending.exception()) is not None:
        log.error("a video session could not be ended", exc_info=failure)
