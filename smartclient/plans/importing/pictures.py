"""PNG and JPEG plans: their size is looked at before they are decoded, and huge ones come smaller."""

import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing.drawing import Drawing, Picture

MOST_FILE_PIXELS = 120_000_000
MOST_PIXELS = 24_000_000
_MOST_SIDE = 30_000
_MOST_BYTES = 300 * 2**20
_NO_SIZE = (0xC4, 0xC8, 0xCC)


def read_picture(path: Path) -> Drawing:
    """The picture at `path`, one drawing unit a pixel. Raises PlanUnreadable, for bombs before anything is decoded."""
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise PlanUnreadable(
            f"{path.name} is larger than {_MOST_BYTES // 2**20} MB. Save the plan as a smaller picture."
        )
    size = _png_size(data) if data.startswith(b"\x89PNG") else _jpeg_size(data)
    if size is None or min(size) < 2:
        raise PlanUnreadable(f"{path.name} is damaged: it does not say how large its picture is.")
    check_size(path.name, *size)
    return Drawing(path.stem, (), picture=Picture(_decoded(path, size), float(size[0]), float(size[1])))


def check_size(name: str, width: float, height: float) -> None:
    """Refuses pictures whose pixels would not fit into memory. Raises PlanUnreadable."""
    if max(width, height) > _MOST_SIDE or width * height > MOST_FILE_PIXELS:
        most = MOST_FILE_PIXELS // 1_000_000
        raise PlanUnreadable(
            f"{name} has {width:,.0f} × {height:,.0f} pixels; at most {most} million can be opened. Save it smaller."
        )


def shrunk(width: float, height: float) -> tuple[int, int]:
    """The size in which a picture is kept."""
    share = min(1.0, math.sqrt(MOST_PIXELS / (width * height)))
    return max(int(width * share), 1), max(int(height * share), 1)


def _decoded(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    import av

    width, height = shrunk(*size)
    try:
        with av.open(str(path)) as container:
            for frame in container.decode(video=0):
                pixels: Any = frame.reformat(width, height, "rgb24").to_ndarray()
                return np.ascontiguousarray(pixels)
    except (av.FFmpegError, ValueError, MemoryError) as trouble:
        raise PlanUnreadable(f"{path.name} is damaged: its picture cannot be decoded.") from trouble
    raise PlanUnreadable(f"{path.name} is damaged: there is no picture in it.")


def _png_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < 24 or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """From the frame header, the first marker C0 … CF that is one (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big") if marker != 0xFF else 1
    return None
