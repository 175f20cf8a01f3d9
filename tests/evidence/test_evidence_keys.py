"""The signing key lives in the key ring, is shown as groups people can compare, and is made once."""

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from smartclient.evidence.keys import (
    ACCOUNT,
    SERVICE,
    fingerprint,
    from_base64,
    is_same_fingerprint,
    is_signed,
    new_signer,
    workstation_signer,
)


class Ring(KeyringBackend):
    """A key ring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept."""
        if self.is_locked:
            raise KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forgets."""
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """A key ring of the test's own."""
    ring = Ring()
    monkeypatch.setattr(keyring, "get_password", ring.get_password)
    monkeypatch.setattr(keyring, "set_password", ring.set_password)
    return ring


def test_the_key_is_made_once_and_kept(ring: Ring) -> None:
    first, second = workstation_signer(), workstation_signer()
    assert first.is_kept
    assert first.public_key == second.public_key
    assert list(ring.kept) == [(SERVICE, ACCOUNT)]
    assert repr(first.public_key) not in repr(first)


def test_without_a_key_ring_a_key_is_made_for_this_time(ring: Ring) -> None:
    ring.is_locked = True
    signer = workstation_signer()
    assert not signer.is_kept
    assert is_signed(signer.public_key, signer.sign(b"x"), b"x")


def test_a_key_that_cannot_be_read_is_made_anew(ring: Ring, caplog: pytest.LogCaptureFixture) -> None:
    ring.kept[SERVICE, ACCOUNT] = "junk"
    assert workstation_signer().is_kept
    assert "cannot be read" in caplog.text


@given(message=st.binary(max_size=50), at=st.integers(0, 63), flip=st.integers(1, 255))
def test_an_altered_signature_is_none(message: bytes, at: int, flip: int) -> None:
    signer = new_signer()
    signature = bytearray(signer.sign(message))
    assert is_signed(signer.public_key, bytes(signature), message)
    signature[at] ^= flip
    assert not is_signed(signer.public_key, bytes(signature), message)
    assert not is_signed(b"short", bytes(signature), message)


def test_fingerprints_are_compared_as_people_read_them() -> None:
    words = fingerprint(new_signer().public_key)
    assert [len(group) for group in words.split()] == [4] * 8
    assert is_same_fingerprint(words, words.lower().replace(" ", ""))
    assert not is_same_fingerprint(words, fingerprint(new_signer().public_key))


@pytest.mark.parametrize("text", ["A", "AB==\n", "AB=="[:3], "//8", "AQ=", "AR==", "ÄQ=="])
def test_only_the_canonical_spelling_of_bytes_is_read(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  of whatever reason
        from_base64(text)
