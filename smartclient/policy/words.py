"""A policy in plain text, as a lawyer or the school board reads it."""

from collections.abc import Iterator
from datetime import timedelta
from textwrap import fill

from smartclient.domain.policy import Agency, Hours, Policy, Rule

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WIDTH = 96


def plain_text(policy: Policy, signed: str) -> str:
    """All of it; `signed` is the sentence about its signature."""
    return "\n".join(_lines(policy, signed)) + "\n"


def _lines(policy: Policy, signed: str) -> Iterator[str]:
    yield policy.title
    until = f"until {policy.until:%d %B %Y}" if policy.until else "until another version replaces it"
    yield f"{policy.district}, version {policy.version}, in force from {policy.since:%d %B %Y} {until}"
    if policy.replaces is not None:
        yield f"It replaces version {policy.replaces.version} (SHA-256 {policy.replaces.sha256})."
    yield signed
    yield ""
    yield _wrapped(policy.law)
    yield from _heading("1. Designated persons")
    for agency in policy.agencies:
        yield from _agency(agency)
    yield from _heading("2. Who approves for the school")
    for approver in policy.approvers:
        campuses = ", ".join(sorted(approver.campuses)) or "every campus"
        yield f"  {approver.name} ({approver.user}): {campuses}"
    yield from _heading("3. Circumstances")
    for rule in policy.rules:
        yield from _rule(rule, policy)
    yield from _heading("4. Areas")
    for area in policy.areas:
        yield _wrapped(f"{area.name}: {area.sentence}")
    yield _wrapped(policy.never.sentence)
    yield from _heading("5. Opening without approval")
    glass = policy.break_glass
    yield _wrapped(glass.sentence if glass else "Nobody opens cameras without approval.")
    if glass:
        yield f"  Allowed to {', '.join(sorted(glass.users))}, for {_long(glass.longest)}; rings {', '.join(glass.rung)}."
    if policy.membership is not None:
        yield _wrapped(f"{policy.membership.sentence} The role: {policy.membership.role}.")
    yield from _heading("6. Prevention and detection of misuse")
    yield _wrapped(policy.unusual.sentence)
    if policy.two_persons_for:
        yield _wrapped(f"A second person must agree to: {', '.join(sorted(policy.two_persons_for))}.")
    if policy.wants_watermark:
        yield _wrapped("On every screen the name of who watches and the time lie over the pictures.")


def _heading(text: str) -> tuple[str, str]:
    return "", text


def _agency(agency: Agency) -> Iterator[str]:
    closed = "cameras are closed outside a grant" if agency.is_governed else "not limited by this memorandum"
    yield f"  {agency.name}: {closed}"
    for each in agency.persons:
        yield f"    {each.name}, {each.position}, {each.rank}; {each.contact}; supervisor: {each.supervisor}; signs in as {each.user}"


def _rule(rule: Rule, policy: Policy) -> Iterator[str]:
    yield f"  {rule.code}  {rule.circumstance.value}"
    yield _wrapped(rule.sentence, 5)
    approvals = "no approval" if not rule.approvals else f"{rule.approvals} approval{'s' * (rule.approvals > 1)}"
    recorded = "live only" if rule.recorded_before is None else f"recorded from {_long(rule.recorded_before)} before"
    by_itself = "; opens by itself when the call center or the alarm tells" if rule.opens_by_itself else ""
    yield _wrapped(
        f"{rule.area}, {_hours(rule.hours, policy)}, {_long(rule.longest)}, {approvals}, {recorded}{by_itself}", 5
    )


def _hours(hours: Hours | None, policy: Policy) -> str:
    if hours is None:
        return "at any hour"
    days = ", ".join(_DAYS[day] for day in sorted(hours.days))
    return f"{days} from {hours.since:%H:%M} to {hours.until:%H:%M} ({policy.zone.key})"


def _long(duration: timedelta) -> str:
    minutes = round(duration.total_seconds() / 60)
    return f"{minutes} minute{'s' * (minutes != 1)}"


def _wrapped(text: str, indent: int = 2) -> str:
    space = " " * indent
    return fill(text, _WIDTH, initial_indent=space, subsequent_indent=space)
