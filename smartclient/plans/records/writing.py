"""Changes one entry of a campus's record on disk: all else in the file stays, and a crash leaves the old file or the new one."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from smartclient.domain.campus_record import CampusRecord, Entry
from smartclient.domain.errors import PlanUnreadable, PlanUnwritable
from smartclient.domain.ids import VenueId
from smartclient.plans.manifest import NAME as MANIFEST
from smartclient.plans.problems import Report
from smartclient.plans.records.entries import identity, member_of, merged, to_json, to_record
from smartclient.plans.records.reading import EXTENSION, CampusFiles, campuses, is_declared
from smartclient.plans.stamp import RECORD
from smartclient.plans.writing.disk import replaced_file
from smartclient.plans.writing.zips import write_changed_zip

log = logging.getLogger(__name__)

_VERSION = "1.0.0"


def put_entry(path: Path, venue_id: VenueId, entry: Entry) -> CampusRecord:
    """Adds an entry to the record of a campus, or replaces the one with its id; gives the record as it is now.

    `path` is what the site was read from. Raises PlanError when the record there is broken or cannot be written.
    """
    return _change(path, venue_id, member_of(entry), entry.id, to_json(entry))


def remove_entry(path: Path, venue_id: VenueId, entry: Entry) -> CampusRecord:
    """Takes an entry out of the record; one that is not there is no trouble. Raises PlanError."""
    return _change(path, venue_id, member_of(entry), entry.id, None)


def carry_records(source: Path, target: Path) -> None:
    """Copies the records of the plan at `source`, as they are, into the archives at `target`; those of the same campus, or place.

    A record that cannot be read stays behind. Raises PlanError when the target cannot be written.
    """
    theirs = {campus.venue_id: campus for campus in campuses(target)}
    for number, campus in enumerate(campuses(source)):
        if RECORD not in campus.files.names():
            continue
        same = theirs.get(campus.venue_id) or next(iter(list(theirs.values())[number : number + 1]), None)
        try:
            record = _decoded(campus, RECORD)
        except PlanUnreadable as trouble:
            log.warning("a record is not carried over: %s", trouble)
            continue
        if same is not None:
            _write(target, same, {RECORD: _encoded(record), **_declared(same)})


def _change(path: Path, venue_id: VenueId, member: str, own_id: str, value: dict[str, Any] | None) -> CampusRecord:
    campus = next((each for each in campuses(path) if each.venue_id == venue_id), None)
    if campus is None:
        raise PlanUnreadable(f"{path.name} holds no campus with this record any more; open it again.")
    record = _decoded(campus, RECORD)
    record.setdefault("version", _VERSION)
    entries = record.get(member)
    entries = list(entries) if isinstance(entries, list) else []
    place = next((i for i, each in enumerate(entries) if identity(member, i + 1, each) == own_id), None)
    if value is None:
        entries = [each for i, each in enumerate(entries) if i != place]
    elif place is None:
        entries.append(value)
    else:
        entries[place] = merged(entries[place], value)
    record[member] = entries
    _write(path, campus, {RECORD: _encoded(record), **_declared(campus)})
    return to_record(venue_id, record, RECORD, Report())


def _declared(campus: CampusFiles) -> dict[str, bytes]:
    """The manifest with the extension, where it has not got it."""
    manifest = _decoded(campus, MANIFEST)
    if is_declared(manifest):
        return {}
    declared = manifest.get("extensions")
    manifest["extensions"] = [*(declared if isinstance(declared, list) else ()), EXTENSION]
    return {MANIFEST: _encoded(manifest)}


def _decoded(campus: CampusFiles, name: str) -> dict[str, Any]:
    if name not in campus.files.names():
        return {}
    try:
        value = msgspec.json.decode(campus.files.read(name))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as trouble:
        raise PlanUnreadable(
            f"{campus.prefix}{name} is broken and was left as it is: {trouble}. Mend it or take it away first."
        ) from trouble
    if not isinstance(value, dict):
        raise PlanUnreadable(f"{campus.prefix}{name} holds no JSON object and was left as it is.")
    return value


def _encoded(value: Mapping[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _write(path: Path, campus: CampusFiles, changed: Mapping[str, bytes]) -> None:
    if campus.files.folder is not None:
        for name, content in changed.items():
            with replaced_file(campus.files.folder / name) as stream:
                stream.write(content)
        return
    packed = path / campus.folder if path.is_dir() else path
    if not packed.is_file():
        raise PlanUnwritable(f"{campus.folder} lies in a zip in a zip; unpack {path.name} to keep its record.")
    with replaced_file(packed) as stream:
        write_changed_zip(
            packed, {_inside(path, packed, campus) + name: content for name, content in changed.items()}, stream
        )


def _inside(path: Path, packed: Path, campus: CampusFiles) -> str:
    """The folder of a campus in the zip of its district."""
    return f"{campus.folder}/" if campus.folder and packed == path else ""
