"""What a person asked to have exported: kept beside the growing package, so that an unfinished export can go on tomorrow."""

import re
import unicodedata
from typing import Annotated

import msgspec

from smartclient.evidence.manifest import Approval, Asked, Camera, Container, From, Instant, Reason, Text

_Part = Annotated[float, msgspec.Meta(ge=-1, le=2)]
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


class Box(msgspec.Struct, frozen=True):
    """A piece of the picture, in parts of its width and height from the top left."""

    x: _Part
    y: _Part
    width: _Part
    height: _Part


class KeyBox(msgspec.Struct, frozen=True):
    """Where a box is at a moment."""

    at: Instant
    box: Box


class Track(msgspec.Struct, frozen=True):
    """A box that moves in straight lines between its moments; one that `stays` is there before and after them too."""

    boxes: Annotated[tuple[KeyBox, ...], msgspec.Meta(min_length=1)]
    stays: bool = False


class Redaction(msgspec.Struct, frozen=True, kw_only=True):
    """What is made unrecognisable: tracks by camera, what a detector finds, or, `whole`, all of every picture."""

    tracks: dict[str, tuple[Track, ...]] = {}
    finds_people: bool = False
    whole: bool = False


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """All that makes an export what it is. `limit_bytes` is the largest file the disk takes."""

    id: Text
    title: Text
    asked: Asked
    cameras: Annotated[tuple[Camera, ...], msgspec.Meta(min_length=1)]
    server: From
    operator: Text
    workstation: Text
    reason: Reason
    container: Container = Container.MP4
    with_clock: bool = False
    redaction: Redaction | None = None
    limit_bytes: int | None = None
    as_zip: bool = False
    time_stamp_url: Text = ""
    is_drill: bool = False
    """Whether the footage is of an exercise: title, manifest, map and words say so."""

    approval: Approval | None = None
    """Who agreed to it beside the operator."""

    @property
    def seconds(self) -> float:
        """How much time of all cameras together was asked for."""
        return (self.asked.end - self.asked.begin).total_seconds() * len(self.cameras)


def file_name(text: str) -> str:
    """`text` as a part of a file's name that every disk takes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_NAMES.sub("-", plain).strip("-")[:60] or "camera"


def package_name(order: Order) -> str:
    """The package folder's name: what it is of, and when it begins."""
    return f"{file_name(order.title)}_{order.asked.begin:%Y-%m-%d_%H-%M-%SZ}"
