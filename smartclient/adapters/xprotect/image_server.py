"""Live pictures from a recorder over the ImageServer protocol: a plain blocking socket, read in an engine's thread."""

import re
from datetime import UTC, datetime

from smartclient.adapters.xprotect.image_connection import Feed, ImageConnection
from smartclient.adapters.xprotect.picture import packet
from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Packet

_STATUS = re.compile(r"<statusid>\s*(\d{1,4})\s*</statusid>\s*<value>([^<]{0,200})</value>", re.IGNORECASE)
_TROUBLES = {
    5: "The recorder has lost the camera.",
    6: "The recorder's database does not work.",
    7: "The recorder's disk is full.",
}


class ImageServerStream:
    """One live feed; a PacketStream."""

    def __init__(self, feed: Feed) -> None:
        """Connects and asks for live pictures. Raises NoPicture or a ServerError."""
        self._label = feed.label
        self._connection = ImageConnection(feed)
        try:
            self._connection.open()
            self._connection.call("<methodname>live</methodname><compressionrate>90</compressionrate>")
        except BaseException:
            self._connection.close()
            raise

    def read(self) -> Packet:
        """The next picture. Raises NoPicture when the feed ends, stalls, was closed, or the recorder says it has none."""
        with self._connection.in_use():
            while True:
                self._connection.renew()
                told = self._connection.answer()
                if isinstance(told, str):
                    self._heed(told)
                elif told.body:
                    return packet(told.body, told.at or datetime.now(UTC))
                else:
                    raise NoPicture(f"No picture from {self._label}: the recorder has none.")

    def close(self) -> None:
        """Ends the feed and a waiting `read`, from any thread, without waiting for either."""
        self._connection.close()

    def _heed(self, status: str) -> None:
        for number, value in _STATUS.findall(status):
            trouble = _TROUBLES.get(int(number))
            if trouble and value.strip().lower() in ("1", "true", "yes"):
                raise NoPicture(f"No picture from {self._label}: {trouble}")
