"""A head: the signed word of a console how far its audit log goes and with which link it ends."""

import base64
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import msgspec

if TYPE_CHECKING:
    from smartclient.evidence.keys import Signer

PREFIX = b"smartclient audit head\n"
LARGEST = 4 * 1024
"""Bytes."""
_Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed: at that time the log with that id had `number` entries, and the last one's link was `link`."""

    log: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    number: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    link: _Hash
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    workstation: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its signature (Ed25519, RFC 8032); key and signature in base64."""

    claim: Claim
    public_key: Annotated[str, msgspec.Meta(max_length=100)]
    signature: Annotated[str, msgspec.Meta(max_length=200)]

    @property
    def key(self) -> bytes:
        """The key it says it is signed with; empty where that cannot be read."""
        from smartclient.evidence.keys import from_base64

        try:
            return from_base64(self.public_key)
        except ValueError:
            return b""


_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(Head).decode


def sign(claim: Claim, signer: "Signer") -> Head:
    """The head of that claim."""
    signature = signer.sign(PREFIX + _encode(claim))
    return Head(
        claim=claim,
        public_key=base64.b64encode(signer.public_key).decode(),
        signature=base64.b64encode(signature).decode(),
    )


def is_genuine(head: Head) -> bool:
    """Whether its key signed its claim."""
    from smartclient.evidence.keys import from_base64, is_signed

    try:
        signature = from_base64(head.signature)
    except ValueError:
        return False
    return is_signed(head.key, signature, PREFIX + _encode(head.claim))


def to_bytes(head: Head) -> bytes:
    """One line of JSON, without a line feed."""
    return _encode(head)


def from_bytes(data: bytes) -> Head | None:
    """The head in `data`; None where there is none. Its signature is another question."""
    try:
        return _decode(data) if len(data) <= LARGEST else None
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
