"""What the demo server and the process that draws its pictures say to each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from smartclient.demo.past.calendar import Calendar
from smartclient.demo.plan import DemoSite
from smartclient.demo.video.present import Present, Presents
from smartclient.demo.video.shots import Shot, Stream


@dataclass(frozen=True, slots=True)
class Subject:
    """What is filmed: a site, with people by `seed`, on the days and in the light of a calendar."""

    site: DemoSite
    seed: int = 0
    calendar: Calendar = field(default_factory=Calendar)


@dataclass(frozen=True, slots=True)
class Start:
    """Films a stream from now on."""

    stream: Stream


@dataclass(frozen=True, slots=True)
class End:
    """Films a stream no more."""

    stream: Stream


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws one JPEG of a camera in the world of its time; the answer bears the same number."""

    number: int
    camera: str
    at_ms: int
    width: int
    height: int
    present: Present
    is_live: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """The JPEG that was asked for; empty when there is none."""

    number: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Take:
    """Draws and encodes pictures of the past, the first of which is a key frame; the answer bears the same number.

    With `in_haste` the background may be that of a similar light, or coarser.
    """

    number: int
    stream: Stream
    times_ms: tuple[int, ...]
    presents: Presents
    in_haste: bool


@dataclass(frozen=True, slots=True)
class Expect:
    """A stream is being watched, and its past may be wanted soon."""

    stream: Stream
    at_ms: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The pictures that were asked for; none of an unknown camera."""

    number: int
    shots: tuple[Shot, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """Ends the process."""


Order = Start | End | Draw | Present | Stop
Answer = Shot | Drawn
