"""Pictures of a transport stream are taken as they arrive, unless the sender packs several together."""

from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.footage import Codec, UrlSource
from smartclient.video import transport_pictures
from smartclient.video.engine import Limits
from smartclient.video.url_input import UrlInput
from tests.builders.clips import FPS, GOP, coded

LIMITS = Limits(silent_s=5.0)


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_keys_and_pictures_are_told_from_the_units(codec: Codec) -> None:
    pictures = coded(GOP * 2, codec)
    assert [transport_pictures.is_key(data, codec.value) for data, _ in pictures] == [key for _, key in pictures]
    assert [transport_pictures.count(data, codec.value) for data, _ in pictures] == [1] * len(pictures)
    assert transport_pictures.count(b"".join(data for data, _ in pictures), codec.value) == len(pictures)


@given(st.binary(max_size=80), st.sampled_from(sorted(transport_pictures.CODECS)))
def test_any_bytes_are_looked_through(data: bytes, codec: str) -> None:
    assert transport_pictures.count(data, codec) <= data.count(b"\0\0\1")
    assert isinstance(transport_pictures.is_key(data, codec), bool)


@pytest.mark.parametrize(("address", "arrives_whole"), [("live.ts", True), ("h265.ts", True), ("pairs.ts", False)])
def test_a_live_transport_stream_is_read_whole(web: str, address: str, arrives_whole: bool) -> None:
    opened = UrlInput(UrlSource(f"{web}/{address}", "Yard"), LIMITS)
    try:
        read = list(islice(opened.coded(), GOP * 2))
        shown = [picture for each in read for picture in opened.decode(each)]
        times = [each.media_s for each in read if each.media_s is not None]
    finally:
        opened.close()
    assert [each.is_key for each in read[:GOP]] == [True] + [False] * (GOP - 1)
    assert len(shown) >= GOP
    assert all(later > time for time, later in pairwise(times))
    assert (times[1] - times[0] == pytest.approx(1 / FPS)) or not arrives_whole
