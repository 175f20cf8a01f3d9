"""Which way a picture takes: from the recorder's own port, or through the gateway where only the gateway's gets through."""

import logging
import socket
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from smartclient.domain.errors import CannotDecode, MediaError, NoPicture, ServerError
from smartclient.runtime.clock import Clock

T = TypeVar("T")

PROBE_S = 0.6
"""So much later than otherwise the first picture may come when a firewall swallows the recorder's port."""
GOOD_FOR_S, AVOIDED_FOR_S = 60.0, 300.0
USUAL_PORT = 7563

log = logging.getLogger(__name__)


class Way(StrEnum):
    """What a person may choose; AUTO tries the recorder first, which is faster and plays every coding."""

    AUTO = "auto"
    RECORDER = "recorder"
    GATEWAY = "gateway"

    @classmethod
    def named(cls, text: str) -> "Way":
        """The way of that name; AUTO for any other text."""
        return cls(text) if text in {each.value for each in cls} else cls.AUTO


class Ways:
    """Remembers of each recorder for a while whether it was reached. Safe to use from any thread."""

    def __init__(self, clock: Clock, chosen: Way = Way.AUTO, probe: Callable[[str], bool] | None = None) -> None:
        """`probe` tells whether a recorder's address takes connections, within PROBE_S."""
        self._clock, self._chosen, self._probe = clock, chosen, probe or answers
        self._known: dict[str, tuple[Way, float]] = {}
        self._one_probe: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def open(self, recorder: str, from_recorder: Callable[[], T], through_gateway: Callable[[], T]) -> tuple[T, str]:
        """What was opened by the way that gets through, and that way in words. Raises MediaErrors and ServerErrors."""
        if self._way(recorder) is Way.GATEWAY:
            return self._through_gateway(recorder, through_gateway), "WebRTC through the gateway"
        try:
            opened = from_recorder()
        except (MediaError, ServerError):
            self._forget(recorder)
            raise
        return opened, f"ImageServer, port {_place(recorder)[1]}"

    def _way(self, recorder: str) -> Way:
        if self._chosen is not Way.AUTO:
            return self._chosen
        with self._lock:
            turn = self._one_probe.setdefault(recorder, threading.Lock())
        with turn:
            way, until_s = self._known.get(recorder, (Way.AUTO, 0.0))
            if self._clock.steady_s() < until_s:
                return way
            is_open = self._probe(recorder)
            found, lasts_s = (Way.RECORDER, GOOD_FOR_S) if is_open else (Way.GATEWAY, AVOIDED_FOR_S)
            if found is not way:
                log.info(
                    "recorder %s %s", recorder, "is reached" if is_open else "is not reached; video takes the gateway"
                )
            self._known[recorder] = found, self._clock.steady_s() + lasts_s
            return found

    def _through_gateway(self, recorder: str, open_it: Callable[[], T]) -> T:
        try:
            return open_it()
        except CannotDecode:
            raise
        except (MediaError, ServerError) as error:
            self._forget(recorder)
            if self._chosen is Way.GATEWAY:
                raise
            host, port = _place(recorder)
            raise NoPicture(f"The recorder {host} cannot be reached (port {port}). {error}") from error

    def _forget(self, recorder: str) -> None:
        """Finds out anew next time."""
        self._known.pop(recorder, None)


def answers(recorder: str) -> bool:
    """Whether something takes connections at the recorder's address, found out within PROBE_S."""
    try:
        socket.create_connection(_place(recorder), timeout=PROBE_S).close()
    except OSError:
        return False
    return True


def _place(recorder: str) -> tuple[str, int]:
    parts = urlsplit(recorder)
    return parts.hostname or "", parts.port or USUAL_PORT
