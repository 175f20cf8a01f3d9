"""What is new, different and gone between two states of a site."""

from collections.abc import Iterator
from dataclasses import dataclass

from smartclient.domain.edits import Name, Thing, name_of
from smartclient.domain.site import Site
from smartclient.plans.editing.splices import FIELDS


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing before and after; None where it is new or gone."""

    before: Thing | None
    after: Thing | None

    @property
    def thing(self) -> Thing:
        """The thing as it is, or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a difference of nothing")
        return found


def differences(before: Site, after: Site) -> tuple[Difference, ...]:
    """All differences, kind by kind; the order of things is none."""
    return tuple(found for field in FIELDS.values() for found in _of_field(before, after, field))


def _of_field(before: Site, after: Site, field: str) -> Iterator[Difference]:
    old, new = getattr(before, field), getattr(after, field)
    if old is new:
        return
    known: dict[Name, Thing] = {name_of(thing): thing for thing in old}
    for thing in new:
        had = known.pop(name_of(thing), None)
        if had is not thing and had != thing:
            yield Difference(had, thing)
    yield from (Difference(thing, None) for thing in known.values())
