"""Backgrounds kept on disk from run to run: drawing one takes a third of a second, reading it a hundredth of that."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
import zipfile
from functools import cached_property
from pathlib import Path

import numpy as np

from smartclient import __version__
from smartclient.demo.plan import DemoSite
from smartclient.demo.video.background import Backdrop
from smartclient.runtime import paths

log = logging.getLogger(__name__)
_MOST_BYTES = 768 * 1024 * 1024


class KeptBackdrops:
    """Backgrounds of one site with one seed, drawn by this very version. Safe to use from several threads and processes."""

    def __init__(self, folder: Path, site: DemoSite, seed: int, most_bytes: int = _MOST_BYTES) -> None:
        """`folder` is made when something is kept; what it holds may be deleted at any time."""
        self._folder = folder
        self._most_bytes = most_bytes
        self._site, self._seed = site, seed
        self._tidying = threading.Lock()
        self._is_tidy = False

    def get(self, key: object) -> Backdrop | None:
        """The background kept under `key`, a value whose text tells it from every other one."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                backdrop = Backdrop(kept["colour"], kept["distance"], bool(kept["infrared"]), kept["bloom"])
            os.utime(path)
        except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
            return None
        return backdrop

    def put(self, key: object, backdrop: Backdrop) -> None:
        """Keeps it, and forgets those used the longest ago where there are too many; a disk that refuses is none's trouble."""
        path = self._path(key)
        partial = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                np.savez(
                    file,
                    colour=backdrop.colour,
                    distance=backdrop.distance,
                    infrared=np.array(backdrop.infrared),
                    bloom=backdrop.bloom,
                )
            partial.replace(path)
            self._tidy()
        except OSError as error:
            log.debug("a background cannot be kept: %s", error)
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)

    @cached_property
    def _origin(self) -> bytes:
        """What every background depends on: the site, the seed, and how it is drawn."""
        site = self._site
        digest = hashlib.sha256(f"{__version__} {np.__version__} {self._seed}".encode())
        for source in sorted(Path(__file__).parent.glob("*.py")):
            digest.update(source.read_bytes())
        places = (site.campuses, site.buildings, site.levels, site.units, site.openings)
        digest.update(repr((places, site.fixtures, site.devices)).encode())
        return digest.digest()

    def _path(self, key: object) -> Path:
        return self._folder / f"{hashlib.sha256(self._origin + repr(key).encode()).hexdigest()}.npz"

    def _tidy(self) -> None:
        """Once a run: what grows within one is small against the bound."""
        with self._tidying:
            if self._is_tidy:
                return
            self._is_tidy = True
        kept = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._folder.iterdir())
        too_many = sum(size for _, size, _ in kept) - self._most_bytes
        for _, size, path in kept:
            if too_many <= 0:
                return
            path.unlink(missing_ok=True)
            too_many -= size


def kept_backdrops(site: DemoSite, seed: int) -> KeptBackdrops:
    """Those kept for this person on this machine."""
    return KeptBackdrops(paths.cache_folder() / "demo backgrounds", site, seed)
