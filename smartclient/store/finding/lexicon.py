"""Words and the things that have them: every word typed must be a word of the thing, or begin it, be inside it, or be a slip of it."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_TEXT = 80
_EXACT, _BEGINS, _INSIDE, _SLIP, _SLIP_AT_THE_BEGINNING = 1.0, 0.8, 0.45, 0.35, 0.3
_SHORTEST_INSIDE, _SHORTEST_SLIP, _LONG = 3, 4, 8
_COMPLETE = 0.2
"""What a name gains by being typed in full."""
_WORD = re.compile(r"[^\W_]+")
_LAST = "\U0010ffff"

Scores = NDArray[np.float32]
"""One number 0…1 a thing, shape (things,)."""


@lru_cache(maxsize=100_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, lower case, without accents."""
    plain = text[:LONGEST_TEXT]
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return tuple(_WORD.findall(plain.casefold()))


Numbers = NDArray[np.integer[Any]]


class Lexicon:
    """Made once from things; rapidfuzz forgives the slips."""

    def __init__(self, things: Iterable[tuple[str, Mapping[str, float]]]) -> None:
        """Each thing is its name, whose words count in full, and other words that it is found by, with what they count."""
        holders: defaultdict[float, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        lengths = []
        for number, (name, others) in enumerate(things):
            own = dict.fromkeys(words_of(name), 1.0)
            lengths.append(max(len(own), 1))
            for word, weight in (dict(others) | own).items():
                holders[weight][word].append(number)
        self._words = sorted({word for by_word in holders.values() for word in by_word})
        self._text = "\n" + "\n".join(self._words) + "\n"
        self._starts = np.cumsum([1, *(len(word) + 1 for word in self._words)])
        self._postings = [(weight, _Postings(self._words, by_word)) for weight, by_word in holders.items()]
        self._lengths = np.array(lengths, dtype=np.float32)

    def scores(self, typed: Sequence[str]) -> Scores:
        """How well each thing answers to all the words typed; 0 where one of them is missing. Slips count only where nothing is right."""
        found = self.right_scores(typed)
        return found if found.any() or not typed else self._all(typed, is_forgiving=True)

    def right_scores(self, typed: Sequence[str]) -> Scores:
        """`scores` without forgiveness."""
        return self._all(typed, is_forgiving=False)

    def _all(self, typed: Sequence[str], *, is_forgiving: bool) -> Scores:
        total = np.zeros(len(self._lengths), dtype=np.float32)
        has_all = np.ones(len(self._lengths), dtype=np.bool_)
        for word in typed:
            scores = self._scores(word, is_forgiving=is_forgiving)
            total += scores
            has_all &= scores > 0
            if not has_all.any():
                return np.zeros_like(total)
        complete = np.minimum(len(typed) / self._lengths, 1.0)
        return np.asarray(np.where(has_all, total / max(len(typed), 1) * (1 - _COMPLETE + _COMPLETE * complete), 0))

    def _scores(self, typed: str, *, is_forgiving: bool) -> Scores:
        grades = self._grades(typed)
        if is_forgiving and not grades.any():
            grades = self._slips(typed)
        scores = np.zeros(len(self._lengths), dtype=np.float32)
        own_grades = np.unique(grades[grades > 0]).tolist()
        worth = sorted(
            (grade * weight, grade, number) for grade in own_grades for number, (weight, _) in enumerate(self._postings)
        )
        for value, grade, number in worth:  # the best last: it overwrites
            scores[self._postings[number][1].of(np.flatnonzero(grades == grade))] = value
        return scores

    def _grades(self, typed: str) -> Scores:
        """How well `typed` answers to each word that it is, begins or is in."""
        grades = np.zeros(len(self._words), dtype=np.float32)
        if len(typed) >= _SHORTEST_INSIDE:
            places = [found.start() for found in re.finditer(re.escape(typed), self._text)]
            grades[np.searchsorted(self._starts, places, side="right") - 1] = _INSIDE
        first, last = bisect_left(self._words, typed), bisect_left(self._words, typed + _LAST)
        grades[first:last] = _BEGINS
        if first < last and self._words[first] == typed:
            grades[first] = _EXACT
        return grades

    def _slips(self, typed: str) -> Scores:
        """Words that `typed` is with a letter wrong, missing, added or swapped, in long words two; short words must be right."""
        grades = np.zeros(len(self._words), dtype=np.float32)
        if len(typed) < _SHORTEST_SLIP:
            return grades
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 2 if len(typed) >= _LONG else 1
        beginnings = [word[: len(typed)] for word in self._words]
        for choices, grade in ((beginnings, _SLIP_AT_THE_BEGINNING), (self._words, _SLIP)):
            distances = process.cdist([typed], choices, scorer=OSA.distance, score_cutoff=most)[0]
            close = distances <= most
            grades[close] = grade / np.maximum(distances[close], 1)
        return grades


class _Postings:
    """The things that have each word, for words that count alike."""

    def __init__(self, words: Sequence[str], holders: Mapping[str, Sequence[int]]) -> None:
        counts = np.fromiter((len(holders.get(word, ())) for word in words), dtype=np.int64, count=len(words))
        self._offsets = np.concatenate(([0], np.cumsum(counts)))
        numbers = (number for word in words for number in holders.get(word, ()))
        self._holders = np.fromiter(numbers, dtype=np.int32, count=int(self._offsets[-1]))

    def of(self, words: Numbers) -> Numbers:
        """The things that have any of these words, some perhaps twice."""
        first, counts = self._offsets[words], self._offsets[words + 1] - self._offsets[words]
        if len(words) and words[-1] - words[0] == len(words) - 1:
            return self._holders[first[0] : first[-1] + counts[-1]]
        before = np.cumsum(counts) - counts
        at: Numbers = np.arange(counts.sum()) + np.repeat(first - before, counts)
        return self._holders[at]
