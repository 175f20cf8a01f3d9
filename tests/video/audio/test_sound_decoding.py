"""Decoding: packets as FFmpeg reads them, their place in time over a wrapping stamp, a stream's own sound, levels and mixing."""

from pathlib import Path

import av
import numpy as np
import pytest

from smartclient.domain.errors import NoSound
from smartclient.domain.footage import UrlSource
from smartclient.domain.sound import SoundCodec, SoundPacket
from smartclient.video.audio.decoder import PacketDecoder
from smartclient.video.audio.mixer import Mixer
from smartclient.video.audio.samples import NOTHING, RATE_HZ, Samples, level_of
from smartclient.video.audio.url_sound import UrlSound
from tests.builders.clips import write_clip
from tests.builders.sound import PACKET, tone_packet


def test_packets_become_twice_as_many_samples() -> None:
    decoder = PacketDecoder()
    made = [decoder.decode(tone_packet(number)) for number in range(10)]
    assert [stamp for stamp, _ in made] == [number * 2 * PACKET for number in range(10)]
    assert sum(len(samples) for _, samples in made) == pytest.approx(20 * PACKET, abs=64)
    assert {len(samples) for _, samples in made[2:]} == {2 * PACKET}
    assert made[-1][1].dtype == np.float32


def test_stamps_go_on_where_32_bits_end() -> None:
    decoder, near_the_end = PacketDecoder(), (1 << 32) - PACKET
    silent = bytes([0xFF] * PACKET)
    stamps = [
        decoder.decode(SoundPacket(silent, SoundCodec.PCMU, stamp % (1 << 32)))[0]
        for stamp in (near_the_end, near_the_end + PACKET, near_the_end + 3 * PACKET, near_the_end + 2 * PACKET)
    ]
    assert [stamp - stamps[0] for stamp in stamps] == [0, 2 * PACKET, 6 * PACKET, 4 * PACKET]


def test_another_coding_in_the_midst_is_followed() -> None:
    decoder = PacketDecoder()
    decoder.decode(tone_packet(0))
    _, silence = decoder.decode(SoundPacket(bytes([0xD5] * PACKET), SoundCodec.PCMA, PACKET))
    assert np.abs(silence).max() < 0.001


def test_what_is_no_sound_is_said() -> None:
    with pytest.raises(NoSound, match="empty"):
        PacketDecoder().decode(SoundPacket(b"", SoundCodec.PCMU, 0))


def test_a_file_with_sound_is_heard_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=44_100, layout="stereo")
        tone = (np.sin(np.arange(2 * 44_100) * 0.1) * 20_000).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="stereo")
        frame.sample_rate = 44_100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    sound = UrlSound(UrlSource(path.as_uri(), "Gate"))
    heard = NOTHING

    def hear() -> None:
        nonlocal heard
        while True:
            stamp, samples = sound.read()
            assert stamp == len(heard)
            heard = np.concatenate([heard, samples])

    with pytest.raises(NoSound, match="has ended"):
        hear()
    assert len(heard) == pytest.approx(RATE_HZ, rel=0.02)
    assert 0.4 < np.abs(heard).max() < 0.9
    sound.close()
    sound.close()
    with pytest.raises(NoSound, match="closed"):
        sound.read()


def test_pictures_without_sound_are_said(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "silent.mp4")
    with pytest.raises(NoSound, match="without sound"):
        UrlSound(UrlSource(clip.as_uri(), "Gate"))
    with pytest.raises(NoSound, match="cannot be opened"):
        UrlSound(UrlSource((tmp_path / "nothing.mp4").as_uri(), "Gate"))


@pytest.mark.parametrize(("loudness", "level"), [(1.0, 1.0), (0.0316, 0.5), (0.001, 0.0), (0.0, 0.0)])
def test_levels_are_even_steps_of_decibels(loudness: float, level: float) -> None:
    assert level_of(np.full(100, loudness, np.float32)) == pytest.approx(level, abs=0.01)
    assert level_of(NOTHING) == 0


class Constant:
    def __init__(self, value: float) -> None:
        self.value, self.taken = value, 0

    def take(self, count: int) -> Samples:
        self.taken += count
        return np.full(count, self.value, np.float32)


def test_what_is_heard_together_is_summed_cut_and_hushed() -> None:
    mixer, one, other = Mixer(), Constant(0.25), Constant(0.5)
    assert not mixer.pull(10).any()
    mixer.play([one, other])
    assert mixer.pull(10).tolist() == [0.75] * 10
    mixer.play([one, other, Constant(0.5)])
    assert mixer.pull(10).tolist() == [1.0] * 10
    mixer.is_hushed = True
    assert not mixer.pull(10).any()
    assert one.taken == 30
