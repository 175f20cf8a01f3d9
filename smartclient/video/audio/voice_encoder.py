"""A voice as µ-law packets; FFmpeg is loaded with it, so it is imported when somebody first speaks."""

from fractions import Fraction

import av
import numpy as np

from smartclient.domain.sound import TALK_PACKET_S, TALK_RATE_HZ
from smartclient.video.audio.samples import NOTHING, Samples

PACKET = round(TALK_PACKET_S * TALK_RATE_HZ)


class VoiceEncoder:
    """Any pieces in, µ-law packets of PACKET samples out."""

    def __init__(self) -> None:
        context = av.CodecContext.create("pcm_mulaw", "w")
        assert isinstance(context, av.AudioCodecContext)  # noqa: S101  it is of sound
        context.sample_rate, context.layout, context.format = TALK_RATE_HZ, "mono", "s16"
        context.time_base = Fraction(1, TALK_RATE_HZ)
        self._context, self._rest = context, NOTHING

    def packets(self, said: Samples) -> list[bytes]:
        """What is complete."""
        whole = np.concatenate([self._rest, said])
        count = len(whole) // PACKET * PACKET
        self._rest = whole[count:]
        found: list[bytes] = []
        for begin in range(0, count, PACKET):
            piece = (np.clip(whole[begin : begin + PACKET], -1, 1) * 32_767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = TALK_RATE_HZ
            found += [bytes(packet) for packet in self._context.encode(frame)]
        return found
