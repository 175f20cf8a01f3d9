"""Every fault of the line against a demo server in a process of its own: the sentence, nothing lost, and the present back."""

import re
from dataclasses import replace
from typing import Any

import pytest

from smartclient.bench.fault_rows import Fault, faults
from smartclient.bench.fault_stage import Stage
from smartclient.bench.faults import Outcome, played
from tests.faults.conftest import Play

PER_SECOND, SECONDS, HOLD_S = 20, 6, 0.5
CUT = r"offline: The event stream was cut .* Trying again in 1 s\."
SILENT = r"offline: The server has been silent for \d+ s\. Trying again in 1 s\."
LIVE = "nothing: the line stays live"
SENTENCES = {
    "connections cut": CUT,
    "server killed and started again": CUT,
    "server hangs: accepts, never answers": SILENT,
    "half-open TCP": SILENT,
    "connections refused for 3 s": CUT,
    "name resolution lost": CUT,
    "tokens expire in the middle of everything": CUT,
    "another certificate": r"sign-in refused: The certificate of localhost is not trusted here: .* Compare its SHA-256 .*",
    "every answer 503": r"offline: The alarms cannot be read\. .*\(status 503\)\. Trying again in 1 s\.",
    "every push twice, all out of order": LIVE,
    "rubbish between events": LIVE,
    "a message of 100 MB": f"{CUT}|{SILENT}",
    "answers of 100 MB": LIVE,
    "our clock an hour ahead": r"delayed: Events arrive 3\d\d\d s late, or the server's clock differs from this one\.",
    "our clock an hour behind": LIVE,
    "the server's clock ten minutes behind": LIVE,
    "the server's clock ten minutes ahead": LIVE,
    "disk full under the journal": r"The journal journal\.db cannot be written .* kept in memory until there is room; free space in .*",
}
"""What the operator reads."""
OF_THE_CLOCK_BEFORE = r"This computer stood still from \S+ to \S+, or its clock was set\."
"""Said within a second after a clock was put right, that may be during the next fault."""
FORGETFUL = {"server killed and started again", "another certificate"}
"""The server's session does not outlive these: motion, which it keeps nowhere, may be missing."""


@pytest.mark.parametrize(
    "fault", [each for each in faults(0.0) if each.name in SENTENCES], ids=lambda fault: fault.name
)
def test_what_is_seen_what_is_lost_and_how_it_ends(on_stage: Play[Any], fault: Fault) -> None:
    async def scene(stage: Stage) -> Outcome:
        await stage.flood(PER_SECOND * SECONDS, PER_SECOND)
        return await played(
            stage, replace(fault, hold_s=min(fault.hold_s, HOLD_S) if fault.is_reachable else fault.hold_s)
        )

    outcome = on_stage(scene)
    assert re.fullmatch(f"({SENTENCES[fault.name]}|{OF_THE_CLOCK_BEFORE})( No events came .*)?", outcome.seen)
    assert outcome.lost == 0
    assert outcome.sent >= 2
    if fault.name not in FORGETFUL:
        assert outcome.lost_passing == 0


def test_every_fault_has_its_sentence() -> None:
    named = {fault.name for fault in faults(0.0)}
    assert named - SENTENCES.keys() == {"asleep longer than the server remembers"}
    assert SENTENCES.keys() <= named
