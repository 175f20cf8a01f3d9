"""Saving a changed site into the plan it was read from: what is not changed stays byte for byte."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from smartclient.domain.devices import Device
from smartclient.domain.edits import Thing
from smartclient.domain.errors import PlanChanged, PlanUnwritable
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Amenity, Building, Fixture, GridSpec, Level, Opening, Site, Unit, Venue
from smartclient.plans.files import Files
from smartclient.plans.stamp import Stamp, changed_since, stamp_of
from smartclient.plans.writing import history
from smartclient.plans.writing.campuses import Campuses
from smartclient.plans.writing.changed_archive import ChangedArchive
from smartclient.plans.writing.differences import Difference, differences
from smartclient.plans.writing.disk import replace_files
from smartclient.plans.writing.moving_campuses import MovingCampuses, added_surroundings
from smartclient.plans.writing.opened import open_archives
from smartclient.plans.writing.zips import changed_zip, write_zip_with_backup

Changes = Mapping[str, bytes | None]
"""New content of files by their path in the plan; None for one that goes."""


@dataclass(frozen=True, slots=True)
class Save:
    """What is to be saved: the site as it was read, or saved last, and as it is now; `stamp` is of the files as they were then."""

    path: Path
    before: Site
    after: Site
    stamp: Stamp
    entry: history.Entry


def save(order: Save) -> Stamp:
    """Writes every changed file, whole or not at all, keeps the last revision beside, and returns the files' new stamp.

    Raises PlanChanged when somebody else wrote since, PlanUnwritable and other PlanErrors.
    """
    if changed := changed_since(order.path, order.stamp):
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise PlanChanged(
            f"{order.path.name} was changed by somebody else since it was opened ({changed[0]}{more}). "
            "Save yours as a copy, or discard it and open the plan anew."
        )
    changes = _changes(order)
    if order.path.is_dir():
        replace_files(order.path, changes)
    else:
        write_zip_with_backup(order.path, changes)
    return stamp_of(order.path)


def _changes(order: Save) -> Changes:
    root, archives = open_archives(order.path)
    opened = [ChangedArchive(archive, order.before, order.after) for archive in archives]
    by_venue = {
        VenueId(venue): one for archive, one in zip(archives, opened, strict=True) for venue in archive.venue_ids()
    }
    was, now = Campuses(order.before), Campuses(order.after)
    moving = MovingCampuses(root, archives, order.before, order.after)
    for difference in differences(order.before, order.after):
        old = _venue(difference.before, was) if difference.before is not None else None
        new = _venue(difference.after, now) if difference.after is not None else None
        source, target = by_venue.get(old) if old else None, by_venue.get(new) if new else None
        if isinstance(difference.thing, Device):
            source = next((one for one in opened if one.has(difference.thing)), None)
        if new in moving.come:
            if source is not None and difference.before is not None:
                source.take(Difference(difference.before, None))
        elif old not in moving.gone or new is not None:
            _take(difference, source if old not in moving.gone else None, target if new is not None else source)
    changes: dict[str, bytes | None] = {}
    for archive, one in zip(archives, opened, strict=True):
        if not archive.venue_ids() & moving.gone:
            changes |= _inside(root, archive.name, one.files())
    changes |= moving.changes(order.path)
    changes |= added_surroundings(root, order.before.surroundings, order.after.surroundings)
    had = root.read(history.NAME) if history.NAME in root.names() else b""
    return {**changes, history.NAME: history.with_entry(had, order.entry)}


def _take(difference: Difference, source: ChangedArchive | None, target: ChangedArchive | None) -> None:
    if target is None:
        raise PlanUnwritable("What has no campus cannot be saved into this plan.")
    before, after = difference.before, difference.after
    if source is None or source is target or before is None or after is None:
        (source if after is None and source is not None else target).take(difference)
    elif isinstance(before, Device) and isinstance(after, Device):
        if after.placement is None:
            source.take(difference)
        else:
            raw, written = source.take_out(before)
            target.bring_in(raw, written, after)
    else:
        source.take(Difference(before, None))
        target.take(Difference(None, after))


def _venue(thing: Thing, campuses: Campuses) -> VenueId:
    match thing:
        case Venue():
            return thing.id
        case Building() | Level() | GridSpec():
            return thing.venue_id
        case Device():
            return campuses.of_device(thing)
        case Amenity():
            return campuses.of_amenity(thing)
        case Unit() | Opening() | Fixture():
            return campuses.of_level(thing.level_id) or campuses.site.venues[0].id


def _inside(root: Files, name: str, changes: Changes) -> Changes:
    """An archive's files as files of the plan; those of a zip in it are that zip."""
    if not name or not changes:
        return changes
    if root.is_zip(name):
        return {name: changed_zip(root.read(name), changes)}
    return {f"{name}/{file}": content for file, content in changes.items()}
