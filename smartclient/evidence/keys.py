"""The key this workstation signs with: kept in the system's key ring, shown to people as its fingerprint."""

import base64
import binascii
import hashlib
import logging
from dataclasses import dataclass

import keyring
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from keyring.errors import KeyringError

from smartclient.runtime.passwords import keeps_safely

SERVICE, ACCOUNT = "smartclient", "evidence signing key"
_FINGERPRINT_DIGITS, _GROUP = 32, 4

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """An Ed25519 key (RFC 8032). `is_kept` tells whether the key ring holds it for the next time."""

    _key: Ed25519PrivateKey
    is_kept: bool

    @property
    def public_key(self) -> bytes:
        """32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)


def new_signer() -> Signer:
    """A key that is gone with the program."""
    return Signer(Ed25519PrivateKey.generate(), is_kept=False)


def workstation_signer() -> Signer:
    """This workstation's key, made and kept at the first call; one for this time only where there is no key ring."""
    if not keeps_safely():
        return new_signer()
    try:
        if (kept := _kept()) is not None:
            return kept
        fresh = Ed25519PrivateKey.generate()
        keyring.set_password(SERVICE, ACCOUNT, base64.b64encode(fresh.private_bytes_raw()).decode())
        return _kept() or Signer(fresh, is_kept=False)
    except KeyringError as error:
        log.info("key ring: %s", error)
        return new_signer()


def _kept() -> Signer | None:
    text = keyring.get_password(SERVICE, ACCOUNT)
    if not text:
        return None
    try:
        return Signer(Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True)), is_kept=True)
    except (ValueError, binascii.Error):
        log.warning("the key ring's evidence key cannot be read; a new one is made")
        return None


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the key's owner signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def from_base64(text: str) -> bytes:
    """The bytes of a text that spells them in the one canonical way. Raises ValueError."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("the text spells its bytes in another way than the canonical one")
    return data


def fingerprint(public_key: bytes) -> str:
    """The first 128 bits of the key's SHA-256 in groups that people can compare: `3F2A 90C1 …`."""
    digits = hashlib.sha256(public_key).hexdigest()[:_FINGERPRINT_DIGITS].upper()
    return " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def is_same_fingerprint(one: str, other: str) -> bool:
    """Whether two people read the same key, however they group it."""
    return "".join(one.split()).upper() == "".join(other.split()).upper()
