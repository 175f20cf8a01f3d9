"""Faults against a demo server in a process of its own: what the operator sees, what is lost, how soon the present is back."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from smartclient.bench.fault_rows import Fault, faults
from smartclient.bench.fault_stage import SentEvent, Speed, Stage, on_stage
from smartclient.demo.catalogue import GRANTED, MOTION_STARTED, MOTION_STOPPED
from smartclient.domain.connection import Line
from smartclient.domain.errors import SmartclientError

PER_SECOND = 20
_MOTION_S = 120
SETTLE_S, STRAGGLERS_S = 12.0, 2.0
"""The server's log is asked several times; motion comes at once or, where the server forgot it, never."""
SLEEP_S = 35.0
_OURS = {GRANTED.id: True, MOTION_STARTED.id: False, MOTION_STOPPED.id: False}
"""The events a fault is played under, and whether a server keeps them in its log."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one fault. Seconds from its end until the line was live and something new had been shown.

    `lost` counts events that a server keeps, `lost_passing` motion, which it does not.
    """

    fault: str
    seen: str
    sent: int
    lost: int
    lost_passing: int
    recovery_s: float

    @property
    def row(self) -> str:
        """A line of the table, Markdown."""
        lost = f"{self.lost} of {self.sent}" + (f", and {self.lost_passing} of motion" if self.lost_passing else "")
        return f"| {self.fault} | {self.seen} | {lost} | {self.recovery_s:.1f} |"


def measure() -> dict[str, object]:
    """Each fault once, as patient as the client is in use."""
    outcomes = asyncio.run(_measure())
    head = ["| fault | what the operator sees | events lost | back after, s |", "|---|---|---|---|"]
    return {
        "table": "\n".join([*head, *(each.row for each in outcomes)]),
        **{each.fault: {"seen": each.seen, "lost": each.lost, "recovery_s": each.recovery_s} for each in outcomes},
    }


async def _measure() -> list[Outcome]:
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        async with on_stage(Path(folder), Speed()) as stage:
            for fault in faults(SLEEP_S):
                await stage.flood(_MOTION_S * PER_SECOND, PER_SECOND)
                outcomes.append(await played(stage, fault))
    return outcomes


async def played(stage: Stage, fault: Fault) -> Outcome:
    """Plays one fault under a steady stream of motion and some events at a door. Raises SmartclientError where it is not over in time."""
    await _is_present(stage)
    begin, spoken = stage.sent_bytes(), len(stage.words)
    told = [await stage.tell()]
    await fault.begin(stage)
    if fault.is_cut:
        await stage.until(lambda: any(_is_trouble(words) for words in stage.words[spoken:]))
    if fault.is_reachable:
        told.append(await stage.tell())
    await asyncio.sleep(fault.hold_s)
    await fault.end(stage)
    ended_s = time.monotonic()
    await _is_present(stage)
    recovery_s = time.monotonic() - ended_s
    lost = await _lost(stage, begin)
    sent = _ours(stage, begin)
    return Outcome(
        fault.name,
        _seen(stage.words[spoken:]),
        len(sent),
        sum(_OURS[kind] for kind in lost),
        sum(not _OURS[kind] for kind in lost),
        round(recovery_s, 1),
    )


async def _is_present(stage: Stage) -> None:
    """The line is live, and what happens now is shown."""
    while True:
        probe = await stage.tell()
        try:
            await stage.until(lambda probe=probe: stage.line is Line.LIVE and probe in stage.heard, 2.0)  # type: ignore[misc]
        except SmartclientError:
            continue
        return


async def _lost(stage: Stage, begin: int) -> list[str]:
    """The kinds of events that the server sent and the journal has not, once nothing more comes."""
    sent = {event.id: event.type for event in _ours(stage, begin)}
    begun_s = time.monotonic()
    while True:
        missing = [sent[each] for each in sent.keys() - await stage.kept()]
        waited_s = time.monotonic() - begun_s
        if not missing or waited_s > SETTLE_S or (waited_s > STRAGGLERS_S and not any(_OURS[kind] for kind in missing)):
            return missing
        await asyncio.sleep(0.2)


def _ours(stage: Stage, begin: int) -> list[SentEvent]:
    """What happened, without the present that a server tells when it starts."""
    told = stage.sent(begin)
    return [
        event for event in told if event.type == GRANTED.id or (event.type in _OURS and "Number" in (event.data or ()))
    ]


def _is_trouble(words: str) -> bool:
    return not words.startswith((Line.LIVE, Line.CONNECTING))


def _seen(words: list[str]) -> str:
    """The sentence a person has to act on, else the first of the trouble, with the one about its gap; nothing where nothing was told."""
    troubles = [each for each in words if _is_trouble(each) and "missing" not in each]
    if not troubles:
        return "nothing: the line stays live"
    first = next((each for each in troubles if each.startswith(Line.REFUSED)), troubles[0])
    gap = next((each for each in words if each.startswith("No events came")), "")
    return f"{first} {gap}".strip()
