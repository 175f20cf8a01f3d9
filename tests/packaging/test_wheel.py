"""The wheel holds the program and the data that travels with it, where the program looks for them."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_an_unpacked_wheel_finds_its_floor_plans(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    code = "from smartclient.runtime import paths; print(paths.floorplans(), paths.resources())"
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(place)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert [Path(folder) for folder in said] == [
        place / "smartclient/_shared/floorplans",
        place / "smartclient/_shared/resources",
    ]
    assert (Path(said[0]) / "maple-grove" / "district.json").is_file()
    assert list((Path(said[1]) / "sounds").glob("*.wav"))
    assert list((place / "smartclient" / "demo" / "scenarios").glob("*.toml"))
