"""What every way of starting needs: the plan from the cache, settings, journal, theme."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from smartclient.adapters.server import Server
from smartclient.app.last_view_file import LastViewFile
from smartclient.app.loop import themed
from smartclient.app.watch import Given
from smartclient.domain.site import Site
from smartclient.plans import Problem, Severity
from smartclient.plans.cache import fingerprint, read_cached
from smartclient.plans.stamp import Stamp, stamp_of
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.runtime.settings import SettingsFile
from smartclient.store.journal import Journal
from smartclient.store.notices import Grade, Notices
from smartclient.ui.map.kept_picture import KeptPicture

_NOT_IN_NAMES = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Home:
    """Where one watch keeps its settings (a folder) and its journal (a file)."""

    settings: Path
    journal: Path


def home(server: str) -> Home:
    """This person's settings, and the journal of that server."""
    name = _NOT_IN_NAMES.sub("-", server.lower()).strip("-.")[:80]
    return Home(paths.settings_folder(), paths.data_folder() / f"journal-{name}.db")


@dataclass(frozen=True, slots=True)
class Plan:
    """A site and what is wrong with it."""

    site: Site
    path: Path
    problems: tuple[Problem, ...] = ()
    stamp: Stamp = field(default_factory=dict)
    """Its files as they were when it was read."""
    fingerprint: str = ""
    """Another one whenever a file of the plan, or the program, is different; empty for a plan that is kept nowhere."""

    def say(self, notices: Notices) -> None:
        """One notice when the plan has errors."""
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        if errors:
            count = "one error" if errors == 1 else f"{errors} errors"
            words = (
                f"The floor plans of {self.site.name} have {count}; `smartclient plan check {self.path}` lists them."
            )
            notices.say("plan", words, Grade.WARNING)


def plan(path: Path) -> Plan:
    """The site at `path`. Raises PlanError."""
    stamp = stamp_of(path)
    site, problems = read_cached(path, paths.cache_folder())
    return Plan(site, path, problems, stamp, fingerprint(path).hex())


def given(
    opened: Plan,
    server: Server,
    user: str,
    theme: str | None,
    clock: Clock,
    home: Home,
    address: str = "",
) -> Given:
    """What a watch is made from. Raises JournalUnwritable."""
    settings, last = SettingsFile(home.settings), LastViewFile(home.settings)
    look = themed(theme or settings.read().theme)
    where = opened.path if opened.fingerprint else None
    kept = KeptPicture(paths.cache_folder() / "pictures", opened.fingerprint) if opened.fingerprint else None
    return Given(
        opened.site,
        kept,
        server,
        user,
        look,
        settings,
        Journal(home.journal),
        clock,
        last,
        address,
        where,
        opened.stamp,
        last.take(),
    )
