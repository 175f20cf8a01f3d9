"""Evidence packages and what is in them, as they come from anybody's hand."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from smartclient.evidence import custody, manifest, time_stamp
from smartclient.evidence.elements import end_of_blocks
from smartclient.evidence.verify import verify
from tests.builders.exporting import package
from tests.builders.time_stamps import new_authority, number
from tests.fuzz.scratch import as_file, as_folder
from tests.fuzz.target import Form, Target

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@cache
def _package() -> Path:
    return package(as_folder("package"))


def _zipped() -> list[bytes]:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(_package().rglob("*")):
            if path.is_file():
                archive.write(path, f"{_package().name}/{path.relative_to(_package())}")
    return [made.getvalue()]


def _file(name: str) -> bytes:
    return (_package() / name).read_bytes()


def _video() -> list[bytes]:
    return [path.read_bytes() for path in sorted(_package().rglob("*")) if path.suffix in (".mp4", ".mkv")]


def _manifest(data: bytes) -> None:
    read = manifest.from_bytes(data)
    manifest.to_bytes(read)


def _in_package(data: bytes) -> None:
    """A manifest that nobody signed, in a package that is otherwise whole."""
    path = _package() / manifest.MANIFEST
    whole = path.read_bytes()
    path.write_bytes(data)
    try:
        verify(_package())
    finally:
        path.write_bytes(whole)


def _stamp() -> list[bytes]:
    return [new_authority().stamp(hashlib.sha256(b"signed").digest(), number(5), NOW)]


def targets() -> Sequence[Target]:
    """All of them."""
    return (
        Target("evidence-manifest", Form.JSON, lambda: [_file(manifest.MANIFEST)], _manifest),
        Target("evidence-package", Form.JSON, lambda: [_file(manifest.MANIFEST)], _in_package),
        Target("evidence-zip", Form.BINARY, _zipped, lambda data: verify(as_file("package.zip", data))),
        Target(
            "evidence-custody",
            Form.TEXT,
            lambda: [_file("custody.jsonl")],
            lambda data: custody.read(data, b"manifest"),
        ),
        Target("evidence-time-stamp", Form.BINARY, _stamp, lambda data: time_stamp.read(data, b"signed")),
        Target("evidence-video-file", Form.BINARY, _video, lambda data: end_of_blocks(io.BytesIO(data), 0)),
    )
