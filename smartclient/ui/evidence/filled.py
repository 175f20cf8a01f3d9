"""What a person filled in to have evidence exported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.evidence.manifest import Basis, Container
from smartclient.evidence.order import Track


class Redacting(StrEnum):
    """Whether a redacted copy is made, and what it hides."""

    NONE = "No redacted copy"
    WHOLE = "Everything pixelated"
    PEOPLE = "Faces and people that are found"
    DRAWN = "Areas drawn by hand"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that can be acted on. `drawn` holds the areas by camera."""

    title: str
    span: Span
    cameras: tuple[DeviceId, ...]
    container: Container
    with_clock: bool
    redacting: Redacting
    is_for_stick: bool
    as_zip: bool
    reason: str
    basis: Basis
    folder: Path
    drawn: Mapping[DeviceId, tuple[Track, ...]] = field(default_factory=dict)
