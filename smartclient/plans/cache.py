"""Compiled plans: a site that was read once opens again without being checked, as long as no file of it changed.

Beside the whole lies who its campuses are, by ids alone, so that a part of it can be read without opening the rest.
"""

import gc
import hashlib
import logging
import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from smartclient import __version__
from smartclient.domain.site import Site
from smartclient.plans.problems import Problem
from smartclient.plans.scope import Campus, Scope, folders_of
from smartclient.plans.stamp import plan_files
from smartclient.runtime.json_trouble import JSON_TROUBLE

log = logging.getLogger(__name__)

K = TypeVar("K")

_DIGEST_BYTES = 32
_CAMPUSES = ".campuses"
_SOURCES = ("plans", "domain", "geometry", "ui", "ui/map", "ui/map/layers")
"""What reads plans, and what draws them."""


class _Compiled(msgspec.Struct, array_like=True, gc=False):
    site: Site
    problems: tuple[Problem, ...]


def read_cached(
    path: Path, cache_folder: Path, scope: Scope = None, known: bytes = b""
) -> tuple[Site, tuple[Problem, ...]]:
    """What `plans.read(path)` answers, from `cache_folder` where it is there for the same files and the same program.

    `known` is the plan's fingerprint where somebody has taken it already.

    With a `scope` only these campuses, and of the others no file is opened. A cache that is broken, or cannot be written,
    costs time and nothing else. Raises what `plans.read` raises.
    """
    folders = folders_in(path, cache_folder, scope)
    place = place_of(path, cache_folder, folders)
    known = known or fingerprint(path, folders)
    with _garbage_kept():
        compiled = load_compiled(place, known, _Compiled)
        if compiled is None:
            from smartclient.plans.district import read_campuses

            reading = read_campuses(path, folders)
            compiled = _Compiled(reading.site, reading.problems)
            store_compiled(place, known, compiled)
            if folders is None:
                store_compiled(place.with_suffix(_CAMPUSES), known, reading.campuses)
    return compiled.site, compiled.problems


def campuses(path: Path, cache_folder: Path) -> tuple[Campus, ...]:
    """The campuses of the plan at `path`. Where they are not known a process of its own reads the plan, so that nothing of it
    stays in this one. Blocks. Raises what `plans.read` raises.
    """
    found = load_compiled(
        place_of(path, cache_folder, None).with_suffix(_CAMPUSES), fingerprint(path), tuple[Campus, ...]
    )
    if found is None:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
            found = apart.submit(_survey, path, cache_folder).result()
    return found


def _survey(path: Path, cache_folder: Path) -> tuple[Campus, ...]:
    from smartclient.plans.district import read_campuses

    reading, known, place = read_campuses(path), fingerprint(path), place_of(path, cache_folder, None)
    store_compiled(place, known, _Compiled(reading.site, reading.problems))
    store_compiled(place.with_suffix(_CAMPUSES), known, reading.campuses)
    return reading.campuses


def folders_in(path: Path, cache_folder: Path, scope: Scope) -> frozenset[str] | None:
    """The folders of the campuses that a person may see; None for all. Blocks. Raises what `plans.read` raises."""
    if not scope:
        return None if scope is None else frozenset()
    return folders_of(campuses(path, cache_folder), scope)


def place_of(path: Path, cache_folder: Path, folders: AbstractSet[str] | None) -> Path:
    """The file that keeps the plan at `path`, or these folders of it; what belongs to it has the same name and another ending."""
    words = os.fsencode(path.resolve()) + (b"" if folders is None else os.fsencode("\0".join(("", *sorted(folders)))))
    return cache_folder / "plans" / f"{hashlib.sha256(words).hexdigest()[:32]}.plan"


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """No garbage collection: among a million new tuples that all stay it takes longer than making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def fingerprint(path: Path, folders: AbstractSet[str] | None = None) -> bytes:
    """A digest of the names, sizes and times of the plan's files, and of the program that reads them.

    Of a district only of what lies in these folders and beside them, where some are named.
    """
    program = Path(__file__).resolve().parent.parent
    files = [*plan_files(path, folders), *(file for name in _SOURCES for file in sorted((program / name).glob("*.py")))]
    part = "" if folders is None else f"\0{sorted(folders)}"
    digest = hashlib.blake2b(
        __version__.encode() + os.fsencode(path.resolve()) + os.fsencode(part), digest_size=_DIGEST_BYTES
    )
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        digest.update(os.fsencode(f"\0{file}\0{status.st_size}\0{status.st_mtime_ns}"))
    return digest.digest()


def load_compiled(place: Path, known: bytes, kind: type[K]) -> K | None:
    """What was stored there under that fingerprint, whole; else None."""
    try:
        with place.open("rb") as stream:
            if stream.read(_DIGEST_BYTES) != known:
                return None
            digest, content = stream.read(_DIGEST_BYTES), stream.read()
        if hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest() != digest:
            return None
        return msgspec.msgpack.decode(content, type=kind)
    except (OSError, *JSON_TROUBLE):
        return None


def store_compiled(place: Path, known: bytes, compiled: _Compiled | tuple[Campus, ...] | dict[bytes, bytes]) -> None:
    """Writes it down, whole or not at all; a folder that cannot be written is logged."""
    content = msgspec.msgpack.encode(compiled)
    digest = hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=place.stem)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(known + digest + content)
            Path(name).replace(place)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as trouble:
        log.warning("the compiled plan cannot be kept in %s: %s", place.parent, trouble.strerror)
