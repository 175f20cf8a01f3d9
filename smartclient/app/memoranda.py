"""The district's memorandum as it lies beside its floor plans, for servers that keep none themselves."""

import logging
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.adapters.xprotect.grants import KeptMemorandum

if TYPE_CHECKING:
    from smartclient.adapters.xprotect.grant_roles import Memorandum

log = logging.getLogger(__name__)

NAME = "policy.json"


def memorandum_beside(plan: Path | None) -> KeptMemorandum:
    """What reads it from the folder of the plan when first asked, in whatever thread: only one that is signed and consistent counts."""
    return cache(partial(_read, None if plan is None else plan / NAME))


def _read(path: Path | None) -> "Memorandum | None":
    if path is None or not path.is_file():
        return None
    from smartclient.adapters.xprotect.grant_roles import Memorandum
    from smartclient.domain.policy import problems
    from smartclient.policy.document import PolicyUnreadable, read_policy
    from smartclient.policy.signature import PolicyNotSigned, check_signature

    try:
        policy, signed = read_policy(path), check_signature(path)
    except (PolicyUnreadable, PolicyNotSigned) as error:
        log.warning("no grants by membership: %s", error)
        return None
    if found := problems(policy):
        log.warning("no grants by membership: %s", found[0])
        return None
    return Memorandum(policy, f"Signed with the key {signed.key}, as it lies beside the floor plans of this console.")
