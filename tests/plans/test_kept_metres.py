"""Metres kept beside a plan come back with the same plan only, and broken ones not at all."""

from pathlib import Path

import numpy as np
import pytest

from smartclient.geometry.frames import Frame
from smartclient.plans.kept_metres import KeptMetres
from tests.builders.tiny_site import write_tiny_archive

NEAR = np.array([[-89.5, 43.09], [-89.49, 43.1]])
KNOWN, OTHER = bytes(32), bytes(31) + b"\1"


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    write_tiny_archive(tmp_path / "site")
    return tmp_path / "site", tmp_path / "cache"


def learnt(places: tuple[Path, Path]) -> dict[bytes, bytes]:
    metres = KeptMetres(*places, None, KNOWN)
    Frame(-89.5, 43.09, metres.memory).to_local(NEAR)
    metres.keep()
    assert not metres.memory.is_open
    return metres.memory.known


def test_what_one_start_worked_out_the_next_one_knows(places: tuple[Path, Path]) -> None:
    known = learnt(places)
    assert known
    assert KeptMetres(*places, None, KNOWN).memory.known == known


def test_another_plan_knows_nothing_of_it(places: tuple[Path, Path]) -> None:
    learnt(places)
    assert not KeptMetres(*places, None, OTHER).memory.known


def test_a_flipped_bit_is_noticed(places: tuple[Path, Path]) -> None:
    learnt(places)
    (file,) = (places[1] / "plans").glob("*.metres")
    content = bytearray(file.read_bytes())
    content[-3] ^= 1
    file.write_bytes(content)
    assert not KeptMetres(*places, None, KNOWN).memory.known


def test_nothing_new_writes_nothing(places: tuple[Path, Path]) -> None:
    learnt(places)
    (file,) = (places[1] / "plans").glob("*.metres")
    before = file.stat().st_mtime_ns, file.stat().st_ino
    again = KeptMetres(*places, None, KNOWN)
    Frame(-89.5, 43.09, again.memory).to_local(NEAR)
    again.keep()
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before
