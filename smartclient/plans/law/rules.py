"""Laws and their rules as `resources/law/*.toml` has them: own words, source, whether verified, and which check with which values."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from smartclient.domain.errors import PlanError
from smartclient.runtime import paths

_ORDER = ("MI", "NJ", "VA", "WI", "FL", "TX", "AR", "model")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One checkable line. `check` names a function of `plans.law.checks`, `values` are its parameters."""

    id: str
    text: str
    check: str
    values: dict[str, Any] = {}
    verified: bool = True
    """Whether a text of the law was read for it; what is inferred, or was cut off, says so."""
    note: str = ""


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of one state. `source` names the act and the texts they were read in."""

    id: str
    state: str
    act: str
    source: str
    rules: tuple[Rule, ...]


class LawUnknown(PlanError):
    """There is no law of that name."""


class LawUnreadable(PlanError):
    """A file of rules is broken."""


def names() -> tuple[str, ...]:
    """The laws there are, in the usual order, then the rest."""
    found = {path.stem for path in _folder().glob("*.toml")}
    return (*(name for name in _ORDER if name in found), *sorted(found - set(_ORDER)))


def law(name: str) -> Law:
    """The law of that name, upper or lower case, or in the file at that path. Raises LawUnknown, LawUnreadable."""
    if name.lower().endswith(".toml"):
        return _read(Path(name))
    known = {each.lower(): each for each in names()}
    if name.lower() not in known:
        raise LawUnknown(f"There is no law {name!r}; there are {', '.join(names())}, or a file that ends in .toml.")
    return _read(_folder() / f"{known[name.lower()]}.toml")


@cache
def laws() -> Mapping[str, Law]:
    """The laws that travel with the program, by name, in the usual order. Raises LawUnreadable."""
    return {name: law(name) for name in names()}


def value_of(values: Mapping[str, Any], kind: type[Any], rule: str) -> Any:
    """The parameters of a check as its own type. Raises LawUnreadable."""
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as trouble:
        raise LawUnreadable(f"Rule {rule} has a value that its check does not take: {trouble}") from trouble


def _folder() -> Path:
    return paths.resources() / "law"


def _read(path: Path) -> Law:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Law)
    except OSError as trouble:
        raise LawUnknown(f"{path} cannot be read: {trouble.strerror}.") from trouble
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as trouble:
        raise LawUnreadable(f"{path.name} is no file of rules: {trouble}") from trouble
