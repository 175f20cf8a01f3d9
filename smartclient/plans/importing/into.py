"""An import written into a plan on disk that is there: everything in it stays, and its history says who put what in."""

import os
from datetime import UTC, datetime
from pathlib import Path

from smartclient.domain.site import Site
from smartclient.plans.district import read
from smartclient.plans.importing.joining import joined, target_of
from smartclient.plans.revision import revision_of
from smartclient.plans.stamp import stamp_of
from smartclient.plans.writing.history import Entry, Step
from smartclient.plans.writing.saving import Save, save


def import_into(path: Path, made: Site, campus: str = "", building: str = "") -> Site:
    """Puts `made` into the plan at `path` and answers the whole: onto the campus of that name, into its building of that name,
    or beside the campuses where nothing is said. Raises PlanError.
    """
    stamp = stamp_of(path)
    site, _ = read(path)
    after = joined(site, made, target_of(site, campus, building))
    now, who = datetime.now(UTC), os.environ.get("USER", "") or "somebody"
    step = Step(now, f"Import {made.name}")
    save(Save(path, site, after, stamp, Entry(now, who, revision_of(site), revision_of(after), (step,))))
    return after
