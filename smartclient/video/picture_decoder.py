"""Coded pictures to decoded ones: in software, and from a key frame on in hardware where that is worth it."""

from typing import Any

import av

from smartclient.video.hardware import LARGE_WIDTH, Hardware
from smartclient.video.inputs import Coded, lean

HARDWARE = Hardware()


class PictureDecoder:
    """Decodes one stream of `codec`, its own parameters given as `context`, FFmpeg's; belongs to one thread."""

    def __init__(self, codec: str, context: Any = None, hardware: Hardware = HARDWARE) -> None:
        """Without `context`, the stream says all in its packets."""
        self._codec = codec
        self._hardware = hardware
        self._software: Any = context if context is not None else av.CodecContext.create(codec, "r")
        lean(self._software)
        self._extradata = context.extradata if context is not None else None
        self._decoder: Any = self._software
        self._is_tried = False
        self.device = ""
        """What decodes, where that is not this machine's processor: vaapi, cuda …"""

    def decode(self, coded: Coded) -> list[av.VideoFrame]:
        """The pictures that this one completes, in showing order. Raises av.FFmpegError where it is damaged."""
        if self.device:
            return self._decode_in_hardware(coded)
        pictures: list[av.VideoFrame] = []
        if coded.is_key and not self._is_tried and self._software.width > LARGE_WIDTH and self._has_hardware():
            pictures = list(self._software.decode(None))
            return pictures + self._decode_in_hardware(coded)
        return list(self._software.decode(coded.packet if coded.packet.size else None))

    def _has_hardware(self) -> bool:
        """Starts the device, once a stream."""
        self._is_tried = True
        kind = self._hardware.kind(self._codec)
        if kind is None:
            return False
        try:
            self._decoder = self._hardware.decoder(kind, self._codec)
        except av.FFmpegError:
            return False
        if self._extradata:
            self._decoder.extradata = self._extradata
        self.device = kind
        return True

    def _decode_in_hardware(self, coded: Coded) -> list[av.VideoFrame]:
        """Goes back to software for good when the device fails; the next key frame mends the picture."""
        try:
            return list(self._decoder.decode(coded.packet if coded.packet.size else None))
        except (av.FFmpegError, OSError):
            self.device = ""
            self._software.flush_buffers()
            return list(self._software.decode(coded.packet)) if coded.is_key else []
