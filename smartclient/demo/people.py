"""Who used a credential: told to those with the right to read card holders, left out for all others."""

from typing import Any

CARD_HOLDER = "Card holder"


def names_somebody(data: object) -> bool:
    """Whether an event's data has a person's name in it."""
    return any(each.get("Key") == CARD_HOLDER for each in _properties(data))


def without_names(data: Any) -> Any:
    """The data without the name; that there was a card holder, by id, is still told."""
    if not names_somebody(data):
        return data
    return data | {"Properties": [each for each in _properties(data) if each.get("Key") != CARD_HOLDER]}


def _properties(data: object) -> list[dict[str, Any]]:
    found = data.get("Properties") if isinstance(data, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
