"""Every reader of bytes from outside."""

from collections.abc import Sequence
from itertools import chain

from tests.fuzz import evidence, kept, media, memorandum, plan_files, protocol
from tests.fuzz.target import Target


def all_targets() -> Sequence[Target]:
    """In a fixed order; their names are unlike."""
    return tuple(
        chain.from_iterable(each.targets() for each in (protocol, media, plan_files, kept, evidence, memorandum))
    )
