"""The rules themselves: from what happened at a device before, and what happens now, to whether an alarm is due. Pure."""

from bisect import insort
from collections.abc import Sequence
from datetime import datetime, timedelta

Times = tuple[datetime, ...]
"""When something happened, oldest first."""


def several(before: Sequence[datetime], at: datetime, times: int, within_s: float) -> tuple[Times, bool]:
    """Whether `at` makes it `times` within `within_s`, and what is to be remembered. Each happening counts for one alarm only.

    They may come late and out of order; what is older than the newest by more than `within_s` is forgotten.
    """
    known = list(before)
    insort(known, at)
    start = known[-1] - timedelta(seconds=within_s)
    kept = tuple(one for one in known if one >= start)
    return ((), True) if len(kept) >= max(1, times) else (kept, False)


def again(last: datetime | None, at: datetime, quiet_min: float) -> tuple[datetime, bool]:
    """Whether it happens anew at `at`, after `quiet_min` without it, and when it happened last now."""
    is_new = last is None or at - last >= timedelta(minutes=quiet_min)
    return (at if last is None else max(last, at)), is_new
