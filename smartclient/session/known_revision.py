"""The revision of the plan on the screen, worked out once for each plan."""

import threading

from smartclient.domain.site import Site
from smartclient.plans.revision import revision_of


class KnownRevision:
    """May be asked from any thread."""

    def __init__(self) -> None:
        self._known: tuple[Site, str] | None = None
        self._asking = threading.Lock()

    def of(self, site: Site) -> str:
        """The revision of a site; at once for the site asked for last."""
        with self._asking:
            if self._known is None or self._known[0] is not site:
                self._known = (site, revision_of(site))
            return self._known[1]
