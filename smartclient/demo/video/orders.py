"""What the demo server and the process that draws its pictures say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from smartclient.demo.plan import DemoSite
from smartclient.demo.video.present import Present
from smartclient.demo.video.shots import Shot, Stream


@dataclass(frozen=True, slots=True)
class Subject:
    """What is filmed: a site, with people by `seed`, in the light of `ahead` of the clock."""

    site: DemoSite
    seed: int = 0
    ahead: timedelta = timedelta(0)


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
class Stop:
    """Ends the process."""


Order = Start | End | Draw | Present | Stop
Answer = Shot | Drawn
