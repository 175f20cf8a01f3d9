"""What becomes of grants while somebody watches the screen: each step of each grant is told once."""

from dataclasses import dataclass

from smartclient.domain.grants import Grant, GrantId, GrantState
from smartclient.runtime.signal import Signal
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore


@dataclass(frozen=True, slots=True)
class Step:
    """A grant as it is now, and its state before; None where it was not known."""

    grant: Grant
    before: GrantState | None

    @property
    def is_new_state(self) -> bool:
        """Whether more than an approval has come."""
        return self.grant.state is not self.before


class GrantNews:
    """`stepped` tells one step at a time. What is there already when the watch begins is told too, as new."""

    def __init__(self, store: SiteStore) -> None:
        self.stepped: Signal[Step] = Signal()
        self._store = store
        self._known: dict[GrantId, Grant] = {}
        self.stop = store.changed.connect(self._on_store)

    def _on_store(self, changes: Changes) -> None:
        if not (changes.grants or changes.everything):
            return
        known, self._known = self._known, dict(self._store.grants)
        for key, grant in self._known.items():
            before = known.get(key)
            if grant != before:
                self.stepped.emit(Step(grant, before.state if before is not None else None))
