"""Footage that lies in a file leaves as it lies there: the same coded bytes at the same times, whatever it was wrapped in."""

import hashlib
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartclient.domain.footage import Codec, Packet, Recording, UrlSource
from smartclient.evidence.annex_b import with_lengths, with_start_codes
from smartclient.evidence.hashed_file import HashedFile
from smartclient.evidence.manifest import MANIFEST, Container, from_bytes
from smartclient.evidence.verify import verify
from smartclient.video.past import open_recording
from tests.builders import exporting
from tests.builders.clips import FPS, drawing
from tests.builders.exporting import HALL

BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SECONDS = 4
FORMS = {
    "plain.mp4": ("libx264", {"preset": "ultrafast", "bf": "0"}),
    "out of order.mp4": ("libx264", {"preset": "veryfast", "bf": "2"}),
    "cues.mkv": ("libx264", {"preset": "veryfast", "bf": "2"}),
    "stream.ts": ("libx264", {"preset": "ultrafast", "bf": "0"}),
    "h265.mp4": ("libx265", {"preset": "ultrafast", "x265-params": "log-level=none:keyint=5:open-gop=0"}),
}


@pytest.fixture(scope="module", params=list(FORMS))
def clip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    coder, options = FORMS[request.param]
    path: Path = tmp_path_factory.mktemp("files") / request.param
    with av.open(str(path), "w") as output:
        stream = output.add_stream(coder, rate=FPS, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.codec_context.gop_size = 5
        stream.codec_context.time_base = Fraction(1, FPS)
        for index in range(SECONDS * FPS):
            frame = av.VideoFrame.from_ndarray(drawing(index), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def wrapped(path: Path) -> list[tuple[bytes, float]]:
    """Coded pictures with start codes, and their seconds after the first shown, as FFmpeg reads a file."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        record = bytes(stream.codec_context.extradata or b"")
        codec = Codec(stream.codec_context.name)
    first = min(packet.pts or 0 for packet in packets)
    has_lengths = record[:1] == b"\1"
    return [
        (
            units(bytes(p), codec, p.is_keyframe, record if has_lengths else b""),
            float(((p.pts or 0) - first) * p.time_base),
        )
        for p in packets
    ]


def units(data: bytes, codec: Codec, is_key: bool, record: bytes) -> bytes:
    return with_start_codes(Packet(data, codec, is_key and not record, BEGIN, record)).replace(b"\0\0\0\1", b"\0\0\1")


def exported(clip: Path, parent: Path, container: Container) -> Path:
    def opened(_camera: str) -> Recording:
        return open_recording(UrlSource(str(clip), "Hall", is_live=False, begins_at=BEGIN))

    by = exporting.means()
    by = type(by)(opened, by.signer, by.clock, by.copier, by.ask_stamp)
    order = exporting.order(SECONDS, BEGIN, cameras=(HALL,), container=container, with_clock=True)
    return exporting.package(parent, order, by)


@pytest.mark.parametrize("container", Container)
def test_a_file_leaves_as_it_lies(clip: Path, tmp_path: Path, container: Container) -> None:
    package = exported(clip, tmp_path, container)
    assert verify(package).intact
    original, copy = from_bytes((package / MANIFEST).read_bytes()).videos
    was, now = wrapped(clip), wrapped(package / original.file)
    codec = Codec(original.codec)
    assert [plain(data, codec) for data, _ in now] == [plain(data, codec) for data, _ in was]
    assert all(plain(data, codec) for data, _ in was)
    assert [time for _, time in now] == pytest.approx([time for _, time in was], abs=1e-3)
    times = [block.begin + timedelta(microseconds=us) for block in original.blocks for us in block.times_us]
    assert [(at - BEGIN).total_seconds() for at in times] == pytest.approx([time for _, time in was], abs=2e-6)
    assert sum(len(block.times_us) for block in copy.blocks) == len(was)
    with av.open(str(package / original.file)) as file:
        assert len(list(file.decode(video=0))) == len(was)
        file.seek(round(2.2 * av.time_base))
        key = next(packet for packet in file.demux(video=0))
        assert key.is_keyframe
        assert key.pts is not None
        assert key.pts * key.time_base == pytest.approx(2, abs=0.26)


def plain(data: bytes, codec: Codec) -> list[bytes]:
    """The units that are pictures: parameter sets may stand before them or apart, and delimiters only in a stream."""
    found = [unit.rstrip(b"\0") for unit in data.split(b"\0\0\1") if unit]
    if codec is Codec.H265:
        return [unit for unit in found if unit[0] >> 1 & 0x3F < 32]
    return [unit for unit in found if unit[0] & 0x1F not in {7, 8, 9}]


unit = st.binary(min_size=1, max_size=40).map(lambda data: data.replace(b"\0", b"\7"))


@given(st.lists(unit, min_size=1, max_size=6), st.sampled_from([b"\0\0\1", b"\0\0\0\1"]))
def test_units_survive_both_ways(parts: list[bytes], start: bytes) -> None:
    lengths = with_lengths(b"".join(start + part for part in parts))
    assert lengths == b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    packet = Packet(lengths, Codec.H264, False, BEGIN, b"\1")
    assert with_start_codes(packet) == b"".join(b"\0\0\0\1" + part for part in parts)


@given(st.binary(max_size=60), st.sampled_from([Codec.H264, Codec.H265]))
def test_a_damaged_record_or_picture_never_crashes(data: bytes, codec: Codec) -> None:
    assert with_lengths(data) is not None
    assert with_start_codes(Packet(data, codec, True, BEGIN, b"\1" + data)) is not None


@pytest.mark.logs_errors
def test_an_error_in_the_writing_thread_is_told_and_holds_nobody_up(tmp_path: Path) -> None:
    file = HashedFile(tmp_path / "file")
    file.write(b"pictures")

    def fail(_digest: str) -> None:
        raise ZeroDivisionError

    file.end_block(fail)
    with pytest.raises(OSError, match="its log"):
        file.close()


parts = st.lists(st.integers(0, 700_000), min_size=1, max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(parts, min_size=1, max_size=5), st.booleans())
def test_blocks_of_any_size_are_written_and_hashed(tmp_path: Path, blocks: list[list[int]], goes_back: bool) -> None:
    path = tmp_path / "file"
    path.unlink(missing_ok=True)
    file, told = HashedFile(path), list[str]()
    for number, lengths in enumerate(blocks):
        file.write_all([bytes([number + 1]) * length for length in lengths])
        file.end_block(told.append)
    wanted = bytearray(b"".join(bytes([number + 1]) * sum(lengths) for number, lengths in enumerate(blocks)))
    hashes = [hashlib.sha256(bytes([n + 1]) * sum(lengths)).hexdigest() for n, lengths in enumerate(blocks)]
    if goes_back and len(wanted) > 8:
        file.seek(4)
        file.write(b"size")
        wanted[4:8] = b"size"
    digest = file.close()
    assert path.read_bytes() == wanted
    assert digest == hashlib.sha256(wanted).hexdigest()
    assert told == hashes
