"""Sealing: the manifest, its signature, the chain of custody, and the package gets its final name."""

import base64
import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from smartclient import __version__
from smartclient.domain.errors import EvidenceError
from smartclient.evidence import custody
from smartclient.evidence.growing import FOLDER, PARTIAL
from smartclient.evidence.keys import Signer
from smartclient.evidence.manifest import (
    CUSTODY,
    MANIFEST,
    SIGNATURE,
    TIME_STAMP,
    Asked,
    Camera,
    Kind,
    Manifest,
    OtherFile,
    Text,
    Video,
    to_bytes,
)
from smartclient.evidence.order import Order
from smartclient.evidence.verifier_page import PAGE, verifier_page
from smartclient.evidence.words_inside import README, readme
from smartclient.runtime.clock import Clock

PREFIX = b"smartclient evidence manifest\n"

AskStamp = Callable[[str, bytes], bytes]
"""Asks the authority at a URL for a time stamp over some bytes; blocks; raises EvidenceError."""


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """What manifest.sig holds; key and signature in base64."""

    algorithm: Text
    public_key: Text
    signature: Text


def seal(
    folder: Path, order: Order, videos: Sequence[Video], signer: Signer, clock: Clock, ask_stamp: AskStamp
) -> Path:
    """Completes the growing package in `folder`; the answer is where it lies now. Raises OSError."""
    (folder / README).write_bytes(readme(order, signer.public_key))
    (folder / PAGE).write_bytes(verifier_page())
    now = clock.now()
    manifest = to_bytes(_manifest(folder, order, videos, now))
    signature = msgspec.json.encode(
        Signature(
            algorithm="Ed25519",
            public_key=base64.b64encode(signer.public_key).decode(),
            signature=base64.b64encode(signer.sign(PREFIX + manifest)).decode(),
        ),
        order="sorted",
    )
    (folder / MANIFEST).write_bytes(manifest)
    (folder / SIGNATURE).write_bytes(signature)
    stamp, note = _time_stamp(order.time_stamp_url, signature, ask_stamp)
    (folder / TIME_STAMP).unlink(missing_ok=True)
    if stamp is not None:
        (folder / TIME_STAMP).write_bytes(stamp)
    (folder / CUSTODY).unlink(missing_ok=True)
    stamp_sha256 = hashlib.sha256(stamp).hexdigest() if stamp is not None else None
    entry = custody.next_entry(
        b"", manifest, custody.Act.EXPORTED, order.operator, order.workstation, now, note, stamp_sha256
    )
    custody.add(folder, entry, signer)
    return _finish(folder, order)


def _manifest(folder: Path, order: Order, videos: Sequence[Video], now: datetime) -> Manifest:
    return Manifest(
        id=order.id,
        title=order.title,
        made_at=now,
        software=f"smartclient {__version__}",
        server=order.server,
        operator=order.operator,
        workstation=order.workstation,
        reason=order.reason,
        asked=order.asked,
        is_drill=order.is_drill,
        approval=order.approval,
        cameras=tuple(_seen(camera, order.asked, videos) for camera in order.cameras),
        videos=tuple(sorted(videos, key=lambda video: video.file)),
        files=tuple(_others(folder)),
    )


def _seen(camera: Camera, asked: Asked, videos: Iterable[Video]) -> Camera:
    """The camera with what was recorded of it."""
    own = sorted(
        (v for v in videos if v.camera == camera.id and v.kind is Kind.ORIGINAL), key=lambda video: video.begin
    )
    gaps = []
    at = asked.begin
    for video in own:
        if video.begin > at:
            gaps.append(Asked(begin=at, end=video.begin))
        at = max(at, video.end)
    if at < asked.end:
        gaps.append(Asked(begin=at, end=asked.end))
    if not own:
        return msgspec.structs.replace(camera, gaps=tuple(gaps))
    first, last = own[0].begin, own[-1].last_picture
    return msgspec.structs.replace(camera, first_picture=first, last_picture=last, gaps=tuple(gaps))


_WHAT = {README: "What this package is and how to check it", PAGE: "Checks the package in a browser, without a network"}


def _others(folder: Path) -> Iterable[OtherFile]:
    later = {MANIFEST, SIGNATURE, TIME_STAMP, CUSTODY}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in later:
            data = path.read_bytes()
            what = _WHAT.get(path.name, "A floor with the cameras and what they see")
            yield OtherFile(file=path.name, size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest(), what=what)


def _time_stamp(url: str, signature: bytes, ask_stamp: AskStamp) -> tuple[bytes | None, str]:
    """A stamp, or why there is none."""
    if not url:
        return None, ""
    try:
        return ask_stamp(url, signature), ""
    except EvidenceError as error:
        return None, str(error)[:1_000]


def _finish(folder: Path, order: Order) -> Path:
    for path in (*folder.iterdir(), folder):
        _reach_disk(path)
    final = folder.with_name(folder.name.removesuffix(PARTIAL))
    folder.rename(final)
    shutil.rmtree(final / FOLDER)
    _reach_disk(final.parent)
    if order.as_zip:
        _pack(final, order.limit_bytes)
    return final


def _pack(package: Path, limit_bytes: int | None) -> None:
    """The package as one .zip beside it, stored and not packed, since pictures do not get smaller; none where the disk cannot take it."""
    files = sorted(path for path in package.rglob("*") if path.is_file())
    if limit_bytes is not None and sum(path.stat().st_size for path in files) > limit_bytes - 2**20:
        return
    final = zip_of(package)
    partial = final.with_name(final.name + PARTIAL)
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
            for path in files:
                archive.write(path, f"{package.name}/{path.relative_to(package).as_posix()}")
        _reach_disk(partial)
        partial.replace(final)
    except OSError:
        partial.unlink(missing_ok=True)


def zip_of(package: Path) -> Path:
    """Where the package's .zip lies, if there is one."""
    return package.with_name(package.name + ".zip")


def _reach_disk(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
