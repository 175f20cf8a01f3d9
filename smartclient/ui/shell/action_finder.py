"""Actions by what they are called: every row that a key can press, found by its words, greyed with its reason when it cannot."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtGui import QKeySequence

from smartclient.store.finding.lexicon import Lexicon, words_of
from smartclient.store.finding.match import Kind, Match
from smartclient.ui.actions import HIDDEN, Action

_GROUP = 0.5
_AFTER_PLACES = 0.95
"""What an action counts beside a place that answers as well."""


class ActionFinder:
    """`fixed` are the rows of the window, `moving` those that come and go, such as saved layouts."""

    def __init__(
        self, fixed: Iterable[Action], moving: Callable[[], Sequence[Action]], say: Callable[[str], None]
    ) -> None:
        named: dict[str, Action] = {}
        for row in fixed:
            if row.keys or not row.sheet_keys:
                named.setdefault(row.text, row)
        self._fixed, self._moving, self._say = tuple(named.values()), moving, say
        self._rows: dict[str, Action] = {}
        self._lexicon = Lexicon(())

    def find(self, text: str, limit: int) -> list[Match]:
        """Up to `limit` actions, best first; all of them where nothing is typed."""
        typed = words_of(text)
        self._look_again()
        scores = self._lexicon.scores(typed)
        rows = list(self._rows.values())
        best = sorted(
            (number for number in range(len(rows)) if not typed or scores[number] > 0), key=lambda n: -scores[n]
        )
        return [_match(rows[number], float(scores[number]) * _AFTER_PLACES) for number in best[:limit]]

    def take(self, match: Match) -> None:
        """Does it, or says why not."""
        row = self._rows.get(match.action)
        reason = row.why_not() if row is not None else None
        if reason is not None:
            self._say(reason)
        elif row is not None:
            row.run()

    def _look_again(self) -> None:
        rows = {row.name: row for row in (*self._fixed, *self._moving())}
        if rows.keys() != self._rows.keys():
            self._lexicon = Lexicon((row.text, dict.fromkeys(words_of(row.group), _GROUP)) for row in rows.values())
        self._rows = rows


def _match(row: Action, score: float) -> Match:
    reason = row.why_not() or ""
    keys = row.sheet_keys if row.sheet_keys != HIDDEN else ""
    return Match(
        Kind.ACTION,
        row.text,
        reason or row.group,
        (0.0, 0.0, 0.0, 0.0),
        score=score,
        action=row.name,
        keys=keys or " · ".join(QKeySequence(key).toString() for key in row.keys),
        why_not=reason,
    )
