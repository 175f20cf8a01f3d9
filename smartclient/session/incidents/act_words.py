"""What stands behind an act in the journal, as words for the file: texts, numbers, and who or what was meant, by name."""

from collections.abc import Callable, Mapping

_LONGEST = 1_000


def act_words(detail: object, name_of: Callable[[str], str]) -> str:
    """At most a thousand characters; `name_of` names devices by their ids and leaves other texts as they are."""
    words = _words(detail, name_of)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _words(detail: object, name_of: Callable[[str], str]) -> str:
    if detail is None or detail == "":
        return ""
    if isinstance(detail, str):
        return name_of(detail)
    if isinstance(detail, Mapping):
        told = ((name_of(str(key)).replace("_", " "), _words(value, name_of)) for key, value in detail.items())
        return ", ".join(f"{key}: {words}" for key, words in told if words)
    if isinstance(detail, list | tuple | set | frozenset):
        return ", ".join(_words(each, name_of) for each in detail)
    return str(detail)
