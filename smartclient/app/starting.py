"""What every way of starting needs: the plan from the cache, settings, journal, theme."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from smartclient.adapters.server import Server
from smartclient.app.homes import Home, home, known_withheld
from smartclient.app.last_view_file import LastViewFile
from smartclient.app.loop import themed
from smartclient.app.watch import Given
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Site
from smartclient.plans import Problem, Severity
from smartclient.plans.cache import fingerprint, folders_in, read_cached
from smartclient.plans.kept_metres import KeptMetres
from smartclient.plans.scope import Scope
from smartclient.plans.stamp import Stamp, stamp_of
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.runtime.settings import RESPONDER
from smartclient.store.journal import Journal
from smartclient.store.kept_journal import open_journal
from smartclient.store.notices import Grade, Notices
from smartclient.store.withheld import without
from smartclient.ui.map.kept_picture import KeptPicture

__all__ = ["Home", "Plan", "given", "home", "plan"]


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
    scope: Scope = None
    """The campuses that were read; None is all."""
    metres: KeptMetres | None = None
    """Where its places lie on the map, as far as an earlier start worked that out."""

    def say(self, notices: Notices) -> None:
        """One notice when the plan has errors."""
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        if errors:
            count = "one error" if errors == 1 else f"{errors} errors"
            words = (
                f"The floor plans of {self.site.name} have {count}; `smartclient plan check {self.path}` lists them."
            )
            notices.say("plan", words, Grade.WARNING)


def plan(path: Path, scope: Scope = None) -> Plan:
    """The site at `path`, or these campuses of it: of the others no file is opened. Raises PlanError."""
    cache = paths.cache_folder()
    folders = folders_in(path, cache, scope)
    stamp = stamp_of(path, folders)
    known = fingerprint(path, folders)
    site, problems = read_cached(path, cache, scope, known)
    return Plan(site, path, problems, stamp, known.hex(), scope, KeptMetres(path, cache, folders, known))


def withheld_of(site: Site, settings: Path) -> frozenset[DeviceId]:
    """Devices of the site that the server did not show last to the person of these settings."""
    return known_withheld(settings) & {device.id for device in site.devices}


def given(
    opened: Plan,
    server: Server,
    user: str,
    theme: str | None,
    clock: Clock,
    home: Home,
    address: str = "",
    *,
    journal: Journal | None = None,
    follow_scope: Callable[[Scope], None] | None = None,
    screen: str = "",
) -> Given:
    """What a watch is made from; the journal is that of `home` unless one is given. Raises JournalUnwritable.

    `follow_scope` is told when the server shows other campuses; the watch then ends, to begin again with them.
    """
    settings, last = home.settings_file(), LastViewFile(home.settings)
    known = settings.read()
    is_dark = known.theme == "dark"
    look = themed(theme or ("night" if is_dark and RESPONDER in (screen, known.screen) else known.theme))
    gone = withheld_of(opened.site, home.settings)
    where = opened.path if opened.fingerprint else None
    kept = KeptPicture(paths.cache_folder() / "pictures", opened.fingerprint) if opened.fingerprint else None
    return Given(
        without(opened.site, gone),
        kept,
        server,
        user,
        look,
        settings,
        journal or open_journal(home.journal),
        clock,
        last,
        address,
        where,
        opened.stamp,
        last.take(),
        scope=opened.scope,
        withheld=gone,
        metres=opened.metres,
        follow_scope=follow_scope,
        screen=screen,
    )
