"""A voice on its way to a loudspeaker, over the demo server's extension `x-demo/talk`: µ-law in binary WebSocket messages."""

import ssl
from contextlib import ExitStack

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import connect

from smartclient.adapters.xprotect.values import words
from smartclient.domain.errors import NoSound, NotPermitted
from smartclient.runtime.secret import Secret

OPEN_TIMEOUT_S, CLOSE_TIMEOUT_S = 5.0, 0.5


class TalkSocket:
    """A TalkStream; whoever opens it waits until the server has accepted it."""

    def __init__(self, gateway: str, speaker: str, token: Secret, context: ssl.SSLContext, label: str) -> None:
        """Raises NoSound and NotPermitted."""
        url = f"ws{gateway.removeprefix('http')}x-demo/talk/{speaker}"
        self._label, self._open = label, ExitStack()
        try:
            opened = connect(
                url,
                ssl=context if url.startswith("wss:") else None,
                additional_headers={"Authorization": f"Bearer {token.reveal()}"},
                compression=None,
                open_timeout=OPEN_TIMEOUT_S,
                close_timeout=CLOSE_TIMEOUT_S,
                proxy=None,
            )
            self._socket = self._open.enter_context(opened)
        except InvalidStatus as error:
            if error.response.status_code == 403:
                raise NotPermitted(f"You may not speak through {label}.") from error
            raise NoSound(f"The server does not let a voice through to {label}.") from error
        except (WebSocketException, OSError, TimeoutError) as error:
            raise NoSound(f"No way to the loudspeaker of {label} was found.") from error

    def send(self, data: bytes) -> None:
        """Hands a packet over. Raises NoSound when the way has ended."""
        try:
            self._socket.send(data)
        except ConnectionClosed as error:
            said = words(error.rcvd.reason) if error.rcvd is not None else ""
            raise NoSound(said or f"The way to the loudspeaker of {self._label} was cut.") from error
        except OSError as error:
            raise NoSound(f"The way to the loudspeaker of {self._label} was cut.") from error

    def close(self) -> None:
        """Ends it, and waits a moment for the server to know."""
        self._open.close()
