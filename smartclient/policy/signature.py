"""A policy's signature: a file beside it (`policy.json.sig`) that tells whose key signed exactly these bytes."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from smartclient.domain.errors import SmartclientError
from smartclient.evidence.keys import fingerprint, from_base64, is_same_fingerprint, is_signed
from smartclient.policy.document import LARGEST, PolicyUnreadable

SUFFIX = ".sig"
PURPOSE = b"smartclient policy\n"
"""What is signed begins with this, so that a signature made for something else never counts for a policy."""
_LARGEST_SIGNATURE = 16 * 1024


class PolicyNotSigned(SmartclientError):
    """The signature is missing, of another key or of other bytes; the text says which."""


class _Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    algorithm: str
    key: str
    public_key: str
    sha256: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose key signed: its fingerprint. `is_expected` tells whether it is the key that was asked for, where one was."""

    key: str
    is_expected: bool


def signature_path(policy: Path) -> Path:
    """Where the signature of that file is."""
    return policy.with_name(policy.name + SUFFIX)


def write_signature(policy: Path, public_key: bytes, sign: Callable[[bytes], bytes]) -> Path:
    """Signs the file's bytes; where the signature was written. Raises PolicyUnreadable."""
    text = _bytes(policy)
    made = {
        "algorithm": "Ed25519",
        "key": fingerprint(public_key),
        "public_key": _base64(public_key),
        "sha256": hashlib.sha256(text).hexdigest(),
        "signature": _base64(sign(PURPOSE + text)),
    }
    path = signature_path(policy)
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
    except OSError as error:
        raise PolicyUnreadable(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def check_signature(policy: Path, key: str = "") -> Signed:
    """Whose signature the file bears. `key`: the fingerprint it must be. Raises PolicyUnreadable and PolicyNotSigned."""
    text, path = _bytes(policy), signature_path(policy)
    try:
        with path.open("rb") as file:
            told = msgspec.json.decode(file.read(_LARGEST_SIGNATURE), type=_Signature)
        public_key, signature = from_base64(told.public_key), from_base64(told.signature)
    except FileNotFoundError as error:
        raise PolicyNotSigned(f"{policy.name} is not signed: {path.name} is missing beside it.") from error
    except (OSError, msgspec.DecodeError, ValueError, RecursionError) as error:
        raise PolicyNotSigned(f"{path.name} is no signature that can be read.") from error
    if told.algorithm != "Ed25519" or not is_signed(public_key, signature, PURPOSE + text):
        raise PolicyNotSigned(f"{policy.name} was altered after it was signed, or signed as another file.")
    found = fingerprint(public_key)
    if key and not is_same_fingerprint(key, found):
        raise PolicyNotSigned(f"{policy.name} is signed with the key {found}, not with the district's, {key}.")
    return Signed(found, bool(key))


def sha256_of(policy: Path) -> str:
    """The SHA-256 of the file, as the next version names it. Raises PolicyUnreadable."""
    return hashlib.sha256(_bytes(policy)).hexdigest()


def _bytes(policy: Path) -> bytes:
    try:
        with policy.open("rb") as file:
            text = file.read(LARGEST + 1)
    except OSError as error:
        raise PolicyUnreadable(f"{policy} cannot be read: {error.strerror or error}.") from error
    if len(text) > LARGEST:
        raise PolicyUnreadable(f"{policy} is larger than a memorandum can be.")
    return text


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
