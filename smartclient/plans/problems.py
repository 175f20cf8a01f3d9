"""What is wrong with a plan, each as one line: file, feature, what, consequence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from smartclient.plans.text import clean

_PER_FILE = 500


class Severity(StrEnum):
    """ERROR: against the standard, something is missing, moved or replaced. WARNING: allowed, and probably not meant."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong; `feature_id` is empty where it concerns the whole file."""

    file: str
    feature_id: str
    what: str
    consequence: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """One line for a person."""
        where = f"{self.file}: {self.feature_id}" if self.feature_id else self.file
        return f"{where}: {self.severity}: {self.what}; {self.consequence}"


class Report:
    """Collects problems while a plan is read, each once and as clean text.

    Of a file with very many it keeps the first 500 and counts the others.
    """

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._known: set[Problem] = set()
        self._counts: Counter[str] = Counter()
        self._left_out_errors: Counter[str] = Counter()

    def error(self, file: str, feature_id: str, what: str, consequence: str) -> None:
        """Something against the standard."""
        self._add(Problem(clean(file), clean(feature_id), clean(what), clean(consequence), Severity.ERROR))

    def warning(self, file: str, feature_id: str, what: str, consequence: str) -> None:
        """Something allowed, and probably not meant."""
        self._add(Problem(clean(file), clean(feature_id), clean(what), clean(consequence), Severity.WARNING))

    def _add(self, problem: Problem) -> None:
        if problem in self._known:
            return
        self._counts[problem.file] += 1
        if self._counts[problem.file] <= _PER_FILE:
            self._known.add(problem)
            self._problems.append(problem)
        elif problem.severity is Severity.ERROR:
            self._left_out_errors[problem.file] += 1

    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted by file, feature and text."""
        return tuple(sorted([*self._problems, *self._left_out()]))

    def _left_out(self) -> Iterable[Problem]:
        for file, count in self._counts.items():
            if count > _PER_FILE:
                severity = Severity.ERROR if self._left_out_errors[file] else Severity.WARNING
                yield Problem(file, "", f"{count - _PER_FILE} more problems", "not listed", severity)
