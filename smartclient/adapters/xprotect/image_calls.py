"""Calls for recorded pictures, sent ahead so that many cost one round trip, their answers taken in order."""

import re
import time
from collections import deque
from datetime import datetime

from smartclient.adapters.xprotect.image_connection import ImageConnection, refusal
from smartclient.adapters.xprotect.picture import Image, milliseconds
from smartclient.domain.errors import NoPicture

ANSWER_S = 40.0
"""A picture may be large and the line slow; one that is not whole by then never will be."""

NEXT = "<methodname>next</methodname><compressionrate>100</compressionrate><keyframesonly>no</keyframesonly>"
_REQUEST = re.compile(r"<requestid>\s*(\d{1,12})\s*</requestid>", re.IGNORECASE)


def goto(at: datetime, *, keyframes_only: bool) -> str:
    """The call for the picture, or the key frame, that stands at `at`."""
    only = "yes" if keyframes_only else "no"
    return (
        f"<methodname>goto</methodname><time>{milliseconds(at)}</time>"
        f"<compressionrate>100</compressionrate><keyframesonly>{only}</keyframesonly>"
    )


class ImageCalls:
    """What was asked over one connection and is not answered yet. Every method may raise ConnectionLost."""

    def __init__(self, connection: ImageConnection) -> None:
        self._connection = connection
        self._waiting: deque[int] = deque()

    @property
    def waiting(self) -> int:
        """How many answers are due."""
        return len(self._waiting)

    def ask(self, *calls: str) -> None:
        """Sends the calls; nothing is waited for."""
        first = self._connection.call(*calls)
        self._waiting.extend(range(first, first + len(calls)))

    def take(self) -> Image:
        """The answer to the oldest call, which there must be; without a time where the recorder has no picture.

        Raises NoPicture where it refuses in words.
        """
        self._connection.give_up_at_s = time.monotonic() + ANSWER_S
        wanted = self._waiting[0]
        while True:
            told = self._connection.answer()
            if isinstance(told, str):
                found = _REQUEST.search(told)
                if found is None or int(found[1]) != wanted:
                    continue
                if reason := refusal(told):
                    self._waiting.popleft()
                    raise NoPicture(f"The recorder gives no picture of that time ({reason}).")
                told = Image(wanted)
            if told.request is None or told.request >= wanted:
                self._waiting.popleft()
                return told

    def drop(self) -> None:
        """Lets the answers still due come and go."""
        while self._waiting:
            self.take()
