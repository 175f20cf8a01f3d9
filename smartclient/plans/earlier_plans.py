"""Plans as they were: whole, packed, a bounded number on this machine, for a replay of what happened before the plan was changed."""

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from smartclient.domain.errors import PlanMissing, PlanUnreadable
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.plans.writing.disk import replaced_file
from smartclient.runtime.json_trouble import JSON_TROUBLE

INDEX, SUFFIX = "known.jsonl", ".plan"
MOST_KEPT, MOST_BYTES = 24, 64 * 1024 * 1024
LARGEST_PLAIN = 512 * 1024 * 1024
_MOST_LINES = 2_000
_CHUNK = 400
"""Things encoded in one go: the loop's thread waits no longer than that takes."""
_SAME = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Known:
    """The plan of these campuses was that revision at that time."""

    at: datetime
    revision: str
    venues: tuple[VenueId, ...]


class EarlierPlans:
    """Kept in `folder`. For threads, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, site: Site, revision: str, at: datetime) -> None:
        """Notes that the plan was so then, and keeps it unless it is kept. Raises PlanUnwritable."""
        place = self._place(revision)
        if place.is_file():
            os.utime(place)
        else:
            with replaced_file(place) as stream:
                for piece in _packed(site):
                    stream.write(piece)
        known = Known(at, revision, tuple(sorted(venue.id for venue in site.venues)))
        lines = [msgspec.json.encode(each) for each in (*self._known(), known)]
        with replaced_file(self._folder / INDEX) as stream:
            stream.write(b"\n".join(lines[-_MOST_LINES:]) + b"\n")
        self._forget_oldest(place)

    def then(self, at: datetime, campuses: frozenset[VenueId]) -> Known | None:
        """What is first known of the plan at or after that time; nothing of campuses that are not among these."""
        found = (each for each in self._known() if each.at >= at - _SAME and campuses.issuperset(each.venues))
        return min(found, key=lambda each: each.at, default=None)

    def read(self, revision: str) -> Site:
        """The plan of that revision. Raises PlanMissing where it is not kept any more, and PlanUnreadable."""
        try:
            packed = self._place(revision).read_bytes()
        except OSError as error:
            raise PlanMissing(f"The plan of revision {revision} is not kept on this machine any more.") from error
        try:
            return _unpacked(packed)
        except (*JSON_TROUBLE, zlib.error, TypeError, ValueError) as error:
            raise PlanUnreadable(f"The kept plan of revision {revision} is damaged.") from error

    def _place(self, revision: str) -> Path:
        return self._folder / f"{''.join(filter(str.isalnum, revision))}{SUFFIX}"

    def _known(self) -> Iterator[Known]:
        try:
            lines = (self._folder / INDEX).read_bytes().splitlines()[-_MOST_LINES:]
        except OSError:
            return
        for line in lines:
            try:
                known = msgspec.json.decode(line, type=Known)
            except JSON_TROUBLE:
                continue
            if known.at.tzinfo is not None:
                yield known

    def _forget_oldest(self, newest: Path) -> None:
        """What was wanted longest ago goes first."""
        kept = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda each: each.stat().st_mtime_ns)
        total, count = sum(each.stat().st_size for each in kept), len(kept)
        for each in kept:
            if each != newest and (count > MOST_KEPT or total > MOST_BYTES):
                total, count = total - each.stat().st_size, count - 1
                each.unlink(missing_ok=True)


def _packed(site: Site) -> Iterator[bytes]:
    """A line of JSON for every few hundred things: the field's name and what is in it."""
    packing = zlib.compressobj(6)
    for field in fields(Site):
        value = getattr(site, field.name)
        pieces = (
            [value[begin : begin + _CHUNK] for begin in range(0, len(value), _CHUNK)]
            if isinstance(value, tuple)
            else [value]
        )
        for piece in pieces:
            yield packing.compress(msgspec.json.encode((field.name, piece)) + b"\n")
    yield packing.flush()


def _unpacked(packed: bytes) -> Site:
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(packed, LARGEST_PLAIN)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError("a plan without end")
    kinds = get_type_hints(Site)
    found: dict[str, Any] = {}
    for line in plain.splitlines():
        name, raw = msgspec.json.decode(line, type=tuple[str, msgspec.Raw])
        piece = msgspec.json.decode(raw, type=kinds[name])
        found[name] = (*found.get(name, ()), *piece) if isinstance(piece, tuple) else piece
    return Site(**found)
