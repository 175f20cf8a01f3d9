"""Software by default, hardware for large pictures where it is there, software again where it fails."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import av
import pytest

from smartclient.domain.footage import Codec
from smartclient.video.hardware import Hardware
from smartclient.video.inputs import Coded
from smartclient.video.picture_decoder import PictureDecoder
from tests.builders.clips import coded

GOP = 5
LARGE = (1600, 900)


class Device:
    """A decoder as a device would be: FFmpeg's own, which may fail."""

    def __init__(self, fails_after: int | None) -> None:
        self._decoder = av.CodecContext.create("h264", "r")
        self._left = fails_after
        self.decoded = 0

    def decode(self, packet: Any) -> list[Any]:
        """What FFmpeg says."""
        if self._left is not None and self.decoded >= self._left:
            raise av.ExternalError(1, "the device is gone")
        self.decoded += 1
        return list(self._decoder.decode(packet))


class FakeHardware(Hardware):
    """A machine with one device, or none."""

    def __init__(self, has_device: bool = True, fails_after: int | None = None) -> None:
        super().__init__()
        self._has_device = has_device
        self._fails_after = fails_after
        self.devices: list[Device] = []

    def kind(self, codec: str) -> str | None:
        """One of FFmpeg's words."""
        return "vaapi" if self._has_device and codec == "h264" else None

    def decoder(self, kind: str, codec: str) -> Device:
        """The device."""
        assert (kind, codec) == ("vaapi", "h264")
        self.devices.append(Device(self._fails_after))
        return self.devices[-1]


def pictures(count: int, size: tuple[int, int]) -> Iterator[Coded]:
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    for number, (data, is_key) in enumerate(coded(count, Codec.H264, *size)):
        packet = av.Packet(data)
        packet.pts = packet.dts = number
        packet.time_base = Fraction(1, 10)
        yield Coded(packet, is_key, (begin + timedelta(seconds=number / 10)).timestamp())


def decode(decoder: PictureDecoder, size: tuple[int, int], count: int = 3 * GOP) -> list[int | None]:
    return [picture.pts for each in pictures(count, size) for picture in decoder.decode(each)]


def test_large_pictures_go_to_the_device_from_a_key_frame_on() -> None:
    hardware = FakeHardware()
    decoder = PictureDecoder("h264", hardware=hardware)
    assert decode(decoder, LARGE) == list(range(3 * GOP))
    assert decoder.device == "vaapi"
    assert hardware.devices[0].decoded == 2 * GOP


@pytest.mark.parametrize(("hardware", "size"), [(FakeHardware(has_device=False), LARGE), (FakeHardware(), (320, 180))])
def test_small_pictures_and_machines_without_a_device_stay_in_software(
    hardware: FakeHardware, size: tuple[int, int]
) -> None:
    decoder = PictureDecoder("h264", hardware=hardware)
    assert decode(decoder, size) == list(range(3 * GOP))
    assert decoder.device == ""
    assert hardware.devices == []


@pytest.mark.parametrize("fails_after", [0, 1, 7])
def test_a_device_that_fails_costs_pictures_up_to_the_next_key_frame_at_most(fails_after: int) -> None:
    hardware = FakeHardware(fails_after=fails_after)
    decoder = PictureDecoder("h264", hardware=hardware)
    shown = decode(decoder, LARGE, 5 * GOP)
    assert decoder.device == ""
    assert shown[:GOP] == list(range(GOP))
    assert set(range(3 * GOP, 5 * GOP)) <= set(shown)
    assert len(hardware.devices) == 1


def test_asking_this_machine_is_no_failure() -> None:
    hardware = Hardware()
    assert hardware.kind("h264") == hardware.kind("h264")
    assert hardware.kind("no such coding") is None
