"""Floor plans in: IMDF archives to sites, with every problem told."""

from pathlib import Path

from smartclient.domain.site import Site
from smartclient.plans.problems import Problem, Severity

__all__ = ["Problem", "Severity", "read"]


def read(path: Path) -> tuple[Site, tuple[Problem, ...]]:
    """The site at `path`, a district or an archive, unpacked or `.zip`, and every problem found in it.

    Raises PlanMissing when there is nothing, PlanUnreadable when what is there is no IMDF at all.
    """
    from smartclient.plans.district import read as read_district

    return read_district(path)
