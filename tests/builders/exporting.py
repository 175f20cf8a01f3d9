"""Exports for tests: an order of two cameras, the means to carry it out, and packages made so."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from smartclient.domain.footage import Gop, Recording
from smartclient.evidence import time_stamp_authority
from smartclient.evidence.control import Control
from smartclient.evidence.copies import Copier
from smartclient.evidence.detector import Detector
from smartclient.evidence.export import Export, Means, begin
from smartclient.evidence.keys import Signer, new_signer
from smartclient.evidence.manifest import Asked, Basis, Camera, From, Reason
from smartclient.evidence.order import Order
from smartclient.evidence.seal import AskStamp
from smartclient.runtime.clock import ManualClock, SystemClock
from tests.builders.recorded import START, Recorded, groups

HALL = Camera(
    id="cameras/1", name="Hall B · north", place="HS Main, 1F, H4", position=(-89.5, 43.1), bearing_deg=90,
    field_of_view_deg=80, range_m=12,
)  # fmt: skip
DOOR = Camera(id="cameras/2", name="Door 7", place="HS Main, 1F, A1")
DRAWING = {"map-1.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'}


def order(seconds: float = 5.0, begin_at: datetime = START, **changes: object) -> Order:
    """Two cameras, `seconds` of them."""
    plain = Order(
        id="4b5c",
        title="Door 7 forced open",
        asked=Asked(begin=begin_at, end=begin_at + timedelta(seconds=seconds)),
        cameras=(HALL, DOOR),
        server=From(name="Maple Grove", address="https://127.0.0.1"),
        operator="dispatcher",
        workstation="console-1",
        reason=Reason(text="Door 7 was forced", basis=Basis.EMERGENCY, words=Basis.EMERGENCY.words),
    )
    return msgspec.structs.replace(plain, **changes)


def letters(text: str, height_px: int) -> NDArray[np.uint8]:
    """Text as a bar as long as the text."""
    return np.full((height_px, 4 * len(text)), 255, np.uint8)


def means(
    recordings: Mapping[str, Recording] | None = None,
    signer: Signer | None = None,
    detector: Callable[[], Detector | None] = lambda: None,
    ask_stamp: AskStamp = time_stamp_authority.fetch,
) -> Means:
    """Means over these recordings, or over five seconds of both cameras."""
    known = recordings or {camera.id: Recorded(groups()) for camera in (HALL, DOOR)}
    clock = ManualClock(START + timedelta(hours=1))
    return Means(known.__getitem__, signer or new_signer(), clock, Copier(letters, detector), ask_stamp)


def control() -> Control:
    """A control nobody holds."""
    return Control(SystemClock())


def package(parent: Path, wanted: Order | None = None, by: Means | None = None) -> Path:
    """A finished package."""
    growing = begin(wanted or order(), parent, DRAWING)
    return Export(growing, by or means(), control()).run()


def over(gops: Sequence[Gop], camera: Camera = HALL) -> dict[str, Recording]:
    """Recordings of one camera."""
    return {camera.id: Recorded(gops)}
