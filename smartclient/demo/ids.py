"""Guids the way the server writes them, and guids derived from names so that the same site always has the same ones."""

import uuid

_NAMESPACE = uuid.UUID("5ad9d9f5-1f9c-4f53-9b36-6a57a7ba5c11")


def derived(kind: str, name: str) -> str:
    """The guid that belongs to `kind` and `name`, always the same, lower case."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))


def fresh() -> str:
    """A random guid, lower case."""
    return str(uuid.uuid4())


def path(resource: str, guid: str) -> str:
    """The REST path of an item, which is also the source of its events."""
    return f"{resource}/{guid}"
