"""What leaves is what the recorder gave: the same coded bytes at the same times, gaps as gaps, cut where a disk wants it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import msgspec
import numpy as np
import pytest

from smartclient.domain.errors import BadAnswer, CannotDecode, NoPicture
from smartclient.domain.footage import Codec, Gop, Packet
from smartclient.evidence.manifest import MANIFEST, Container, Kind, Manifest, from_bytes
from smartclient.evidence.pictures import decoded
from smartclient.evidence.verify import verify
from tests.builders import exporting
from tests.builders.clips import FPS, drawing
from tests.builders.exporting import HALL
from tests.builders.recorded import PICTURE, START, Recorded, grouped, groups

ONE_CAMERA = {"cameras": (HALL,)}


def export(parent: Path, gops: Sequence[Gop], seconds: float = 5.0, **changes: Any) -> Path:
    """One camera's package."""
    by = exporting.means({HALL.id: Recorded(gops)})
    return exporting.package(parent, exporting.order(seconds, **(ONE_CAMERA | changes)), by)


def manifest_of(package: Path) -> Manifest:
    return from_bytes((package / MANIFEST).read_bytes())


def units(data: bytes) -> list[bytes]:
    """The NAL units of an Annex B picture."""
    parts = data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    return [part for part in parts if part]


def units_in_file(data: bytes) -> list[bytes]:
    """The NAL units of a picture in MP4 or Matroska, each behind its length."""
    found, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        found.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return found


def packets_in(path: Path) -> list[tuple[bytes, int]]:
    """Coded pictures and their times in microseconds after the first, as any demuxer reads them."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        return [
            (bytes(packet), round(packet.pts * stream.time_base * 1_000_000))
            for packet in container.demux(stream)
            if packet.pts is not None
        ]


@pytest.mark.parametrize("container", Container)
@pytest.mark.parametrize("codec", Codec)
def test_coded_bytes_and_times_come_out_as_they_went_in(tmp_path: Path, codec: Codec, container: Container) -> None:
    gops = groups(codec=codec)
    package = export(tmp_path, gops, container=container)
    (video,) = manifest_of(package).videos
    sent = [packet for gop in gops for packet in gop.packets]
    read = packets_in(package / video.file)
    if codec is Codec.JPEG:
        assert [data for data, _ in read] == [packet.data for packet in sent]
    else:
        assert [units_in_file(data) for data, _ in read] == [units(packet.data) for packet in sent]
    times = [(packet.at - START) // timedelta(microseconds=1) for packet in sent]
    assert [us for block in video.blocks for us in at_us(block.begin, block.times_us)] == times
    tolerance = 0 if container is Container.MP4 else 500
    assert max(abs(time - us) for (_, time), us in zip(read, times, strict=True)) <= tolerance


def at_us(begin: datetime, times_us: Sequence[int]) -> list[int]:
    return [(begin - START) // timedelta(microseconds=1) + us for us in times_us]


def with_b_frames(seconds: float) -> list[Gop]:
    """Pictures coded out of their order, as some cameras do."""
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = 320, 180, "yuv420p"
    encoder.time_base, encoder.framerate, encoder.gop_size = Fraction(1, FPS), Fraction(FPS), 10
    encoder.options = {"preset": "fast", "bf": "2", "x264-params": "b-adapt=0:scenecut=0:open-gop=0"}
    packets = []
    for index in range(round(seconds * FPS)):
        frame = av.VideoFrame.from_ndarray(drawing(index), format="rgb24")
        frame.pts = index
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    return grouped([Packet(bytes(p), Codec.H264, p.is_keyframe, START + (p.pts or 0) * PICTURE) for p in packets])


def test_copies_of_pictures_coded_out_of_order_show_each_at_its_time(tmp_path: Path) -> None:
    package = export(tmp_path, with_b_frames(3), seconds=3, with_clock=True)
    original, copy = manifest_of(package).videos
    times = [sorted(us for b in video.blocks for us in at_us(b.begin, b.times_us)) for video in (original, copy)]
    assert times[0] == times[1]


@pytest.mark.parametrize("container", Container)
def test_pictures_coded_out_of_order_keep_their_times(tmp_path: Path, container: Container) -> None:
    gops = with_b_frames(5)
    package = export(tmp_path, gops, container=container)
    (video,) = manifest_of(package).videos
    read = packets_in(package / video.file)
    sent = [packet for gop in gops for packet in gop.packets]
    assert [packet.at for packet in sent] != sorted(packet.at for packet in sent)
    first = min(time for _, time in read)
    assert [time - first for _, time in read] == [(packet.at - START) // timedelta(microseconds=1) for packet in sent]
    with av.open(str(package / video.file)) as file:
        assert len(list(file.decode(video=0))) == len(sent)


def test_export_begins_with_the_key_frame_before_and_ends_with_the_last_picture_asked_for(tmp_path: Path) -> None:
    package = export(tmp_path, groups(jitter_us=0), seconds=1.75, begin_at=START + timedelta(seconds=1.25))
    manifest = manifest_of(package)
    (video,) = manifest.videos
    assert video.begin == START + timedelta(seconds=1)
    assert video.last_picture < manifest.asked.end <= video.end
    assert sum(len(block.times_us) for block in video.blocks) == 20
    assert manifest.cameras[0].gaps == ()


def test_each_recorded_piece_is_a_file_and_gaps_are_told(tmp_path: Path) -> None:
    begin = START + timedelta(seconds=60)
    package = export(tmp_path, [*groups(2, jitter_us=0), *groups(2, begin, jitter_us=0)], seconds=90)
    manifest = manifest_of(package)
    assert [video.begin for video in manifest.videos] == [START, begin]
    gaps = [
        ((gap.begin - START).total_seconds(), (gap.end - START).total_seconds()) for gap in manifest.cameras[0].gaps
    ]
    assert gaps == [(2.0, 60.0), (62.0, 90.0)]
    assert [packets_in(package / video.file)[0][1] for video in manifest.videos] == [0, 0]


def test_another_coding_begins_another_file(tmp_path: Path) -> None:
    begin = START + timedelta(seconds=2)
    package = export(tmp_path, [*groups(2, is_followed=True), *groups(3, begin, Codec.H265)])
    assert [video.codec for video in manifest_of(package).videos] == ["h264", "hevc"]


def test_another_size_begins_another_file(tmp_path: Path) -> None:
    small = with_b_frames(2)
    begin = START + timedelta(seconds=2)
    large = sized(640, 360, begin)
    package = export(tmp_path, [*small[:-1], Gop(small[-1].packets, begin), large])
    assert [(video.width_px, video.height_px) for video in manifest_of(package).videos] == [(320, 180), (640, 360)]


def sized(width: int, height: int, begin: datetime) -> Gop:
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "yuv420p", Fraction(1, FPS)
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency"}
    frame = av.VideoFrame.from_ndarray(np.full((height, width, 3), 90, np.uint8), format="rgb24")
    frame.pts = 0
    (packet,) = [*encoder.encode(frame), *encoder.encode(None)]
    return Gop((Packet(bytes(packet), Codec.H264, True, begin),), begin + PICTURE, is_followed=False)


def test_no_file_is_larger_than_the_disk_takes(tmp_path: Path) -> None:
    limit = 12_000
    package = export(tmp_path, groups(10), seconds=10, limit_bytes=limit)
    videos = manifest_of(package).videos
    assert len(videos) > 1
    assert all((package / video.file).stat().st_size <= limit for video in videos)
    assert [video.begin for video in videos[1:]] == [video.end for video in videos[:-1]]


def test_a_camera_that_recorded_nothing_is_said_to_have_recorded_nothing(tmp_path: Path) -> None:
    recordings = {HALL.id: Recorded(groups()), exporting.DOOR.id: Recorded([])}
    package = exporting.package(tmp_path, by=exporting.means(recordings))
    door = manifest_of(package).cameras[1]
    assert (door.first_picture, len(door.gaps)) == (None, 1)


def test_nothing_at_all_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(NoPicture, match="None of the chosen cameras"):
        export(tmp_path, [])


def test_a_recorder_that_contradicts_itself_is_said_so(tmp_path: Path) -> None:
    stuck = groups(1)[0]
    with pytest.raises(BadAnswer, match="do not follow each other"):
        export(tmp_path, [Gop(stuck.packets[1:], stuck.end)])


def test_garbage_from_the_recorder_is_one_sentence(tmp_path: Path) -> None:
    junk = Packet(b"\0\0\1\x65" + b"junk" * 9, Codec.H264, True, START)
    with pytest.raises(CannotDecode, match="cannot be exported"):
        export(tmp_path, [Gop((junk,), START + PICTURE)])


def test_copies_name_their_original_and_stand_beside_it(tmp_path: Path) -> None:
    package = export(tmp_path, groups(), with_clock=True)
    original, copy = manifest_of(package).videos
    assert (original.kind, copy.kind) == (Kind.ORIGINAL, Kind.CLOCK)
    assert copy.made_from == original.sha256
    assert at_us(copy.begin, [0]) == at_us(original.begin, [0])
    assert sum(len(block.times_us) for block in copy.blocks) == sum(len(block.times_us) for block in original.blocks)
    with av.open(str(package / copy.file)) as file:
        last_row = next(file.decode(video=0)).to_ndarray(format="gray")[-3]
    assert last_row.min() < 40 < 200 < last_row.max()


def test_a_title_that_is_no_text_keeps_nobody_from_making_a_copy(tmp_path: Path) -> None:
    package = export(tmp_path, groups())
    (video,) = manifest_of(package).videos
    path = package / video.file
    data = path.read_bytes()
    assert b"Hall B" in data
    path.write_bytes(data.replace(b"Hall B", b"\xff\xfe\xff\xff\xc3("))
    assert len(list(decoded(path, video))) == sum(len(block.times_us) for block in video.blocks)


def test_a_second_export_of_the_same_gets_a_name_of_its_own(tmp_path: Path) -> None:
    first, second = export(tmp_path, groups()), export(tmp_path, groups())
    assert first != second
    assert verify(first).intact
    assert verify(second).intact


def test_names_from_the_server_stay_inside_the_package(tmp_path: Path) -> None:
    camera = msgspec.structs.replace(HALL, name="../../Ünsafe\n<b>: *?", id="cameras/../x")
    by = exporting.means({camera.id: Recorded(groups())})
    package = exporting.package(tmp_path, exporting.order(cameras=(camera,), title="../../x/\0"), by)
    assert package.parent == tmp_path
    assert [path.parent for path in package.rglob("*.mp4")] == [package / "video"]
    assert verify(package).intact
