"""WebSockets to the server and to nobody else: a redirect is not followed, since a token may be the first thing that is said."""

from websockets.asyncio.client import connect


class StraightConnect(connect):
    """As `connect`, but an answer that points elsewhere is refused like any other that is no WebSocket (InvalidStatus)."""

    def process_redirect(self, exc: Exception) -> Exception:
        """Goes nowhere."""
        return exc
