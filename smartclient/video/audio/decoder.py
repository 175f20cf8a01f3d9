"""Decodes packets of sound with FFmpeg, and brings any sound to the rate at which it is mixed."""

import av
import numpy as np

from smartclient.domain.errors import NoSound
from smartclient.domain.sound import SoundCodec, SoundPacket
from smartclient.video.audio.samples import NOTHING, RATE_HZ, Samples

_CODED_HZ = {SoundCodec.PCMU: 8_000, SoundCodec.PCMA: 8_000}
_WRAP = 1 << 32


class Resampling:
    """Frames of any kind in, samples as they are mixed out."""

    def __init__(self) -> None:
        self._resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)

    def samples(self, frame: av.AudioFrame) -> Samples:
        """The frame's sound; a few samples come with the next frame."""
        pieces = [made.to_ndarray().reshape(-1) for made in self._resampler.resample(frame)]
        return np.concatenate(pieces).astype(np.float32, copy=False) if pieces else NOTHING


class PacketDecoder:
    """Decodes the packets of one stream."""

    def __init__(self) -> None:
        self._codec: SoundCodec | None = None
        self._context: av.AudioCodecContext | None = None
        self._resampling = Resampling()
        self._last_stamp: int | None = None
        self._stamp = 0

    def decode(self, packet: SoundPacket) -> tuple[int, Samples]:
        """The number of the packet's first sample, counted at RATE_HZ without wrapping, and its sound. Raises NoSound."""
        if not packet.data:
            raise NoSound("A packet of sound is empty.")
        if packet.codec is not self._codec or self._context is None:
            self._begin(packet.codec)
        assert self._context is not None  # noqa: S101  made in the line above
        try:
            frames = self._context.decode(av.Packet(packet.data))
            sound = [self._resampling.samples(frame) for frame in frames]
        except (av.FFmpegError, ValueError) as error:
            raise NoSound(f"The sound is damaged ({packet.codec}).") from error
        if self._last_stamp is not None:
            step = (packet.stamp - self._last_stamp) % _WRAP
            self._stamp += step if step < _WRAP // 2 else step - _WRAP
        self._last_stamp = packet.stamp
        return self._stamp * RATE_HZ // _CODED_HZ[packet.codec], np.concatenate(sound) if sound else NOTHING

    def _begin(self, codec: SoundCodec) -> None:
        context = av.CodecContext.create(codec.value, "r")
        assert isinstance(context, av.AudioCodecContext)  # noqa: S101  these codecs are of sound
        context.sample_rate, context.layout, context.format = _CODED_HZ[codec], "mono", "s16"
        self._codec, self._context, self._resampling = codec, context, Resampling()
