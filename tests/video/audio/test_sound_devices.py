"""The system's devices through miniaudio's null backend, and a machine that has none."""

import threading
from functools import partial
from typing import Any, NoReturn

import miniaudio
import numpy as np
import pytest

from smartclient.domain.errors import NoSoundDevice
from smartclient.video.audio.devices import SystemSoundDevices
from smartclient.video.audio.samples import Samples


@pytest.fixture
def null_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PlaybackDevice", "CaptureDevice"):
        made = partial(getattr(miniaudio, name), backends=[miniaudio.Backend.NULL])
        monkeypatch.setattr(miniaudio, name, made)


@pytest.mark.usefixtures("null_backend")
def test_a_loudspeaker_asks_for_samples_until_it_is_closed() -> None:
    asked, lately = threading.Event(), threading.Event()

    def pull(count: int) -> Samples:
        asked.set()
        lately.set()
        return np.zeros(count, np.float32)

    opened = SystemSoundDevices().open_loudspeaker(pull)
    assert asked.wait(10)
    opened.close()
    lately.clear()
    opened.close()
    assert not lately.is_set()


@pytest.mark.usefixtures("null_backend")
def test_a_microphone_gives_samples_until_it_is_closed() -> None:
    said: list[Samples] = []
    heard = threading.Event()

    def push(samples: Samples) -> None:
        said.append(samples)
        heard.set()

    opened = SystemSoundDevices().open_microphone(push)
    assert heard.wait(10)
    opened.close()
    assert {piece.dtype for piece in said} == {np.dtype(np.float32)}


def test_a_machine_without_devices_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_given: Any, **_named: Any) -> NoReturn:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", missing)
    monkeypatch.setattr(miniaudio, "CaptureDevice", missing)
    with pytest.raises(NoSoundDevice, match=r"no loudspeaker that can be opened\. Connect one"):
        SystemSoundDevices().open_loudspeaker(lambda count: np.zeros(count, np.float32))
    with pytest.raises(NoSoundDevice, match=r"no microphone that can be opened\. Connect one"):
        SystemSoundDevices().open_microphone(lambda _samples: None)
