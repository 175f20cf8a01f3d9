"""Where a watch keeps what it keeps: a folder and a journal for each server, each user and what that user may see."""

import contextlib
import hashlib
import logging
import re
import shutil
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import msgspec

from smartclient.domain.ids import DeviceId, VenueId
from smartclient.plans.scope import NOTHING, Scope
from smartclient.runtime import paths
from smartclient.runtime.json_trouble import JSON_TROUBLE
from smartclient.runtime.personal_settings import PersonalSettings
from smartclient.runtime.settings import SettingsFile

DEMO, DEMO_USER = "demo", "dispatcher"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9.-]+")
_LONGEST = 80
_WITH_A_DATABASE = ("", "-wal", "-shm")
_SETTINGS = ("settings.json", "rules.toml")
_SCOPE, _WITHHELD = "scope.json", "withheld.json"
_PEOPLE, _ROUNDS = "people", "rounds"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Home:
    """Where one watch keeps its settings (a folder) and its journal (a file); incident files lie beside the journal."""

    settings: Path
    journal: Path

    def settings_file(self) -> SettingsFile:
        """The settings; a person's own above the machine's where the folder is a person's."""
        if not _is_a_persons(self.settings):
            return SettingsFile(self.settings)
        return PersonalSettings(self.settings, SettingsFile(paths.settings_folder()))


def home(server: str, user: str = "", scope: Scope = None) -> Home:
    """Settings of this person at that server, and the journal of what is seen there; without a user the machine's own.

    What an earlier version kept for a server alone goes to the user who signed in last, once that user sees everything.
    """
    name = _file_name(server)
    data, settings = paths.data_folder(), paths.settings_folder()
    if not user:
        return Home(settings, data / f"journal-{name}.db")
    part = "" if scope is None else f"-{_digest(' '.join(sorted(scope)))[:12]}"
    own = Home(settings_of(server, user), data / f"journal-{_owner(server, user)}{part}.db")
    own.settings.mkdir(parents=True, exist_ok=True, mode=0o700)
    if scope is None and _is_heir(server, user, settings):
        _inherit(name, own, settings)
    return own


def settings_of(server: str, user: str) -> Path:
    """The folder of this person's settings at that server."""
    return paths.settings_folder() / _PEOPLE / _owner(server, user)


def together(names: Iterable[str]) -> str:
    """Several servers, or their users, as one name: that of the home of a watch over all of them."""
    return " + ".join(names)


def rounds_folder(settings: Path) -> Path:
    """Where lists of cameras to look through are kept: a person's with the settings, else the machine's with the journals."""
    return (settings if _is_a_persons(settings) else paths.data_folder()) / _ROUNDS


def known_scope(server: str, user: str) -> tuple[Scope, bool]:
    """What the server showed this user last, and whether that is known at all; nothing is shown where it is not."""
    try:
        kept = msgspec.json.decode((settings_of(server, user) / _SCOPE).read_bytes(), type=list[str] | None)
    except FileNotFoundError:
        return NOTHING, False
    except (OSError, *JSON_TROUBLE) as error:
        log.warning("what %s may see is not known any more: %s", user, error)
        return NOTHING, False
    return None if kept is None else frozenset(VenueId(venue) for venue in kept), True


def keep_scope(server: str, user: str, scope: Scope) -> None:
    """Remembers what the server shows this user, for the next start."""
    _keep(settings_of(server, user) / _SCOPE, None if scope is None else sorted(scope))


def known_withheld(settings: Path) -> frozenset[DeviceId]:
    """Devices of the plan that the server showed last not to the person of these settings; the next start begins without them."""
    try:
        return frozenset(msgspec.json.decode((settings / _WITHHELD).read_bytes(), type=list[DeviceId]))
    except FileNotFoundError:
        return frozenset()
    except (OSError, *JSON_TROUBLE) as error:
        log.warning("which devices are not shown is not known before the server tells: %s", error)
        return frozenset()


def keep_withheld(settings: Path, devices: AbstractSet[DeviceId]) -> None:
    """Remembers which the server does not show, by their ids and nothing else of them."""
    _keep(settings / _WITHHELD, sorted(devices))


def _keep(file: Path, told: list[str] | list[VenueId] | list[DeviceId] | None) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_bytes(msgspec.json.encode(told))
    except OSError as error:
        log.warning("what may be seen is not kept in %s: %s", file.name, error)


def _is_heir(server: str, user: str, settings: Path) -> bool:
    if server == DEMO:
        return user == DEMO_USER
    return SettingsFile(settings).read().user in ("", user)


def _inherit(name: str, own: Home, settings: Path) -> None:
    """Moves the journal and the incident files of the server, and copies what a person set, where there is nothing newer."""
    for kind in ("journal", "incidents"):
        new = own.journal.with_name(own.journal.name.replace("journal-", f"{kind}-", 1))
        old = own.journal.with_name(f"{kind}-{name}.db")
        if old.exists() and not new.exists():
            for ending in _WITH_A_DATABASE:
                _move(Path(f"{old}{ending}"), Path(f"{new}{ending}"))
    for file in (each for each in _SETTINGS if not (own.settings / each).exists()):
        with contextlib.suppress(OSError):  # then it is set anew
            (own.settings / file).write_bytes((settings / file).read_bytes())

    if (shared := paths.data_folder() / _ROUNDS).is_dir() and not (own.settings / _ROUNDS).exists():
        with contextlib.suppress(OSError):
            shutil.copytree(shared, own.settings / _ROUNDS)


def _is_a_persons(settings: Path) -> bool:
    return settings.parent == paths.settings_folder() / _PEOPLE


def _move(old: Path, new: Path) -> None:
    try:
        if old.exists():
            old.rename(new)
    except OSError as error:
        log.warning("%s stays where it is: %s", old.name, error)


def _owner(server: str, user: str) -> str:
    """A file name for one user of one server; names that look alike as files are told apart by the digest."""
    whole = f"{server.lower()}\0{user}"
    return f"{_file_name(server)}-{_file_name(user)}-{_digest(whole)[:8]}"


def _file_name(words: str) -> str:
    return _NOT_IN_NAMES.sub("-", words.lower()).strip("-.")[:_LONGEST]


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
