"""Where things lie: the data that travels with the program, and the folders of this person on this machine."""

import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent.parent
_OVERRIDE = "SMARTCLIENT_HOME"

log = logging.getLogger(__name__)


def _shared(folder: str) -> Path:
    """The data folder `folder`: beside the package in a source tree, inside it in a wheel or a bundle."""
    inside = _PACKAGE / "_shared" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def floorplans() -> Path:
    """The floor plans that travel with the program."""
    return _shared("floorplans")


def resources() -> Path:
    """Icons, sounds and fonts."""
    return _shared("resources")


def _own(kind: str, default: str) -> Path:
    home = os.environ.get(_OVERRIDE)
    path = Path(home) / kind if home else Path(default)
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        log.warning("%s cannot be made (%s); what is kept goes with this computer's next restart", path, error.strerror)
        path = _passing_home(path).folder / kind
        path.mkdir(exist_ok=True, mode=0o700)
    return path


@dataclass(frozen=True, slots=True)
class PassingHome:
    """The folder used in place of one that cannot be made."""

    wanted: Path
    folder: Path


_passing: list[PassingHome] = []


def passing_home() -> PassingHome | None:
    """Where things are kept for this run alone; None where this person's own folders can be used."""
    return _passing[0] if _passing else None


def _passing_home(wanted: Path) -> PassingHome:
    if not _passing:
        _passing.append(PassingHome(wanted, Path(tempfile.mkdtemp(prefix="smartclient-"))))
    return _passing[0]


def settings_folder() -> Path:
    """This person's settings; the variable SMARTCLIENT_HOME moves all three folders."""
    return _own("settings", platformdirs.user_config_dir("smartclient", appauthor=False))


def data_folder() -> Path:
    """This person's journals."""
    return _own("data", platformdirs.user_data_dir("smartclient", appauthor=False))


def cache_folder() -> Path:
    """What may be deleted at any time: compiled plans, last stills."""
    return _own("cache", platformdirs.user_cache_dir("smartclient", appauthor=False))


def pictures_folder() -> Path:
    """Where this person's snapshots go; made when the first is taken."""
    home = os.environ.get(_OVERRIDE)
    return Path(home) / "pictures" if home else Path(platformdirs.user_pictures_dir()) / "smartclient"


def alarm_pictures_folder() -> Path:
    """Where the server's pictures of alarms lie that belong to incident files; made when the first is kept."""
    return data_folder() / "alarm-pictures"


def earlier_plans_folder() -> Path:
    """Where plans lie as they were when an incident was worked on; made when the first is kept."""
    return data_folder() / "earlier-plans"


def evidence_folder() -> Path:
    """Where this person's exports go unless they choose another folder; made when the first is begun."""
    home = os.environ.get(_OVERRIDE)
    return Path(home) / "evidence" if home else Path(platformdirs.user_documents_dir()) / "evidence"
