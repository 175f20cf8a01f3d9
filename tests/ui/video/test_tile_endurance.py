"""Hours of pictures through a tile, decoded, converted and painted one by one, take no more memory than the first minutes."""

import ctypes
import gc
import itertools
import sys

import av
import psutil
from PySide6.QtWidgets import QApplication

from smartclient.domain.footage import Codec
from smartclient.video.inputs import Coded
from smartclient.video.picture_decoder import PictureDecoder
from smartclient.video.pictures import Scaler
from tests.builders.clips import GOP, coded
from tests.ui.video.wall_stage import CAMERAS, Stage

FPS = 15
ROUND = 3 * 60 * FPS
"""Pictures of three minutes."""


def resident_mb() -> float:
    """What is in use; what the allocator keeps for later does not count, where it can be told to give it back."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
    return float(psutil.Process().memory_info().rss) / 1e6


def test_hours_of_pictures_leave_nothing_behind(wall_stage: Stage) -> None:
    stage, camera = wall_stage, CAMERAS[0]
    stage.wall.resize(420, 330)
    stage.workspace.open_cameras([camera])
    tile = stage.tiles[0]
    painted = 0

    def count(_none: None) -> None:
        nonlocal painted
        painted += 1

    tile.painted.connect(count)
    decoder, scaler, packets = (
        PictureDecoder("h264"),
        Scaler(stage.decoding(camera).size),
        itertools.cycle(coded(GOP * 2, Codec.H264, 160, 90)),
    )
    number = itertools.count()

    def play(pictures: int) -> None:
        for data, is_key in itertools.islice(packets, pictures):
            packet = av.Packet(data)
            packet.pts = packet.dts = next(number)
            (picture,) = decoder.decode(Coded(packet, is_key, None))
            frame = scaler.frame(picture, stage.watch.clock.now(), stage.watch.clock.steady_s())
            stage.decoding(camera).lay(frame)
            stage.watch.clock.advance(1 / FPS)
            if not packet.pts % FPS:
                tile.tick()
            QApplication.processEvents()

    play(ROUND)
    resident, blocks = [resident_mb()], sys.getallocatedblocks()
    for _ in range(2):
        play(ROUND)
        resident.append(resident_mb())
    assert painted == 3 * ROUND
    assert sys.getallocatedblocks() - blocks < ROUND / 10
    # the allocator's reserves grow for a while; what is lost with every picture grows every time
    assert min(later - before for before, later in itertools.pairwise(resident)) < 1
