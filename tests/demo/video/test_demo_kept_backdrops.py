"""Backgrounds of earlier runs: the same picture, without drawing it again, and none of another site, seed or a damaged file."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from smartclient.demo.video import pictures as drawing
from smartclient.demo.video.background import Backdrop
from smartclient.demo.video.kept_backdrops import KeptBackdrops
from smartclient.demo.video.pictures import Pictures
from tests.demo.video.fake_world import FakeWorld
from tests.demo.video.small_campus import small_campus

AT = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
CAMERA = "cam-hall"


def backdrop(value: int = 7) -> Backdrop:
    colour = np.full((36, 64, 3), value, np.uint8)
    return Backdrop(colour, np.full((36, 64), 2.5, np.float32), False, np.zeros((36, 64), np.float16))


def test_a_picture_over_a_kept_background_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small_campus()
    first = Pictures(site, FakeWorld(), kept=KeptBackdrops(tmp_path, site, 0)).packed(CAMERA, AT, 320, 180)
    monkeypatch.setattr(drawing, "draw", lambda *_: pytest.fail("drawn again"))
    again = Pictures(site, FakeWorld(), kept=KeptBackdrops(tmp_path, site, 0)).packed(CAMERA, AT, 320, 180)
    assert np.array_equal(first, again)


def test_what_was_drawn_of_something_else_is_not_taken(tmp_path: Path) -> None:
    site = small_campus()
    KeptBackdrops(tmp_path, site, 0).put(("hall", 1), backdrop())
    assert KeptBackdrops(tmp_path, site, 0).get(("hall", 1)) is not None
    assert KeptBackdrops(tmp_path, site, 0).get(("hall", 2)) is None
    assert KeptBackdrops(tmp_path, site, 1).get(("hall", 1)) is None


@pytest.mark.parametrize("damage", [lambda _: b"", lambda data: data[: len(data) // 2], lambda data: b"x" * len(data)])
def test_a_damaged_file_is_drawn_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    kept = KeptBackdrops(tmp_path, small_campus(), 0)
    kept.put("hall", backdrop())
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert kept.get("hall") is None
    kept.put("hall", backdrop(9))
    found = kept.get("hall")
    assert found is not None
    assert found.colour[0, 0, 0] == 9


def test_those_used_longest_ago_go_when_there_are_too_many(tmp_path: Path) -> None:
    site = small_campus()
    for number in range(6):
        KeptBackdrops(tmp_path, site, 0, most_bytes=50_000).put(number, backdrop())
        newest = max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime)
        os.utime(newest, (1_000_000_000 + number, 1_000_000_000 + number))
    kept = KeptBackdrops(tmp_path, site, 0)
    held = [number for number in range(6) if kept.get(number) is not None]
    assert held == list(range(6 - len(held), 6))
    assert 1 < len(held) < 6


def test_a_folder_that_cannot_be_written_is_nobodys_trouble(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    kept = KeptBackdrops(tmp_path / "taken", small_campus(), 0)
    kept.put("hall", backdrop())
    assert kept.get("hall") is None
