"""What the rules of a law found, campus by campus."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smartclient.domain.site import Venue
from smartclient.plans.law.answers import Answer, Verdict, counted
from smartclient.plans.law.rules import Law, Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found at one campus."""

    rule: Rule
    venue: Venue
    answer: Answer


def worst(findings: Iterable[Finding]) -> Verdict:
    """MISSING where one is missing, else UNKNOWN where one is, else PASS."""
    verdicts = {finding.answer.verdict for finding in findings}
    return next((v for v in (Verdict.MISSING, Verdict.UNKNOWN) if v in verdicts), Verdict.PASS)


def summary(law: Law, findings: Sequence[Finding]) -> str:
    """`Michigan: 20 of 23 rules pass, 2 missing, one unknown; one rule unverified`."""
    by_rule = Counter(worst(f for f in findings if f.rule.id == rule.id) for rule in law.rules)
    parts = [f"{by_rule[Verdict.PASS]} of {counted(len(law.rules), 'rule')} pass"]
    parts += [f"{by_rule[verdict]} {verdict}" for verdict in (Verdict.MISSING, Verdict.UNKNOWN) if by_rule[verdict]]
    unverified = sum(not rule.verified for rule in law.rules)
    tail = f"; {counted(unverified, 'rule')} unverified" if unverified else ""
    return f"{law.state}: {', '.join(parts)}{tail}"
