"""Compiled plans: a site that was read once opens again without being checked, as long as no file of it changed."""

import gc
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from smartclient import __version__
from smartclient.domain.site import Site
from smartclient.plans.problems import Problem
from smartclient.plans.stamp import plan_files

log = logging.getLogger(__name__)

_DIGEST_BYTES = 32
_SOURCES = ("plans", "domain", "geometry", "ui", "ui/map", "ui/map/layers")
"""What reads plans, and what draws them."""


class _Compiled(msgspec.Struct, array_like=True, gc=False):
    site: Site
    problems: tuple[Problem, ...]


def read_cached(path: Path, cache_folder: Path) -> tuple[Site, tuple[Problem, ...]]:
    """What `plans.read(path)` answers, from `cache_folder` where it is there for the same files and the same program.

    A cache that is broken, or cannot be written, costs time and nothing else. Raises what `plans.read` raises.
    """
    place = cache_folder / "plans" / f"{hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]}.plan"
    known = fingerprint(path)
    with _garbage_kept():
        compiled = _load(place, known)
        if compiled is None:
            from smartclient.plans.district import read

            compiled = _Compiled(*read(path))
            _store(place, known, compiled)
    return compiled.site, compiled.problems


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


def fingerprint(path: Path) -> bytes:
    """A digest of the names, sizes and times of the plan's files, and of the program that reads them."""
    program = Path(__file__).resolve().parent.parent
    files = [*plan_files(path), *(file for name in _SOURCES for file in sorted((program / name).glob("*.py")))]
    digest = hashlib.blake2b(__version__.encode() + os.fsencode(path.resolve()), digest_size=_DIGEST_BYTES)
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        digest.update(os.fsencode(f"\0{file}\0{status.st_size}\0{status.st_mtime_ns}"))
    return digest.digest()


def _load(place: Path, known: bytes) -> _Compiled | None:
    try:
        with place.open("rb") as stream:
            if stream.read(_DIGEST_BYTES) != known:
                return None
            digest, content = stream.read(_DIGEST_BYTES), stream.read()
        if hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest() != digest:
            return None
        return msgspec.msgpack.decode(content, type=_Compiled)
    except (OSError, msgspec.DecodeError):
        return None


def _store(place: Path, known: bytes, compiled: _Compiled) -> None:
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
