"""The findings of a law as lines of text."""

from collections.abc import Iterator, Sequence

from smartclient.plans.law.answers import Verdict
from smartclient.plans.law.findings import Finding, summary, worst
from smartclient.plans.law.rules import Law, Rule

_MOST_LACKS = 20
_INDENT = " " * 17


def lines(law: Law, findings: Sequence[Finding]) -> Iterator[str]:
    """Rule by rule: the worst verdict, then campus by campus what is so, and the features that are wanting."""
    for rule in law.rules:
        found = [finding for finding in findings if finding.rule.id == rule.id]
        yield f"{worst(found):<8} {rule.id:<7} {rule.text}{qualification(rule)}"
        for finding in found:
            yield f"{_INDENT}{finding.venue.name}: {finding.answer.verdict}: {finding.answer.words}"
            if finding.answer.verdict is not Verdict.PASS:
                yield from _lacks(finding)
    yield f"{law.act}. Read in: {law.source}."
    yield summary(law, findings)


def qualification(rule: Rule) -> str:
    """What is to be said of the rule itself."""
    parts = [*(["unverified"] if not rule.verified else []), *([rule.note] if rule.note else [])]
    return f" [{'; '.join(parts)}]" if parts else ""


def _lacks(finding: Finding) -> Iterator[str]:
    lacks = [lack for lack in finding.answer.lacks if lack.feature != finding.venue.id]
    for lack in lacks[:_MOST_LACKS]:
        lon, lat = lack.position
        yield f"{_INDENT}  {lack.words} ({lat:.6f}, {lon:.6f})"
    if len(lacks) > _MOST_LACKS:
        yield f"{_INDENT}  and {len(lacks) - _MOST_LACKS} more"
