"""The manifest: what an evidence package holds, in the exact bytes that are signed."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from smartclient.domain.errors import NotAPackage

FORMAT = "smartclient evidence"
VERSION = 1
MANIFEST, SIGNATURE, CUSTODY, TIME_STAMP = "manifest.json", "manifest.sig", "custody.jsonl", "timestamp.tsr"
MAX_MANIFEST_BYTES = 256 * 2**20
"""Packet times of a day of eight cameras are some 60 MB."""

Microseconds = Annotated[int, msgspec.Meta(ge=-(10**13), le=10**13)]
Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Text = Annotated[str, msgspec.Meta(max_length=4_000)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
FileName = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Basis(StrEnum):
    """On what ground footage that may be an education record leaves the school (FERPA, 34 CFR part 99)."""

    SCHOOL_OFFICIAL = "school official"
    LAW_ENFORCEMENT_UNIT = "law enforcement unit record"
    EMERGENCY = "health or safety emergency"
    SUBPOENA = "subpoena or court order"
    CONSENT = "consent"
    NOT_A_RECORD = "not an education record"

    @property
    def words(self) -> str:
        """The choice in a sentence, with its place in the law."""
        return _BASIS_WORDS[self]


_BASIS_WORDS = {
    Basis.SCHOOL_OFFICIAL: "For school officials with a legitimate educational interest (34 CFR 99.31(a)(1))",
    Basis.LAW_ENFORCEMENT_UNIT: "Record of the district's law enforcement unit (34 CFR 99.8)",
    Basis.EMERGENCY: "Health or safety emergency (34 CFR 99.31(a)(10) and 99.36)",
    Basis.SUBPOENA: "Judicial order or lawfully issued subpoena (34 CFR 99.31(a)(9))",
    Basis.CONSENT: "Written consent of the parent or eligible student (34 CFR 99.30)",
    Basis.NOT_A_RECORD: "Not an education record: no student is the focus of it (34 CFR 99.3)",
}


class Kind(StrEnum):
    """What a video file is."""

    ORIGINAL = "original"
    CLOCK = "copy with clock"
    REDACTED = "redacted copy"


class Container(StrEnum):
    """How the pictures are wrapped; also the ending of the file's name."""

    MP4 = "mp4"
    MKV = "mkv"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The piece of time that was asked for."""

    begin: Instant
    end: Instant


class From(msgspec.Struct, frozen=True, kw_only=True):
    """The server the footage came from."""

    name: Text
    address: Text


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why it was exported: the operator's words, and the basis with what it means."""

    text: Text
    basis: Basis
    words: Text


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """The second person who agreed, as the server knows him, and when."""

    by: Text
    at: Instant


class Camera(msgspec.Struct, frozen=True, kw_only=True):
    """A camera: where it is in words and on the plan (WGS 84, longitude first), where it looks, what it recorded of what was asked."""

    id: Text
    name: Text
    place: Text = ""
    position: tuple[float, float] | None = None
    bearing_deg: float | None = None
    field_of_view_deg: float | None = None
    range_m: float | None = None
    first_picture: Instant | None = None
    last_picture: Instant | None = None
    gaps: tuple[Asked, ...] = ()


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A run of a file's bytes that holds no picture: its header, or its index."""

    offset: Count
    length: Count
    sha256: Sha256


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A key frame and the pictures that build on it: where they lie in the file, and their times in µs after `begin`, in decoding order."""

    begin: Instant
    end: Instant
    offset: Count
    length: Count
    sha256: Sha256
    times_us: tuple[Microseconds, ...]


class Video(msgspec.Struct, frozen=True, kw_only=True):
    """A video file. Head, blocks and index follow each other without a gap and are the whole file."""

    file: FileName
    camera: Text
    kind: Kind
    codec: Text
    width_px: Count
    height_px: Count
    size_bytes: Count
    sha256: Sha256
    head: Piece
    blocks: Annotated[tuple[Block, ...], msgspec.Meta(min_length=1)]
    index: Piece
    made_from: Sha256 | None = None
    """The SHA-256 of the original this is a copy of."""
    made_how: Text = ""

    @property
    def begin(self) -> datetime:
        """The first picture's time."""
        return self.blocks[0].begin

    @property
    def end(self) -> datetime:
        """When its last picture ends."""
        return self.blocks[-1].end

    @property
    def last_picture(self) -> datetime:
        """The last picture's time."""
        block = self.blocks[-1]
        return block.begin + timedelta(microseconds=max(block.times_us, default=0))


class OtherFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is no video: the map, the verifier, the words on it all."""

    file: FileName
    size_bytes: Count
    sha256: Sha256
    what: Text


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All that is signed."""

    format: str = FORMAT
    version: int = VERSION
    id: Text
    title: Text
    made_at: Instant
    software: Text
    server: From
    operator: Text
    workstation: Text
    reason: Reason
    asked: Asked
    is_drill: bool = False
    """Whether it was exported for an alarm that was an exercise."""
    approval: Approval | None = None
    """Who agreed to it beside the operator, where two persons had to."""
    cameras: tuple[Camera, ...]
    videos: tuple[Video, ...]
    files: tuple[OtherFile, ...]


_encoder = msgspec.json.Encoder(order="sorted")


def to_bytes(manifest: Manifest) -> bytes:
    """The canonical bytes: JSON in UTF-8, keys sorted, no space."""
    return _encoder.encode(manifest)


class AlteredManifest(NotAPackage):
    """What is there cannot be read as a manifest at all."""


def from_bytes(data: bytes) -> Manifest:
    """The manifest in `data`. Raises AlteredManifest when it is none, NotAPackage when it is of a later version."""
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format != FORMAT:
            raise AlteredManifest("Its manifest.json cannot be read.")
        if head.version != VERSION:
            raise NotAPackage(
                f"It is of version {head.version}; this program reads version {VERSION}. Use a newer one."
            )
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise AlteredManifest("Its manifest.json cannot be read.") from error


class _Head(msgspec.Struct):
    format: str = ""
    version: int = 0
