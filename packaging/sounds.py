"""Writes the sounds of alarms and intercoms in resources/sounds: run it again after changing a note.

The rhythm tells the priority as IEC 60601-1-8 has it for hospital wards: five pulses (three and two) high, three medium, one pair low.
An intercom rings with two falling tones, like a door bell, which no alarm has. Pulses are soft-edged and have few harmonics, so that
they are heard through talk and do not startle.
"""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 22_050
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"
C5, E5, G5, A5, C6 = 523.25, 659.26, 783.99, 880.0, 1046.5

# (start in s, length in s, pitch in Hz) of each pulse, and how loud the whole is
HIGH = ([(0.0, 0.16, C5), (0.2, 0.16, A5), (0.4, 0.16, C6), (0.75, 0.16, A5), (0.95, 0.26, C6)], 0.62)
MEDIUM = ([(0.0, 0.2, C5), (0.3, 0.2, G5), (0.6, 0.3, E5)], 0.5)
LOW = ([(0.0, 0.22, E5), (0.32, 0.34, C5)], 0.38)
CALL = ([(0.0, 0.55, G5), (0.5, 0.9, E5), (1.5, 0.55, G5), (2.0, 0.9, E5)], 0.45)
SOUNDS = {"alarm-high": HIGH, "alarm-medium": MEDIUM, "alarm-low": LOW, "intercom-call": CALL}
HARMONICS = (1.0, 0.34, 0.18, 0.07)


def pulse(length_s: float, pitch_hz: float) -> NDArray[np.float64]:
    """One tone with a 15 ms rise and a decay over its last 60 %, within -1…1."""
    t = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    tone = sum(weight * np.sin(2 * np.pi * pitch_hz * n * t) for n, weight in enumerate(HARMONICS, start=1))
    rise = np.minimum(1.0, t / 0.015)
    fall = np.minimum(1.0, (length_s - t) / (0.6 * length_s))
    return np.asarray(tone * np.sin(np.pi / 2 * rise) ** 2 * fall**1.5 / sum(HARMONICS))


def sound(pulses: list[tuple[float, float, float]], loudness: float) -> bytes:
    """The pulses one after the other as 16-bit samples."""
    end_s = max(start + length for start, length, _ in pulses) + 0.05
    samples = np.zeros(int(end_s * RATE_HZ))
    for start_s, length_s, pitch_hz in pulses:
        tone = pulse(length_s, pitch_hz)
        first = int(start_s * RATE_HZ)
        samples[first : first + len(tone)] += tone
    scaled = samples * loudness / np.abs(samples).max() * 32_767
    return bytes(scaled.astype("<i2").tobytes())


def main() -> None:
    """Writes all files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (pulses, loudness) in SOUNDS.items():
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(sound(pulses, loudness))


if __name__ == "__main__":
    main()
