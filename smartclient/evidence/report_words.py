"""What a verification found, for a person to read."""

from smartclient.evidence.verify import Report

MOST_PROBLEMS = 200
DRILL = "DRILL: this is footage of an exercise, not of an emergency."


def headline(report: Report) -> str:
    """The answer in one sentence."""
    if report.intact:
        return f"Intact: {report.files} files are as they were exported."
    count = len(report.problems)
    return f"Not intact: {'one thing is' if count == 1 else f'{count} things are'} wrong."


def lines(report: Report) -> list[str]:
    """The answer, what is wrong, who signed, and the chain of custody. Control characters from outside are taken out."""
    found = [headline(report), *([DRILL] if report.is_drill else [])]
    found += [f"  {problem.words}" for problem in report.problems[:MOST_PROBLEMS]]
    if len(report.problems) > MOST_PROBLEMS:
        found.append(f"  and {len(report.problems) - MOST_PROBLEMS} more")
    if report.key:
        found.append(f"Signed with the key {report.key}. Compare it with the one the school gave you.")
    if report.time_stamp:
        found.append(report.time_stamp)
    found += [f"Custody: {line}" for line in report.custody]
    return ["".join(c if c.isprintable() else " " for c in line) for line in found]
