"""Passwords go into the system's key ring or nowhere: never into a plain file that some key ring would make of them."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend

from smartclient.evidence.keys import workstation_signer
from smartclient.runtime import passwords
from smartclient.runtime.secret import Secret

SERVER, USER, PASSWORD = "https://vms", "dispatcher", Secret("correct horse")


class Ring(KeyringBackend):
    """In memory; how much keyring recommends it is the test's to say."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forgets it."""
        del self.kept[service, username]


class PlainFile(Ring):
    """As `keyrings.alt` has them."""

    priority = 0.5


@pytest.fixture(params=[Ring, PlainFile])
def ring(request: pytest.FixtureRequest) -> Iterator[Ring]:
    before, made = keyring.get_keyring(), request.param()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_password_is_kept_by_the_system_alone(ring: Ring) -> None:
    said = passwords.remember(SERVER, USER, PASSWORD)
    if isinstance(ring, PlainFile):
        assert said is not None
        assert "plain file" in said
        assert ring.kept == {}
    else:
        assert said is None
        assert passwords.remembered(SERVER, USER) == PASSWORD
        passwords.forget(SERVER, USER)
        assert ring.kept == {}


def test_so_is_the_key_that_signs_evidence(ring: Ring) -> None:
    signer = workstation_signer()
    assert signer.is_kept is not isinstance(ring, PlainFile)
    assert bool(ring.kept) is signer.is_kept
