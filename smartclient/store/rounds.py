"""Lists of cameras and the rounds made of them, one file each: a crash leaves what was written before."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from smartclient.domain.rounds import Round, RoundList
from smartclient.plans.writing.disk import replaced_file
from smartclient.runtime.json_trouble import JSON_TROUBLE

T = TypeVar("T")
log = logging.getLogger(__name__)

MOST_CAMERAS = 64
_LISTS = "lists.json"
_MOST_ROUNDS = 500
_LONGEST_NAME = 60


class KeptRounds:
    """The files in `folder`. What is written may raise PlanUnwritable; a broken file is passed over and logged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lists(self) -> tuple[RoundList, ...]:
        """All lists, in the order of the alphabet."""
        found = _read(self._folder / _LISTS, tuple[RoundList, ...])
        return tuple(sorted(found or (), key=lambda each: each.name.casefold()))

    def write_lists(self, lists: Sequence[RoundList]) -> None:
        """Keeps these lists and no others."""
        self._write(_LISTS, tuple(lists))

    def rounds(self) -> tuple[Round, ...]:
        """The newest rounds, newest first."""
        files = sorted((f for f in self._folder.glob("*.json") if f.name != _LISTS), reverse=True)[:_MOST_ROUNDS]
        found = (_read(file, Round) for file in files)
        return tuple(sorted((each for each in found if each is not None), key=lambda each: each.began, reverse=True))

    def write(self, kept: Round) -> None:
        """Keeps a round as it is now."""
        self._write(f"{kept.began:%Y%m%d-%H%M%S}-{kept.id}.json", kept)

    def _write(self, name: str, value: object) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with replaced_file(self._folder / name) as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")


def fit_name(text: str) -> str:
    """A list's name on one line, not too long for a menu."""
    return " ".join(text.split())[:_LONGEST_NAME].strip()


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, *JSON_TROUBLE) as trouble:
        log.warning("a round cannot be read: %s: %s", path.name, trouble)
        return None
