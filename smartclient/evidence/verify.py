"""Is this package what was exported? Every byte is looked at, and what was altered is named to the second."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography import x509

from smartclient.domain.errors import EvidenceError, NotAPackage
from smartclient.evidence import custody, time_stamp
from smartclient.evidence.keys import fingerprint, from_base64, is_same_fingerprint, is_signed
from smartclient.evidence.manifest import (
    CUSTODY,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    SIGNATURE,
    TIME_STAMP,
    AlteredManifest,
    Block,
    Manifest,
    Piece,
    Video,
    from_bytes,
)
from smartclient.evidence.package import Package, Zip, is_safe_name, open_package
from smartclient.evidence.seal import PREFIX, Signature

_CHUNK = 2**20
_MAX_SIGNATURE_BYTES = 4_096


class What(StrEnum):
    """Which kind of thing is wrong."""

    MISSING = "missing"
    EXTRA = "extra"
    ALTERED = "altered"
    SIGNATURE = "signature"
    KEY = "key"
    CUSTODY = "custody"
    TIME_STAMP = "time stamp"


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong, in words; `begin` and `end` of the pictures it concerns, where it concerns pictures."""

    what: What
    file: str
    words: str
    begin: datetime | None = None
    end: datetime | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. `time_stamp` in words; `custody` one line an entry."""

    intact: bool
    title: str
    key: str
    files: int
    problems: tuple[Problem, ...]
    custody: tuple[str, ...]
    time_stamp: str
    is_drill: bool = False


def verify(path: Path, expected_key: str = "", roots: Sequence[x509.Certificate] = ()) -> Report:
    """Looks at all of a package. Raises NotAPackage when there is none."""
    package = open_package(path)
    try:
        return _Verification(package, expected_key, roots).report()
    except OSError as error:
        raise NotAPackage(f"{path} cannot be read: {error.strerror or error}.") from error
    finally:
        if isinstance(package, Zip):
            package.close()


def read_whole(package: Package, name: str, limit_bytes: int) -> bytes:
    """A small file's bytes, the first `limit_bytes` at most; none where it cannot be read."""
    try:
        with package.open(name) as file:
            return file.read(limit_bytes)
    except OSError:
        return b""


class _Verification:
    def __init__(self, package: Package, expected_key: str, roots: Sequence[x509.Certificate]) -> None:
        self._package, self._expected, self._roots = package, expected_key, roots
        self._sizes = package.sizes()
        self._data = b""
        self._problems: list[Problem] = []
        self._stamp_sha256: str | None = None

    def report(self) -> Report:
        if (manifest := self._read()) is None:
            return Report(
                intact=False, title="", key="", files=0, problems=tuple(self._problems), custody=(), time_stamp=""
            )
        self._manifest = manifest
        signature = read_whole(self._package, SIGNATURE, _MAX_SIGNATURE_BYTES) if self._has(SIGNATURE) else b""
        key = self._signature(signature)
        lines = self._custody()
        stamp = self._time_stamp(signature)
        for video in self._manifest.videos:
            self._problems += self._video(video)
        for other in self._manifest.files:
            self._problems += self._whole(other.file, other.size_bytes, other.sha256)
        self._problems += self._extra()
        return Report(
            intact=not self._problems,
            title=self._manifest.title,
            key=key,
            files=len(self._manifest.videos) + len(self._manifest.files),
            problems=tuple(self._problems),
            custody=tuple(lines),
            time_stamp=stamp,
            is_drill=self._manifest.is_drill,
        )

    def _read(self) -> Manifest | None:
        """What the manifest says; None, once said, where it was altered beyond reading. Raises NotAPackage."""
        size = self._sizes.get(MANIFEST)
        if size is None and not self._has(SIGNATURE):
            raise NotAPackage("There is no manifest.json: this is no evidence package, or it was taken out of it.")
        if size is not None and size > MAX_MANIFEST_BYTES:
            raise NotAPackage("Its manifest.json is too large to be one.")
        if size is None:
            self._say(What.MISSING, MANIFEST, f"{MANIFEST} is missing.")
            return None
        self._data = read_whole(self._package, MANIFEST, MAX_MANIFEST_BYTES)
        try:
            return from_bytes(self._data)
        except AlteredManifest:
            if not self._has(SIGNATURE):
                raise
            self._say(What.ALTERED, MANIFEST, f"{MANIFEST} was altered: it cannot be read.")
            return None

    def _has(self, name: str) -> bool:
        return self._sizes.get(name) is not None

    def _say(self, what: What, file: str, words: str) -> None:
        self._problems.append(Problem(what=what, file=file, words=words))

    def _signature(self, data: bytes) -> str:
        """The fingerprint of the key that signed; empty when none did."""
        if not data:
            self._say(What.MISSING, SIGNATURE, f"{SIGNATURE} is missing.")
            return ""
        try:
            said = msgspec.json.decode(data, type=Signature)
            key, signature = from_base64(said.public_key), from_base64(said.signature)
            is_canonical = msgspec.json.encode(said, order="sorted") == data
        except (msgspec.DecodeError, ValueError, RecursionError):
            is_canonical = False
        if not is_canonical:
            self._say(What.SIGNATURE, SIGNATURE, f"{SIGNATURE} cannot be read.")
            return ""
        if said.algorithm != "Ed25519" or not is_signed(key, signature, PREFIX + self._data):
            self._say(
                What.SIGNATURE, SIGNATURE, f"The signature does not match: {MANIFEST} or {SIGNATURE} was altered."
            )
        name = fingerprint(key)
        if self._expected and not is_same_fingerprint(name, self._expected):
            self._say(What.KEY, SIGNATURE, f"It is signed with the key {name}, not with the one expected.")
        return name

    def _custody(self) -> list[str]:
        chain = read_whole(self._package, CUSTODY, custody.MAX_CUSTODY_BYTES) if self._has(CUSTODY) else b""
        links = custody.read(chain, self._data)
        if not links:
            self._say(What.MISSING, CUSTODY, f"{CUSTODY} is missing.")
        lines = []
        for number, link in enumerate(links, start=1):
            if link.flaw:
                self._say(What.CUSTODY, CUSTODY, f"{CUSTODY}, entry {number}, {link.flaw}.")
            elif link.entry is not None:
                entry = link.entry
                note = f" {entry.note}" if entry.note else ""
                lines.append(f"{moment(entry.at)} UTC: {entry.act.value} by {entry.who} at {entry.where}.{note}")
        self._stamp_sha256 = links[0].entry.time_stamp if links and links[0].entry and not links[0].flaw else None
        return lines

    def _time_stamp(self, signature: bytes) -> str:
        if not self._has(TIME_STAMP):
            if self._stamp_sha256 is not None:
                self._say(What.MISSING, TIME_STAMP, f"{TIME_STAMP} is missing.")
            return ""
        data = read_whole(self._package, TIME_STAMP, time_stamp.MAX_STAMP_BYTES + 1)
        if hashlib.sha256(data).hexdigest() != self._stamp_sha256:
            self._say(What.TIME_STAMP, TIME_STAMP, f"{TIME_STAMP} is not the one the package was sealed with.")
            return ""
        try:
            stamp = time_stamp.read(data, signature, self._roots)
        except EvidenceError as error:
            self._say(What.TIME_STAMP, TIME_STAMP, str(error))
            return ""
        by = f" by {stamp.authority}, which descends from the given root" if stamp.is_trusted else ""
        return f"Time stamp of {moment(stamp.at)} UTC{by or '; its authority was not checked'}."

    def _video(self, video: Video) -> Iterator[Problem]:
        yield from self._absent(video.file)
        if not self._is_readable(video.file):
            return
        size = self._sizes[video.file]
        spans: list[Block] = []
        is_head_good, at = True, 0
        whole = hashlib.sha256()
        pieces: tuple[Piece | Block, ...] = (video.head, *video.blocks, video.index)
        with self._package.open(video.file) as file:
            for piece in pieces:
                digest = _digest(file, piece.length, whole)
                is_good = digest == piece.sha256 and piece.offset == at
                at += piece.length
                if isinstance(piece, Block):
                    spans += [] if is_good else [piece]
                else:
                    is_head_good = is_head_good and is_good
            is_longer = bool(file.read(1))
        for first, last in _runs(video.blocks, spans):
            yield self._altered(video, first.begin, last.end)
        if is_longer or at != size or video.size_bytes != size or not is_head_good:
            words = "beside its pictures: its header, its index or its length"
            yield Problem(what=What.ALTERED, file=video.file, words=f"{video.file} was altered {words}.")
        elif not spans and whole.hexdigest() != video.sha256:
            yield Problem(what=What.ALTERED, file=video.file, words=f"{video.file} was altered.")

    def _altered(self, video: Video, begin: datetime, end: datetime) -> Problem:
        camera = next((one.name for one in self._manifest.cameras if one.id == video.camera), video.camera)
        words = f"{video.file} was altered in the pictures from {moment(begin)} to {moment(end)} UTC ({camera})."
        return Problem(what=What.ALTERED, file=video.file, words=words, begin=begin, end=end)

    def _whole(self, name: str, size_bytes: int, sha256: str) -> Iterator[Problem]:
        yield from self._absent(name)
        if not self._is_readable(name):
            return
        whole = hashlib.sha256()
        with self._package.open(name) as file:
            _digest(file, size_bytes, whole)
            is_longer = bool(file.read(1))
        if is_longer or self._sizes[name] != size_bytes or whole.hexdigest() != sha256:
            yield Problem(what=What.ALTERED, file=name, words=f"{name} was altered.")

    def _is_readable(self, name: str) -> bool:
        return is_safe_name(name) and self._has(name)

    def _absent(self, name: str) -> Iterator[Problem]:
        if not is_safe_name(name):
            yield Problem(what=What.ALTERED, file=name, words=f"The manifest names “{name}”, which is no file's name.")
        elif name not in self._sizes:
            yield Problem(what=What.MISSING, file=name, words=f"{name} is missing.")
        elif self._sizes[name] is None:
            yield Problem(what=What.ALTERED, file=name, words=f"{name} is no plain file and was not opened.")

    def _extra(self) -> Iterator[Problem]:
        known = {MANIFEST, SIGNATURE, CUSTODY, TIME_STAMP}
        known |= {video.file for video in self._manifest.videos} | {other.file for other in self._manifest.files}
        for name in sorted(set(self._sizes) - known):
            yield Problem(what=What.EXTRA, file=name, words=f"{name} is not part of the package.")


def _digest(file: BinaryIO, length: int, whole: "hashlib._Hash") -> str:
    """The SHA-256 of the next `length` bytes, fewer at the file's end; all of them go into `whole` too."""
    digest = hashlib.sha256()
    while length > 0 and (data := file.read(min(length, _CHUNK))):
        digest.update(data)
        whole.update(data)
        length -= len(data)
    return digest.hexdigest()


def _runs(blocks: Sequence[Block], bad: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """First and last of each run of altered blocks that follow each other."""
    is_bad = {id(block) for block in bad}
    for altered, run in groupby(blocks, key=lambda block: id(block) in is_bad):
        if altered:
            members = list(run)
            yield members[0], members[-1]


def moment(at: datetime) -> str:
    """A UTC time to the millisecond, as both verifiers write it."""
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03}"
