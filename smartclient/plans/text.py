"""Text from plans: names in several languages (LABELS), cleaned for one line on a screen."""

import re
from collections.abc import Mapping
from typing import Any

MAX_TEXT = 200
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def clean(text: str) -> str:
    """`text` on one line, without control or formatting characters, at most 200 characters; markup stays what it is, text."""
    text = text[: 4 * MAX_TEXT]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:MAX_TEXT]


def is_language_tag(text: str) -> bool:
    """Whether `text` looks like a BCP 47 language tag: `en`, `pt-BR`, `zh-Hant-TW`."""
    return _LANGUAGE_TAG.fullmatch(text) is not None


def in_language(labels: Mapping[Any, Any], language: str) -> str:
    """The label in `language`, else in its base language, in English, or the first there is; empty if there is none."""
    if isinstance(only := labels.get(language), str):
        return clean(only)
    texts = {str(tag).lower(): text for tag, text in labels.items() if isinstance(text, str)}
    wanted, base = language.lower(), language.lower().split("-")[0]
    related = next((tag for tag in texts if tag.startswith(f"{base}-")), "")
    for tag in (wanted, base, related, "en"):
        if tag in texts:
            return clean(texts[tag])
    return clean(next(iter(texts.values()), ""))
