"""The noises that the demo's microphones hear, each made once: loops that begin anew without a break, and single bangs."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 8_000
SLAM_S = 0.6

Sound = NDArray[np.float32]


@cache
def room() -> Sound:
    """The hum and hiss of an empty building; 4 s."""
    count = 4 * RATE_HZ
    hum = 0.004 * np.sin(_turns(120.0, count)) + 0.002 * np.sin(_turns(240.0, count))
    return _single(hum + 0.004 * _band(1, count, 60, 900))


@cache
def murmur() -> Sound:
    """Many people who talk at once, no word of which can be understood; 8 s."""
    count = 8 * RATE_HZ
    voices = np.sum([_voice(seed, count) for seed in range(2, 8)], axis=0)
    return _single(0.3 * voices / np.abs(voices).max())


@cache
def steps() -> Sound:
    """Somebody who walks, two steps a second; 8 s."""
    loop = np.zeros(8 * RATE_HZ, np.float32)
    for number in range(16):
        thud = _bang(40 + number, 0.12, 70, 700, 0.02)
        begin = round((number * 0.5 + 0.03 * (number % 3)) * RATE_HZ)
        loop[begin : begin + len(thud)] += 0.25 * thud
    return loop


@cache
def caller() -> Sound:
    """One person close by, who speaks and waits; 6 s, of which 4 s are speech."""
    count = 6 * RATE_HZ
    at_s = np.arange(count) / RATE_HZ
    speaks = np.clip(4 * np.sin(np.pi * at_s / 4.0), 0, 1) * (at_s < 4.0)
    return _single(0.4 * _voice(11, count) * speaks)


@cache
def siren() -> Sound:
    """Two tones in turn, as the panic system sounds them; 2 s."""
    tone = np.concatenate([np.sin(_turns(hertz, RATE_HZ)) for hertz in (800.0, 1_000.0)])
    return _single(0.5 * tone)


@cache
def slam() -> Sound:
    """A door leaf that falls into its frame; SLAM_S."""
    return _single(0.8 * _bang(31, SLAM_S, 40, 1_200, 0.09))


def _single(sound: NDArray[np.float64] | Sound) -> Sound:
    return np.asarray(sound, np.float32)


def _turns(hertz: float, count: int) -> NDArray[np.float64]:
    return 2 * np.pi * hertz * np.arange(count) / RATE_HZ


def _band(seed: int, count: int, low_hz: float, high_hz: float) -> NDArray[np.float64]:
    """Noise between two frequencies, about 1 loud, whose end goes over into its beginning."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum[(hertz < low_hz) | (hertz > high_hz)] = 0
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / np.abs(noise).max())


def _voice(seed: int, count: int) -> NDArray[np.float64]:
    """A voice without words: a buzz with the two strongest overtones of vowels, in syllables."""
    pitch = 95.0 + 20.0 * seed
    slow = _band(seed, count, 0.2, 2.5)
    phase = np.cumsum(2 * np.pi * pitch * (1 + 0.08 * slow) / RATE_HZ)
    buzz = np.sum([np.sin(number * phase) / number for number in range(1, 9)], axis=0)
    open_vowels = 0.5 + 0.5 * _band(seed + 50, count, 0.5, 4)
    formed = buzz * open_vowels + 0.5 * np.sin(6 * phase) * (1 - open_vowels)
    syllables = np.clip(_band(seed + 100, count, 1.5, 5) * 3, 0, 1)
    made = formed * syllables
    return np.asarray(made / np.abs(made).max())


def _bang(seed: int, seconds: float, low_hz: float, high_hz: float, fades_s: float) -> Sound:
    count = round(seconds * RATE_HZ)
    fading = np.exp(-np.arange(count) / RATE_HZ / fades_s)
    return _single(_band(seed, count, low_hz, high_hz) * fading)
